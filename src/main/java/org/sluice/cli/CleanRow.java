package org.sluice.cli;

import org.sluice.text.OneLine;

/**
 * What became of one file of {@code clean}; the first four cells are those of {@code inspect}. No values of the file.
 *
 * @param file the file's path
 * @param result {@code CLEAN}, {@code BLANKED}, or {@code FAILED} for one that was not written
 * @param flagList the sections that flag it, or the kind of failure; empty for a clean file
 * @param reason why
 * @param done which rectangles were blanked in how many frames, and how; empty if none were
 * @param written the file that was written; empty if none was
 */
record CleanRow(String file, String result, String flagList, String reason, String done, String written) {
    static final CleanRow HEADING =
            new CleanRow("dicom_file", "pixels_flagged", "flag_list", "reason", "blanked", "written");

    static final String CLEAN = "CLEAN";
    static final String BLANKED = "BLANKED";
    static final String FAILED = "FAILED";

    static CleanRow failed(String file, String kind, String why) {
        return new CleanRow(file, FAILED, kind, why, "", "");
    }

    /** With tabs between the cells. */
    String tabSeparated() {
        return String.join(
                        "\t",
                        OneLine.cell(file),
                        result,
                        OneLine.cell(flagList),
                        OneLine.cell(reason),
                        OneLine.cell(done),
                        OneLine.cell(written))
                + "\n";
    }

    /** For people. */
    String line() {
        return switch (result) {
            case BLANKED -> OneLine.of("BLANKED " + file + " " + flagList + ": " + done);
            case FAILED -> OneLine.of("NOT WRITTEN " + file + ": " + flagList + ", " + reason);
            default -> OneLine.of(result + " " + file);
        };
    }
}
