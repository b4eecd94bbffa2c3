/**
 * The {@code %filter} sections at work: an instance goes in and a verdict comes out.
 *
 * <p>Read {@link org.sluice.recipe.filter.Verdict} for the result, and {@link org.sluice.recipe.filter.Filters} for the way to it.
 * {@code FilterCompiler} turns sections into numbered labels, tests and fields; {@code FilterRun} runs them over one instance, and
 * does each test once at most. The reason of a match depends on the recipe alone, so it is made when the recipe is compiled. The
 * regions of images come from the recipe, or from Sequence of Ultrasound Regions (PS3.3 C.8.5.5).
 */
@NullMarked
package org.sluice.recipe.filter;

import org.jspecify.annotations.NullMarked;
