/**
 * The text of a recipe: its tree, the parsers of both readings, and the tools that show it (check, format, explain). It
 * implements what {@code docs/recipes.md} says of texts; what a recipe does to an instance is known in the packages above.
 *
 * <p>Read {@link org.sluice.recipe.syntax.Recipe} first: the tree, with filter sections, labels and criteria, header {@link
 * org.sluice.recipe.syntax.Action}s, and lists. Every node knows its {@link org.sluice.text.Span}. {@link
 * org.sluice.recipe.syntax.RecipeParser} turns one or more {@link org.sluice.text.SourceText}s into a recipe, or into problems.
 * {@link org.sluice.recipe.syntax.RecipeDocument} is the same text line by line, for tools that must keep comments.
 *
 * <p>The decision worth knowing: there is one tree, and there are two ways to read a text into it. {@link
 * org.sluice.recipe.syntax.Reading#STRICT} means what the author means, and refuses the rest. {@link
 * org.sluice.recipe.syntax.Reading#COMPAT} is deid 0.4.12 to the letter. What only the second can produce is marked so in the
 * nodes.
 */
@NullMarked
package org.sluice.recipe.syntax;

import org.jspecify.annotations.NullMarked;
