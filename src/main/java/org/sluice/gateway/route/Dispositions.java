package org.sluice.gateway.route;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.sluice.config.Disposition;
import org.sluice.config.ScrubConfig;
import org.sluice.recipe.filter.Match;
import org.sluice.recipe.filter.Occurrences;
import org.sluice.recipe.filter.Use;
import org.sluice.recipe.filter.Verdict;

/**
 * What becomes of what the sections of a recipe flag, by their names.
 *
 * @param each of every section
 * @param scrubs how instances are blanked, of the sections whose instances are
 */
record Dispositions(Function<String, Disposition> each, Function<String, ScrubConfig> scrubs) {

    Disposition of(String section) {
        return each.apply(section);
    }

    /** Whether what it flags goes on as if it were not there. */
    boolean isReport(String section) {
        return of(section) == Disposition.REPORT;
    }

    /** How a recipe is asked. */
    Use use() {
        return new Use(new Occurrences(section -> of(section) == Disposition.FORWARD), this::isReport);
    }

    /** What the sections say that only report; empty when they say nothing. */
    Optional<Verdict> reported(Verdict verdict) {
        List<Match> matches = verdict.without(section -> !isReport(section));
        return matches.isEmpty() && verdict.undecided().isEmpty()
                ? Optional.empty()
                : Optional.of(new Verdict(matches, verdict.undecided()));
    }
}
