package org.sluice.recipe.filter;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What the filters of a recipe say of an instance.
 *
 * @param matches every label that matched, in the order of the recipe
 * @param undecided the labels that could not say, of sections that are {@linkplain Use#onlyTried only tried}
 */
public record Verdict(List<Match> matches, List<Match> undecided) {
    /** Nothing matched. */
    public static final Verdict CLEAN = new Verdict(List.of());

    /** Keeps its own copies. */
    public Verdict {
        matches = List.copyOf(matches);
        undecided = List.copyOf(undecided);
    }

    /** Of labels each of which could say. */
    public Verdict(List<Match> matches) {
        this(matches, List.of());
    }

    /** What is left of it without the matches of these sections. */
    public List<Match> without(Predicate<String> sections) {
        return matches.isEmpty()
                ? matches
                : matches.stream()
                        .filter(match -> !sections.test(match.section()))
                        .toList();
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
