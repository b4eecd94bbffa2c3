/**
 * What a program adds to a recipe: the values of {@code var:}, and functions of its own for {@code func:}.
 *
 * <p>Read {@link org.sluice.recipe.function.RecipeFunction} and {@link org.sluice.recipe.function.Variables} first: they are what
 * others implement. {@link org.sluice.recipe.function.ActionException} is how both say that there is no value. {@code
 * docs/recipes.md}, "Functions of your own", shows an example.
 */
@NullMarked
package org.sluice.recipe.function;

import org.jspecify.annotations.NullMarked;
