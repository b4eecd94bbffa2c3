/**
 * Tests that hospitals keep beside their recipes: {@code sluice recipe test}.
 *
 * <p>A test file is a small text: which recipes it is about, then cases. A case is an instance (a Part 10 file, or a
 * header written down as {@code Keyword = value} lines), the variables it has, and what is expected of the recipe: a
 * verdict, coordinates, single elements after the header actions, or quarantine. Start with
 * {@link org.sluice.recipe.testing.RecipeTest#read}, which gives the tests or every problem of the text, and
 * {@link org.sluice.recipe.testing.RecipeTest#run()}, which gives a {@link org.sluice.recipe.testing.TestReport} to print.
 *
 * <p>The decision worth knowing: what is compared is the data set as it would be sent. The edits are written out and read
 * back before any expectation looks at them, so a test sees what an archive would see. Values of stored files are patient
 * data: a report says that they differ, and never what they are.
 */
@NullMarked
package org.sluice.recipe.testing;

import org.jspecify.annotations.NullMarked;
