/**
 * Recipes at work: a checked recipe and an instance give a verdict and a changed header.
 *
 * <p>Read {@link org.sluice.recipe.CompiledRecipe} first. The tree it is made from, and how text becomes it, is in {@code
 * recipe.syntax}; regular expressions are in {@code recipe.pattern}, Python's ways with text, numbers and dates in {@code
 * recipe.python}.
 *
 * <p>The decision worth knowing: both readings of the language run through the same evaluator. What they do differently is
 * decided when a recipe is compiled, as far as it can be: a label holds its reason and how its lines are joined, a field the
 * tags it means. Compiling is slow and evaluating fast: an element that no criterion names is never decoded, and no string is
 * built for an element that no action names.
 */
@NullMarked
package org.sluice.recipe;

import org.jspecify.annotations.NullMarked;
