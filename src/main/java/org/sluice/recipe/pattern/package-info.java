/**
 * The regular expressions of the recipe language: Python's syntax and meaning (its {@code re} module, version 3.11),
 * searched for anywhere in a text.
 *
 * <p>Read {@link org.sluice.recipe.pattern.Expression} first: it is all that others use. {@code PythonSyntax} reads an
 * expression by Python's rules, with Python's refusals, and writes it down again for one of two engines.
 *
 * <p>The decision worth knowing: an expression runs on RE2/J, in time linear in the text. Only what RE2/J cannot say
 * (look-around, back references, possessive repeats) runs on {@code java.util.regex}, where the caller allows it, and
 * then under a step limit. Most expressions in real recipes are words or lists of words; those run on neither.
 */
@NullMarked
package org.sluice.recipe.pattern;

import org.jspecify.annotations.NullMarked;
