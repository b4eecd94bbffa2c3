package org.sluice.recipe.profile;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.sluice.dataset.Dictionary;
import org.sluice.dataset.Tag;

/** PS3.15 table E.1-1: what the Basic Application Level Confidentiality Profile does with each attribute. */
public final class ConfidentialityProfile {
    /** The edition of PS3.15 that the tables are of. */
    public static final String EDITION = TableText.EDITION;

    private static final String PRIVATE = "private";
    private static final int HEX = 16;

    /** Command elements, PS3.7 E.1, and a group that the dictionary has no element of without its number. */
    private static final Map<String, String> NOT_IN_THE_DICTIONARY = Map.of(
            "00001000", "Affected SOP Instance UID",
            "00001001", "Requested SOP Instance UID",
            "50xxxxxx", "Curve Data");

    private ConfidentialityProfile() {}

    /**
     * A row.
     *
     * @param digits the tag: eight hexadecimal digits, {@code x} where a repeating group leaves one open; or {@code private}
     * @param action X removes, Z empties, D puts a dummy, U another UID, K keeps; with a slash where the IOD decides
     * @param options what an option does instead
     */
    public record Row(String digits, String action, Map<ProfileOption, ProfileChange> options) {
        /** Keeps its own copy of {@code options}. */
        public Row {
            options = Map.copyOf(options);
        }

        /** Whether this is one attribute, which may occur in a data set or in its file meta information. */
        public boolean isOneAttribute() {
            return tag().isPresent() && !digits.startsWith("0000");
        }

        /** The tag of one attribute; empty for a whole group and for private attributes. */
        public OptionalInt tag() {
            return digits.equals(PRIVATE) || digits.contains("x") ? OptionalInt.empty() : Tag.parse(digits);
        }

        /** The letters of the action. */
        public List<String> actions() {
            return List.of(action.split("/", -1));
        }

        /** What the option does instead; empty when the profile's action counts. */
        public Optional<ProfileChange> with(ProfileOption option) {
            return Optional.ofNullable(options.get(option));
        }

        /** The tag as the table writes it: {@code (0010,0010)}, {@code (60xx,4000)}, or {@code private}. */
        public String shownTag() {
            return digits.equals(PRIVATE) ? PRIVATE : "(" + digits.substring(0, 4) + "," + digits.substring(4) + ")";
        }

        /** The attribute's name in PS3.6. */
        public String name() {
            if (digits.equals(PRIVATE)) {
                return "Private attributes";
            }
            int tag = Integer.parseUnsignedInt(digits.replace('x', '0'), HEX);
            return Dictionary.standard()
                    .byTag(tag)
                    .map(Dictionary.Entry::name)
                    .orElseGet(() -> NOT_IN_THE_DICTIONARY.getOrDefault(digits, digits));
        }

        @Override
        public String toString() {
            return digits + " " + action;
        }
    }

    private static final class Table {
        static final List<Row> ROWS = TableText.rows("confidentiality-" + EDITION + ".txt").stream()
                .map(cells -> new Row(cells[0], cells[1], TableText.options(cells.length > 2 ? cells[2] : "")))
                .toList();
    }

    /** All rows, by tag. */
    public static List<Row> rows() {
        return Table.ROWS;
    }
}
