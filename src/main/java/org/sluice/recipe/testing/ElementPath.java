package org.sluice.recipe.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sluice.dataset.Dictionary;
import org.sluice.dataset.Header;
import org.sluice.dataset.Tag;

/**
 * Which element a line of a test file is about: {@code PatientID}, {@code (0009,1001)} or, in an item,
 * {@code OtherPatientIDsSequence[0].PatientID}; items count from 0.
 *
 * @param written as it stands in the file
 * @param steps from the top level down, at least one
 */
record ElementPath(String written, List<Step> steps) {
    private static final Pattern STEP =
            Pattern.compile("(\\w+|\\(\\p{XDigit}{4},\\p{XDigit}{4}\\))(?:\\[(\\d{1,4})])?");

    /**
     * One level of a path.
     *
     * @param tag the element at this level
     * @param item the item that the next level is in; -1 at the last level
     */
    record Step(int tag, int item) {}

    /** A path that cannot be understood: what is wrong with it, and keywords that may have been meant. */
    static final class Unknown extends Exception {
        private static final long serialVersionUID = 1L;
        private final String expected;
        private final transient List<String> suggestions;

        Unknown(String expected, List<String> suggestions) {
            super(expected);
            this.expected = expected;
            this.suggestions = suggestions;
        }

        String expected() {
            return expected;
        }

        List<String> suggestions() {
            return suggestions;
        }
    }

    ElementPath {
        steps = List.copyOf(steps);
    }

    static ElementPath parse(String written) throws Unknown {
        List<Step> steps = new ArrayList<>();
        String[] levels = written.split("\\.", -1);
        for (int level = 0; level < levels.length; level++) {
            Matcher step = STEP.matcher(levels[level]);
            if (!step.matches()) {
                throw new Unknown("expected a keyword or (gggg,eeee), found " + levels[level], List.of());
            }
            boolean last = level == levels.length - 1;
            if (last != (step.group(2) == null)) {
                throw new Unknown(
                        last
                                ? "expected an element of the item, as in " + written + ".PatientID"
                                : "expected the number of an item, as in " + step.group(1) + "[0]",
                        List.of());
            }
            steps.add(new Step(tag(step.group(1)), last ? -1 : Integer.parseInt(step.group(2))));
        }
        return new ElementPath(written, steps);
    }

    private static int tag(String name) throws Unknown {
        Optional<Dictionary.Entry> entry = Dictionary.standard().byKeyword(name);
        if (entry.isPresent()) {
            return entry.get().tag();
        }
        OptionalInt tag = Tag.parse(name);
        if (tag.isPresent()) {
            return tag.getAsInt();
        }
        throw new Unknown(
                "expected a keyword of the data dictionary, found " + name,
                Dictionary.standard().suggestions(name, 3));
    }

    /** The element itself. */
    int tag() {
        return steps.get(steps.size() - 1).tag();
    }

    /** Whether the element belongs to the file meta information. */
    boolean inFileMeta() {
        return Tag.group(steps.get(0).tag()) == 2;
    }

    /** Where the element stands in a header, or -1 when it is not there. */
    int find(Header header) {
        int found = header.find(steps.get(0).tag());
        for (int level = 1; level < steps.size() && found >= 0; level++) {
            found = header.find(
                    found, steps.get(level - 1).item(), steps.get(level).tag());
        }
        return found;
    }
}
