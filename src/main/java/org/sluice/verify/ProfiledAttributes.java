package org.sluice.verify;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sluice.dataset.Header;
import org.sluice.dataset.Vr;
import org.sluice.recipe.profile.ConfidentialityProfile;
import org.sluice.recipe.profile.ProfileChange;
import org.sluice.recipe.profile.ProfileOption;

/** The attributes of PS3.15 table E.1-1, and which of them an output may keep under the options that were in force. */
final class ProfiledAttributes {
    private static final int METHOD_CODE_SEQUENCE = 0x0012_0064;
    private static final int CODE_VALUE = 0x0008_0100;

    private static final class Table {
        static final Map<Integer, ConfidentialityProfile.Row> ROWS = rows();

        private static Map<Integer, ConfidentialityProfile.Row> rows() {
            Map<Integer, ConfidentialityProfile.Row> rows = new HashMap<>();
            for (ConfidentialityProfile.Row row : ConfidentialityProfile.rows()) {
                if (row.isOneAttribute() && !row.action().equals("K")) {
                    rows.put(row.tag().orElseThrow(), row);
                }
            }
            return Map.copyOf(rows);
        }
    }

    private ProfiledAttributes() {}

    /** Whether the table names an attribute. */
    static boolean has(int tag) {
        return Table.ROWS.containsKey(tag);
    }

    /** The options that an output says were in force: De-identification Method Code Sequence (0012,0064). */
    static Set<ProfileOption> optionsOf(Header output) {
        Set<ProfileOption> options = EnumSet.noneOf(ProfileOption.class);
        int sequence = output.find(METHOD_CODE_SEQUENCE);
        int items = sequence < 0 ? 0 : output.itemCount(sequence);
        for (int item = 0; item < items; item++) {
            int code = output.find(sequence, item, CODE_VALUE);
            List<String> codes = code < 0 ? List.of() : output.texts(code);
            for (ProfileOption option : ProfileOption.values()) {
                if (codes.contains(option.method().code())) {
                    options.add(option);
                }
            }
        }
        return options;
    }

    /** What kind of value an attribute has; empty when it identifies nobody, or may be kept. */
    static Optional<Category> category(Header header, int element, Set<ProfileOption> options) {
        ConfidentialityProfile.Row row = Table.ROWS.get(header.tag(element));
        if (row == null || header.isSequence(element) || !header.isHeld(element) || isKept(row, options)) {
            return Optional.empty();
        }
        return category(row, header.vr(element));
    }

    private static boolean isKept(ConfidentialityProfile.Row row, Set<ProfileOption> options) {
        return options.stream()
                .anyMatch(option ->
                        row.with(option).filter(ProfileChange.KEEP::equals).isPresent());
    }

    private static Optional<Category> category(ConfidentialityProfile.Row row, Vr vr) {
        return switch (vr) {
            case PN -> Optional.of(Category.NAME);
            case DA, DT -> Optional.of(Category.DATE);
            case UI -> Optional.of(Category.UID);
            case AE, SH, LO, ST, LT, UT, UC, UR -> Optional.of(ofText(row));
            default -> Optional.empty();
        };
    }

    private static Category ofText(ConfidentialityProfile.Row row) {
        String name = row.name();
        if (name.contains("Phone") || name.contains("phone") || name.contains("Telecom")) {
            return Category.PHONE_NUMBER;
        }
        if (name.contains("Address")) {
            return Category.ADDRESS;
        }
        return row.with(ProfileOption.CLEAN_DESCRIPTORS).isPresent() ? Category.DESCRIPTION : Category.IDENTIFIER;
    }
}
