package org.sluice.recipe.filter;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sluice.recipe.syntax.Operator;
import org.sluice.text.Span;

/**
 * A label, compiled.
 *
 * @param at the label line
 * @param section the name of its section
 * @param name its name
 * @param reason what a match gives as its reason: it depends on nothing but the recipe
 * @param fault why evaluating it is an error; null when it is none
 * @param allOf the tests that must all hold, cheapest first, when that is all there is to it; else null
 * @param lines its lines; none: it always matches
 * @param regions its coordinates
 */
record CompiledLabel(
        Span at,
        String section,
        String name,
        String reason,
        @Nullable String fault,
        int @Nullable [] allOf,
        List<Line> lines,
        List<Regions> regions) {

    /**
     * @param operator how the line is joined to the ones before it: AND or OR
     * @param tests its criteria, at least one
     * @param joins how each is joined to the ones before it
     */
    record Line(Operator operator, int[] tests, Operator[] joins) {}

    Match match(FilterRun run) {
        List<Coordinate> coordinates =
                regions.stream().map(one -> one.of(run.dataSet())).toList();
        return new Match(section, name, reason, coordinates, at.line());
    }

    /** The same for somebody who blanks nothing. */
    Match matchWithoutRegions() {
        return new Match(section, name, reason, List.of(), at.line());
    }
}
