package org.sluice.recipe.profile;

import java.util.List;

/**
 * A code by which an instance tells how it was freed of whom it is about: a row of PS3.16 CID 7050.
 *
 * @param code Code Value (0008,0100)
 * @param scheme Coding Scheme Designator (0008,0102)
 * @param meaning Code Meaning (0008,0104)
 */
public record DeidentificationMethod(String code, String scheme, String meaning) {
    private static final class Table {
        static final List<DeidentificationMethod> ROWS =
                TableText.rows("cid-7050-" + TableText.EDITION + ".txt").stream()
                        .map(cells -> new DeidentificationMethod(cells[0], cells[1], cells[2]))
                        .toList();
    }

    /** All of them, in the order of the table. */
    public static List<DeidentificationMethod> all() {
        return Table.ROWS;
    }
}
