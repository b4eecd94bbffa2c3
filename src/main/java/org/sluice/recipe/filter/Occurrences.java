package org.sluice.recipe.filter;

import java.util.function.Predicate;

/**
 * What a criterion says of an element that stands twice in a data set, against PS3.5 7.1, where such data sets are accepted:
 * readers differ in which of the two they take.
 *
 * @param must for the name of a filter section whether a criterion of it must hold for each of the two; else one is enough
 */
public record Occurrences(Predicate<String> must) {
    /** One is enough: right for sections that stop an instance. */
    public static final Occurrences ANY = new Occurrences(section -> false);

    /** Whether all must fulfil a criterion of the section. */
    boolean all(String section) {
        return must.test(section);
    }
}
