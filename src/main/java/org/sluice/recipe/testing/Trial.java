package org.sluice.recipe.testing;

import java.util.List;
import java.util.Optional;
import org.sluice.dataset.Header;

/**
 * What a recipe did to the instance of a case.
 *
 * @param matches the labels that matched, the deciding one first
 * @param before the instance as it came
 * @param outcome what the header actions made of it
 * @param stored whether it came from a file, so that its values may be a patient's
 */
record Trial(List<Matched> matches, Pair before, Outcome outcome, boolean stored) {
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

    /** What the header actions came to. */
    sealed interface Outcome {
        /** The instance as it would be sent. */
        record Edited(Pair after) implements Outcome {}

        /** They could not be carried out, or left what cannot be sent on: it goes to quarantine for this reason. */
        record Refused(String reason) implements Outcome {}

        /** The filters could not say what they think of it: the instance goes to quarantine, and nothing is edited. */
        record Unfiltered(String reason) implements Outcome {}
    }

    Trial {
        matches = List.copyOf(matches);
    }

    /** Why the instance goes to quarantine although no section sends it there; empty when nothing failed. */
    Optional<String> failure() {
        if (outcome instanceof Outcome.Refused refused) {
            return Optional.of(refused.reason());
        }
        return outcome instanceof Outcome.Unfiltered unfiltered ? Optional.of(unfiltered.reason()) : Optional.empty();
    }

    /** A value as it may be shown. */
    String shown(Optional<String> value) {
        if (value.isEmpty()) {
            return "no such element";
        }
        return stored ? "another value of " + value.get().length() + " characters" : '"' + value.get() + '"';
    }
}
