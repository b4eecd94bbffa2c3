package org.sluice.recipe;

import java.util.List;
import java.util.stream.Stream;
import org.sluice.pixel.Region;
import org.sluice.recipe.filter.Coordinate;
import org.sluice.recipe.filter.Match;

/** The coordinates of matches in the words of pixel data. */
final class MatchedRegions {
    private MatchedRegions() {}

    /** Those of all of them, in their order. */
    static List<Region> of(List<Match> matches) {
        return matches.stream()
                .flatMap(match -> match.coordinates().stream())
                .flatMap(MatchedRegions::of)
                .toList();
    }

    /** Region Location Max X1 and Max Y1 still belong to a region, PS3.3 C.8.5.5.1; the second corner in a recipe does not. */
    private static Stream<Region> of(Coordinate coordinate) {
        Region.Effect effect = coordinate.effect() == Coordinate.Effect.KEEP ? Region.Effect.KEEP : Region.Effect.BLANK;
        Region.Maxima maxima =
                coordinate.source() == Coordinate.Source.SEQUENCE ? Region.Maxima.INCLUDED : Region.Maxima.EXCLUDED;
        return coordinate.regions().stream().map(where -> new Region(effect, maxima, where));
    }
}
