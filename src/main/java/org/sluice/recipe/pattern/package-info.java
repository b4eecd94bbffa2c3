/**
 * The regular expressions of the recipe language: the syntax and meaning of Python's {@code re} module, version 3.11, searched
 * for anywhere in a text.
 *
 * <p>Read {@link org.sluice.recipe.pattern.Expression} first: it is all that other packages use. {@code PythonSyntax} reads an
 * expression by Python's rules, with Python's refusals. {@code EngineText} writes it down again for one of two engines.
 *
 * <p>The decision worth knowing: an expression runs on RE2/J, in time linear in the text. What RE2/J cannot do (look-around,
 * back references, possessive repeats) runs on {@code java.util.regex}, only where the caller allows it, and under a step
 * limit. Most expressions in real recipes are words or lists of words. Those need neither engine.
 */
@NullMarked
package org.sluice.recipe.pattern;

import org.jspecify.annotations.NullMarked;
