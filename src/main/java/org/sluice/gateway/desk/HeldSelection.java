package org.sluice.gateway.desk;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sluice.gateway.control.RefusalException;
import org.sluice.store.HeldItem;
import org.sluice.store.QuarantineState;
import org.sluice.text.OneLine;

/**
 * Which instances of the quarantine are meant.
 *
 * @param ids SOP Instance UIDs, or names of files; empty for all that the others say
 * @param study (0020,000D); empty for any
 * @param section that decided; empty for any
 * @param label of the match that decided; empty for any
 * @param recipe with the line; the name of its file, with or without its folders; empty for any
 * @param line of the recipe that decided; 0 for any
 * @param callingAe who sent it; empty for any
 * @param since received then or later
 * @param before received earlier
 * @param states what has become of them
 * @param after those that are listed behind this place only
 */
record HeldSelection(
        List<String> ids,
        String study,
        String section,
        String label,
        String recipe,
        int line,
        String callingAe,
        Optional<Instant> since,
        Optional<Instant> before,
        Set<QuarantineState> states,
        Optional<Place> after) {
    private static final Pattern LINE = Pattern.compile("(?:(.*):)?([0-9]{1,7})");

    /** A place in the list, which is in the order of receipt, the newest first. */
    record Place(Instant receivedAt, String file) {
        static Place of(HeldItem item) {
            return new Place(item.receivedAt(), item.file());
        }

        boolean isBefore(HeldItem item) {
            int order = item.receivedAt().compareTo(receivedAt);
            return order < 0 || (order == 0 && item.file().compareTo(file) < 0);
        }

        /** {@code 2026/11-22}. */
        String day() {
            return file.substring(0, Math.min(10, file.length()));
        }

        @Override
        public String toString() {
            return receivedAt + " " + file;
        }

        private static Optional<Place> parse(String text) throws RefusalException {
            int blank = text.indexOf(' ');
            return blank < 0
                    ? Optional.empty()
                    : instant(text.substring(0, blank)).map(at -> new Place(at, text.substring(blank + 1)));
        }
    }

    static HeldSelection of(JsonNode asked) throws RefusalException {
        List<String> ids = new ArrayList<>();
        asked.path("ids").forEach(id -> ids.add(id.asText()));
        Matcher line = LINE.matcher(asked.path("line").asText("0"));
        if (!line.matches()) {
            throw new RefusalException("expected a line of a recipe, such as 88 or ct.deid:88, found \""
                    + OneLine.of(asked.path("line").asText(), 80) + "\"");
        }
        return new HeldSelection(
                ids,
                asked.path("study").asText(),
                asked.path("section").asText(),
                asked.path("label").asText(),
                line.group(1) == null ? "" : line.group(1),
                Integer.parseInt(line.group(2)),
                asked.path("callingAe").asText(),
                instant(asked.path("since").asText()),
                instant(asked.path("before").asText()),
                states(asked.path("state").asText()),
                Place.parse(asked.path("after").asText()));
    }

    private static Optional<Instant> instant(String text) throws RefusalException {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            throw new RefusalException("expected a time such as 2026-11-22T22:34:20Z, found another text");
        }
    }

    private static Set<QuarantineState> states(String word) throws RefusalException {
        if (word.equals("all")) {
            return EnumSet.allOf(QuarantineState.class);
        }
        QuarantineState state = QuarantineState.of(word.isEmpty() ? "waiting" : word)
                .orElseThrow(() -> new RefusalException(
                        "expected a state of waiting, original, releasing, released, rejected or all, found \""
                                + OneLine.of(word, 40) + "\""));
        return EnumSet.of(state);
    }

    /** Whether it is meant by all but the ids. */
    boolean matches(HeldItem item) {
        return is(study, item.studyUid())
                && is(section, item.section())
                && is(label, item.label())
                && is(callingAe, item.callingAe())
                && (line == 0 || line == item.recipeLine())
                && (recipe.isEmpty()
                        || item.recipe().equals(recipe)
                        || item.recipe().endsWith("/" + recipe))
                && since.stream().noneMatch(item.receivedAt()::isBefore)
                && before.stream().allMatch(item.receivedAt()::isBefore)
                && after.stream().allMatch(place -> place.isBefore(item));
    }

    private static boolean is(String wanted, String found) {
        return wanted.isEmpty() || wanted.equals(found);
    }

    /** Whether any instance of a day can be meant. */
    boolean mayBeOf(String day) {
        return after.stream().allMatch(place -> day.compareTo(place.day()) <= 0);
    }
}
