package org.sluice.recipe.filter;

import java.util.function.Predicate;

/**
 * What is made of what the sections of a recipe say, by their names.
 *
 * @param occurrences how an element counts that stands twice
 * @param onlyTried sections of which nothing depends: a label of them that cannot say is left undecided and stops nothing; one that
 *     looks at elements behind what was read cannot say unless another of its criteria rules it out
 */
public record Use(Occurrences occurrences, Predicate<String> onlyTried) {
    /** Something may depend on each section. */
    public static Use of(Occurrences occurrences) {
        return new Use(occurrences, section -> false);
    }

    /** Nothing depends on any section. */
    public static final Use TRIAL = new Use(Occurrences.ANY, section -> true);
}
