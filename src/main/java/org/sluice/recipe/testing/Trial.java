package org.sluice.recipe.testing;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sluice.dataset.Header;

/**
 * What a recipe did to the instance of a case.
 *
 * @param matches the labels that matched, the deciding one first
 * @param outcome what the header actions made of it
 * @param stored whether it came from a file, so that its values may be a patient's
 */
record Trial(List<Matched> matches, Outcome outcome, boolean stored) {
    /** A label that matched; regions are written as {@code blank 0,0,512,110} or {@code keep …}. */
    record Matched(String section, String label, String reason, List<String> regions) {
        Matched {
            regions = List.copyOf(regions);
        }
    }

    /** File meta information and data set. */
    record Pair(Header meta, Header dataSet) {
        /** The header that a path is looked up in. */
        Header of(ElementPath path) {
            return path.inFileMeta() ? meta : dataSet;
        }

        /** The element's value as text; empty when the element is absent. */
        Optional<String> text(ElementPath path) {
            Header header = of(path);
            int element = path.find(header);
            return element < 0 ? Optional.empty() : Optional.of(ElementText.of(header, element));
        }
    }

    /** What the header actions came to; the kind of a failure is that of the quarantine. */
    sealed interface Outcome {
        /** The instance as it came, and as it would be sent. */
        record Edited(Pair before, Pair after) implements Outcome {}

        /** They could not be carried out, or left what cannot be sent on: it goes to quarantine for this reason. */
        record Refused(String kind, String reason) implements Outcome {}

        /**
         * No filter was asked, because the instance contradicts PS3.5 or cannot be read, or the filters could not say what they
         * think of it: the instance goes to quarantine, and nothing is edited.
         */
        record Unfiltered(String kind, String reason) implements Outcome {}
    }

    Trial {
        matches = List.copyOf(matches);
    }

    /** The instance as it came, of which there is an edited one. */
    Pair before() {
        if (outcome instanceof Outcome.Edited edited) {
            return edited.before();
        }
        throw new IllegalStateException("no instance was edited");
    }

    /** Why the instance goes to quarantine although no section sends it there; empty when nothing failed. */
    Optional<String> failure() {
        if (outcome instanceof Outcome.Refused refused) {
            return Optional.of(refused.reason());
        }
        return outcome instanceof Outcome.Unfiltered unfiltered ? Optional.of(unfiltered.reason()) : Optional.empty();
    }

    /** Whether it goes to quarantine for a reason that holds these words, or for this kind of reason. */
    boolean failedBecause(String words) {
        String kind = outcome instanceof Outcome.Refused refused
                ? refused.kind()
                : outcome instanceof Outcome.Unfiltered unfiltered ? unfiltered.kind() : "";
        String all = kind + '\n' + failure().orElse("");
        return all.toLowerCase(Locale.ROOT).contains(words.toLowerCase(Locale.ROOT));
    }

    /** A value as it may be shown. */
    String shown(Optional<String> value) {
        if (value.isEmpty()) {
            return "no such element";
        }
        return stored ? "another value of " + value.get().length() + " characters" : '"' + value.get() + '"';
    }
}
