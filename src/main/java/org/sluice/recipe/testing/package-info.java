/**
 * Tests that hospitals keep beside their recipes, and {@code sluice recipe test} runs. It implements the section on tests of
 * {@code docs/recipes.md}.
 *
 * <p>Read {@link org.sluice.recipe.testing.RecipeTest#read} first. It turns a test file into tests, or into every problem of
 * the text; {@link org.sluice.recipe.testing.RecipeTest#run()} turns those into a {@link org.sluice.recipe.testing.TestReport}.
 * A test file says which recipes it is about, and then has cases. A case is an instance (a Part 10 file, or a header written
 * down as {@code Keyword = value} lines), the variables it has, and what is expected of the recipe: a verdict, coordinates,
 * single elements after the header actions, or quarantine.
 *
 * <p>The decision worth knowing: what is compared is the data set as an archive would see it. The edits are written out and
 * read back before any expectation looks at them. Values of stored files are patient data: a report says that they differ, and
 * never what they are.
 */
@NullMarked
package org.sluice.recipe.testing;

import org.jspecify.annotations.NullMarked;
