package org.sluice.peers;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/**
 * An instance with values in attributes that table E.1-1 of PS3.15 has only from an edition after 2025 on: what the patient
 * wants to be called, diagnoses, devices. Each holds the word CANARY.
 */
public final class NamesToUse {
    /** Of the instance. */
    public static final String SOP_INSTANCE_UID = "2.25.7312.3.2026";

    private static final String CANARY = HexFormat.of().formatHex("CANARY".getBytes(StandardCharsets.US_ASCII));

    private NamesToUse() {}

    /** A secondary capture without pixels. */
    public static DataSetTree instance() {
        DataSetTree code = new DataSetTree().text(0x00080104, "LO", "CANARY of a diagnosis");
        DataSetTree name = new DataSetTree()
                .text(0x00100012, "LT", "CANARY of a name to use")
                .text(0x00100013, "UT", "CANARY of a comment on it");
        DataSetTree pronoun = new DataSetTree().text(0x00100016, "UT", "CANARY of a pronoun");
        DataSetTree gender = new DataSetTree().text(0x00100045, "UT", "CANARY of a gender");
        return new DataSetTree()
                .text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.7")
                .text(0x00080018, "UI", SOP_INSTANCE_UID)
                .text(0x00080060, "CS", "OT")
                .sequence(0x00081301, code)
                .text(0x00100010, "PN", "Doe^Jane")
                .sequence(0x00100011, name)
                .sequence(0x00100014, pronoun)
                .text(0x00100020, "LO", "4711")
                .sequence(0x00100041, gender)
                .text(0x00102162, "UC", "CANARY of an ethnic group")
                .text(0x00181010, "LO", "CANARY of a device")
                .text(0x0020000D, "UI", "2.25.7312.1.2026")
                .text(0x0020000E, "UI", "2.25.7312.2.2026")
                .text(0x0040B03B, "LT", "CANARY of a montage")
                .text(0x0040E012, "UR", "http://elsewhere.example/CANARY")
                .text(0x00700006, "ST", "CANARY of a text on the picture");
    }

    /** The elements in which a canary is left. */
    public static List<String> left(DataSetTree tree) {
        return tree.lines().stream().filter(line -> line.contains(CANARY)).toList();
    }
}
