/**
 * Runs recipes over instances. This is the one way in: every entrance of Sluice asks these classes, so that the same instance gets
 * the same answer at each. {@code docs/recipes.md} describes the language.
 *
 * <p>Read {@link org.sluice.recipe.CompiledRecipe} first: a recipe that is ready to run. Then {@link
 * org.sluice.recipe.Screening}: one instance on its way through it. {@link org.sluice.recipe.ScreenedInstance} is the same for a
 * stored file, and {@link org.sluice.recipe.RecipeFiles} is what programs that embed Sluice use.
 *
 * <p>The rooms, from the bottom up: {@code pattern} and {@code python} know Python's rules, {@code syntax} reads the text of a
 * recipe, {@code instance} shows what a recipe sees of an instance, {@code function} holds what a program adds (variables and
 * functions), {@code filter} gives the verdict, {@code field} finds the elements that actions mean, {@code action} runs the
 * actions, {@code review} warns of lines that cannot do what they say, {@code testing} runs the tests that stand beside recipes.
 *
 * <p>Both readings of the language, strict and compat, run through the same code. What they do differently is decided when a recipe
 * is compiled, as far as it can be. Compiling is slow and running is fast: an element that no criterion names is never decoded.
 */
@NullMarked
package org.sluice.recipe;

import org.jspecify.annotations.NullMarked;
