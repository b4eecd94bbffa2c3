/**
 * The text of a recipe: its tree, the parser of both readings, and the tools that show it (check, format, explain).
 *
 * <p>{@link org.sluice.recipe.syntax.RecipeParser} turns one or more {@link org.sluice.text.SourceText}s into a
 * {@link org.sluice.recipe.syntax.Recipe}: filter sections with labels and criteria, header actions, lists. Every node
 * knows its {@link org.sluice.text.Span} and the text it was written as. {@link org.sluice.recipe.syntax.RecipeDocument}
 * is the same text line by line, for tools that must keep comments.
 *
 * <p>The decision worth knowing: there is one tree and two ways to read a text into it.
 * {@link org.sluice.recipe.syntax.Reading#STRICT} means what the author means and refuses the rest;
 * {@link org.sluice.recipe.syntax.Reading#COMPAT} is deid 0.4.12 to the letter. What only the second can produce is
 * marked so in the nodes. What a tree does to an instance is the parent package's business, and nothing here knows it.
 */
@NullMarked
package org.sluice.recipe.syntax;

import org.jspecify.annotations.NullMarked;
