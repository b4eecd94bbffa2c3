/**
 * Python's rules where they decide what a recipe does: how values are printed before they are compared, which texts are
 * numbers, which texts are dates.
 *
 * <p>{@link org.sluice.recipe.python.PythonText} prints (strings in quotes, bytes, floating point numbers), {@link
 * org.sluice.recipe.python.PythonNumbers} reads numbers, {@link org.sluice.recipe.python.LenientDate} reads dates as
 * leniently as the language's JITTER does, {@link org.sluice.recipe.python.DateShift} moves them by days.
 *
 * <p>The decision worth knowing: nothing here knows a data set or a recipe, so each rule can be held against Python itself
 * in a test.
 */
@NullMarked
package org.sluice.recipe.python;

import org.jspecify.annotations.NullMarked;
