package org.sluice.recipe.filter;

import java.util.List;
import java.util.Optional;

/**
 * What the filters of a recipe say of an instance.
 *
 * @param matches every label that matched, in the order of the recipe
 */
public record Verdict(List<Match> matches) {
    /** Nothing matched. */
    public static final Verdict CLEAN = new Verdict(List.of());

    /** Keeps its own copy of {@code matches}. */
    public Verdict {
        matches = List.copyOf(matches);
    }

    /** Whether any label matched. */
    public boolean flagged() {
        return !matches.isEmpty();
    }

    /** The match that decides the disposition: the first one. */
    public Optional<Match> deciding() {
        return matches.stream().findFirst();
    }
}
