package org.sluice.cli;

import java.util.List;
import org.sluice.dataset.Contradiction;
import org.sluice.recipe.filter.Verdict;

/**
 * One row of the table of {@code inspect}, as deid writes it.
 *
 * @param file the file's path
 * @param pixelsFlagged {@code CLEAN}, {@code FLAGGED}, or {@code FAILED} for a file that contradicts itself
 * @param flagList the section that flags it, or the kind of contradiction; empty for a clean file
 * @param reason why; empty for a clean file
 */
record FlagRow(String file, String pixelsFlagged, String flagList, String reason) {
    static final FlagRow HEADING = new FlagRow("dicom_file", "pixels_flagged", "flag_list", "reason");

    /** One row for a clean file, one for each match of a flagged one. */
    static List<FlagRow> of(String file, Verdict verdict) {
        if (!verdict.flagged()) {
            return List.of(new FlagRow(file, "CLEAN", "", ""));
        }
        return verdict.matches().stream()
                .map(match -> new FlagRow(file, "FLAGGED", match.section(), match.reason()))
                .toList();
    }

    /** The row of a file that no filter was asked about, as the reason log has it. */
    static FlagRow of(String file, Contradiction found) {
        return new FlagRow(file, "FAILED", found.kind().word(), found.text());
    }

    /** With tabs between the cells, and nothing quoted. */
    String tabSeparated() {
        return String.join("\t", file, pixelsFlagged, flagList, reason) + "\n";
    }

    /** With commas between the cells, quoted as RFC 4180 says where that is needed. */
    String commaSeparated() {
        return String.join(",", quoted(file), quoted(pixelsFlagged), quoted(flagList), quoted(reason)) + "\n";
    }

    private static String quoted(String cell) {
        boolean needed = cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return needed ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
    }
}
