package org.sluice.recipe.testing;

import com.google.re2j.Pattern;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sluice.dataset.Header;
import org.sluice.text.Span;

/** One {@code expect} line. */
sealed interface Expectation {
    /** The line. */
    Span at();

    /** As written, without the word {@code expect}. */
    String written();

    /** The failure, or empty when what was expected is so. */
    Optional<Failure> check(Trial trial);

    /** A failure of this expectation. */
    default Optional<Failure> failure(String expected, String found) {
        return Optional.of(new Failure(at(), written(), expected, found));
    }

    /** {@code clean}: no section flags the instance. */
    record Clean(Span at, String written) implements Expectation {
        @Override
        public Optional<Failure> check(Trial trial) {
            boolean clean = trial.matches().isEmpty() && !(trial.outcome() instanceof Trial.Outcome.Unfiltered);
            return clean ? Optional.empty() : failure("a clean instance", matches(trial));
        }
    }

    /** {@code flagged SECTION [because REASON]}: that section decides, for that reason. */
    record Flagged(Span at, String written, String section, Optional<String> reason) implements Expectation {
        @Override
        public Optional<Failure> check(Trial trial) {
            if (trial.matches().isEmpty()) {
                return failure("section " + section + " to flag it", matches(trial));
            }
            Trial.Matched deciding = trial.matches().get(0);
            if (!deciding.section().equals(section)) {
                return failure("section " + section + " to decide", matches(trial));
            }
            return reason.isEmpty() || reason.get().equals(deciding.reason().strip())
                    ? Optional.empty()
                    : failure("the reason " + reason.get(), deciding.reason().strip());
        }
    }

    /** {@code label NAME} or {@code no label NAME}: whether that label is among those that matched. */
    record LabelMatches(Span at, String written, String label, boolean wanted) implements Expectation {
        @Override
        public Optional<Failure> check(Trial trial) {
            boolean matched =
                    trial.matches().stream().anyMatch(match -> match.label().equals(label));
            return matched == wanted
                    ? Optional.empty()
                    : failure((wanted ? "a match of label " : "no match of label ") + label, matches(trial));
        }
    }

    /** {@code coordinates …}: the regions of the deciding match. */
    record CoordinatesAre(Span at, String written, List<String> regions) implements Expectation {
        @Override
        public Optional<Failure> check(Trial trial) {
            List<String> found = trial.matches().isEmpty()
                    ? List.of()
                    : trial.matches().get(0).regions();
            return found.equals(regions) ? Optional.empty() : failure(shown(regions), shown(found));
        }

        private static String shown(List<String> regions) {
            return regions.isEmpty() ? "no coordinates" : String.join("; ", regions);
        }
    }

    /** {@code quarantine [because PART]}: no section sends it there; the kind or the words of the reason hold the part. */
    record Quarantined(Span at, String written, String part) implements Expectation {
        @Override
        public Optional<Failure> check(Trial trial) {
            Optional<String> reason = trial.failure();
            if (reason.isEmpty()) {
                return failure("a recipe that cannot be carried out", "one that was");
            }
            return trial.failedBecause(part)
                    ? Optional.empty()
                    : failure("a reason with the words " + part, reason.get());
        }
    }

    /** {@code ELEMENT "VALUE"}: the value after the header actions. */
    record ValueIs(Span at, String written, ElementPath path, String value) implements AfterActions {
        @Override
        public Optional<Failure> check(Trial trial, Trial.Pair after) {
            Optional<String> found = after.text(path);
            return found.equals(Optional.of(value)) ? Optional.empty() : failure('"' + value + '"', trial.shown(found));
        }
    }

    /** {@code matches ELEMENT EXPRESSION}: the whole value matches after the header actions. */
    record ValueMatches(Span at, String written, ElementPath path, Pattern expression) implements AfterActions {
        @Override
        public Optional<Failure> check(Trial trial, Trial.Pair after) {
            Optional<String> found = after.text(path);
            boolean matches = found.isPresent() && expression.matches(found.get());
            return matches ? Optional.empty() : failure("a value that matches " + expression, trial.shown(found));
        }
    }

    /** {@code absent ELEMENT} and the like. */
    record StateIs(Span at, String written, ElementPath path, State state) implements AfterActions {
        @Override
        public Optional<Failure> check(Trial trial, Trial.Pair after) {
            boolean holds =
                    switch (state) {
                        case ABSENT -> path.find(after.of(path)) < 0;
                        case PRESENT -> path.find(after.of(path)) >= 0;
                        case EMPTY -> isEmpty(after.of(path));
                        case UNCHANGED -> sameBytes(trial.before(), after);
                        case CHANGED -> !sameBytes(trial.before(), after);
                    };
            return holds
                    ? Optional.empty()
                    : failure(state.name().toLowerCase(Locale.ROOT), trial.shown(after.text(path)));
        }

        private boolean isEmpty(Header header) {
            int element = path.find(header);
            return element >= 0 && header.valueLength(element) == 0;
        }

        private boolean sameBytes(Trial.Pair before, Trial.Pair after) {
            int was = path.find(before.of(path));
            int is = path.find(after.of(path));
            if (was < 0 || is < 0) {
                return was < 0 && is < 0;
            }
            return before.of(path).vr(was) == after.of(path).vr(is)
                    && Arrays.equals(before.of(path).value(was), after.of(path).value(is));
        }
    }

    /** What may be said of an element after the header actions. */
    enum State {
        /** Not there. */
        ABSENT,
        /** There, with or without a value. */
        PRESENT,
        /** There, without a value. */
        EMPTY,
        /** As it came, byte for byte; also when it was and is absent. */
        UNCHANGED,
        /** Not as it came. */
        CHANGED
    }

    /** An expectation that looks at the edited instance. */
    sealed interface AfterActions extends Expectation {
        /** As {@link #check(Trial)}, the actions having been carried out. */
        Optional<Failure> check(Trial trial, Trial.Pair after);

        @Override
        default Optional<Failure> check(Trial trial) {
            if (trial.outcome() instanceof Trial.Outcome.Edited edited) {
                return check(trial, edited.after());
            }
            return failure(
                    "header actions that can be carried out",
                    "quarantine because " + trial.failure().orElse(""));
        }
    }

    private static String matches(Trial trial) {
        if (trial.outcome() instanceof Trial.Outcome.Unfiltered unfiltered) {
            return "quarantine because " + unfiltered.reason();
        }
        return trial.matches().isEmpty()
                ? "a clean instance"
                : trial.matches().stream()
                        .map(match -> "section " + match.section() + " (" + match.label() + ")")
                        .collect(Collectors.joining(", "));
    }
}
