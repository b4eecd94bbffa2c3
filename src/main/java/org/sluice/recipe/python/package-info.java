/**
 * Python's own rules, where they decide what a recipe does: how a value is printed before it is compared, which texts are
 * numbers, which texts are dates. The rules are those of Python 3.11, and of the date parser behind deid's JITTER.
 *
 * <p>Read {@link org.sluice.recipe.python.PythonText} first: it prints strings in quotes, bytes and floating point numbers.
 * {@link org.sluice.recipe.python.PythonNumbers} reads numbers. {@link org.sluice.recipe.python.LenientDate} reads dates as
 * leniently as JITTER does, and {@link org.sluice.recipe.python.DateShift} moves them by days.
 *
 * <p>The decision worth knowing: nothing here knows a data set or a recipe. So a test can hold each rule against Python itself.
 */
@NullMarked
package org.sluice.recipe.python;

import org.jspecify.annotations.NullMarked;
