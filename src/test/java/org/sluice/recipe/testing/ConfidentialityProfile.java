package org.sluice.recipe.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Table E.1-1 of PS3.15, edition 2026d, from a resource of our own form. */
final class ConfidentialityProfile {
    private static final String TABLE = "confidentiality-2026d.tsv";

    private ConfidentialityProfile() {}

    /**
     * A line of the table.
     *
     * @param tag eight hexadecimal digits, {@code x} where a repeating group leaves one open; or {@code private}
     * @param action what the Basic Profile does: X, Z, D, U and their combinations
     * @param options what an option does instead, by its name: K keeps, C cleans
     */
    record Line(String tag, String action, Map<String, String> options) {
        /** Whether this is one attribute, which may occur in a data set or in its file meta information. */
        boolean isOneAttribute() {
            return tag.matches("\\p{XDigit}{8}") && !tag.startsWith("0000");
        }

        /** The letters of the action. */
        List<String> actions() {
            return List.of(action.split("/", -1));
        }

        @Override
        public String toString() {
            return tag + " " + action;
        }
    }

    static List<Line> lines() throws IOException {
        try (InputStream in = ConfidentialityProfile.class.getResourceAsStream(TABLE)) {
            if (in == null) {
                throw new IOException(TABLE + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(ConfidentialityProfile::line)
                    .toList();
        }
    }

    private static Line line(String text) {
        String[] cells = text.split("\t", -1);
        Map<String, String> options = Arrays.stream((cells.length > 2 ? cells[2] : "").split(" ", -1))
                .filter(option -> !option.isEmpty())
                .map(option -> option.split(":", -1))
                .collect(Collectors.toMap(option -> option[0], option -> option[1]));
        return new Line(cells[0], cells[1], options);
    }
}
