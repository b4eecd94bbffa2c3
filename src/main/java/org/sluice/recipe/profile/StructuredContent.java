package org.sluice.recipe.profile;

import java.util.List;
import java.util.Map;

/**
 * A row of PS3.15 table E.3.4-1: what is done with a content item of a structured report.
 *
 * @param code Code Value of the item's concept name
 * @param scheme its Coding Scheme Designator
 * @param schemeVersion its Coding Scheme Version; empty where any is meant
 * @param valueType Value Type (0040,A040) of the item
 * @param action what the Basic Profile does: X, Z or D
 * @param options what an option does instead
 * @param meaning Code Meaning of the concept name
 */
public record StructuredContent(
        String code,
        String scheme,
        String schemeVersion,
        String valueType,
        String action,
        Map<ProfileOption, ProfileChange> options,
        String meaning) {
    private static final class Table {
        static final List<StructuredContent> ROWS = TableText.rows("sr-cleaning-" + TableText.EDITION + ".txt").stream()
                .map(StructuredContent::of)
                .toList();
    }

    /** Keeps its own copy of {@code options}. */
    public StructuredContent {
        options = Map.copyOf(options);
    }

    private static StructuredContent of(String[] cells) {
        String version = cells[2].equals("-") ? "" : cells[2];
        return new StructuredContent(
                cells[0], cells[1], version, cells[3], cells[4], TableText.options(cells[5]), cells[6]);
    }

    /** All rows, in the order of the table. */
    public static List<StructuredContent> all() {
        return Table.ROWS;
    }
}
