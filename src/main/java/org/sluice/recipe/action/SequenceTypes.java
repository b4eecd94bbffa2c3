package org.sluice.recipe.action;

import java.util.List;
import org.sluice.dataset.Dictionary;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.Tag;

/**
 * Which sequences of PS3.3 stay when they have lost their items: those of type 2, which may be there without one (PS3.5 7.4.3),
 * and those of type 1 that the profile of PS3.15 wants replaced and never removed. All others have an item or are absent.
 */
final class SequenceTypes {
    private static final int TOP_LEVEL = -1;
    private static final int ANYWHERE = 0;
    private static final String EVERY_CLASS = "";

    /**
     * A sequence that stays.
     *
     * @param parent the sequence around it
     * @param sopClass with what the SOP Class UIDs begin where it stays
     */
    private record Row(int tag, int parent, String sopClass) {
        static Row of(int tag) {
            return new Row(tag, ANYWHERE, EVERY_CLASS);
        }

        static Row in(int parent, int tag) {
            return new Row(tag, parent, EVERY_CLASS);
        }

        static Row of(String sopClass, int tag) {
            return new Row(tag, TOP_LEVEL, sopClass);
        }
    }

    private static final String DX = "1.2.840.10008.5.1.4.1.1.1.1";
    private static final String SR = "1.2.840.10008.5.1.4.1.1.88.";
    private static final String ENCAPSULATED_DOCUMENT = "1.2.840.10008.5.1.4.1.1.104.";

    private static final List<Row> STAY = List.of(
            Row.of(SR, 0x0008_1111), // Referenced Performed Procedure Step Sequence, C.17.1
            Row.of(DX, 0x0008_2218), // Anatomic Region Sequence, C.8.11.2
            Row.of(ENCAPSULATED_DOCUMENT, 0x0040_A043), // Concept Name Code Sequence, C.24.2
            Row.in(0x0040_A370, 0x0008_1110), // Referenced Study Sequence, C.17.2
            Row.in(0x0040_A370, 0x0032_1064), // Requested Procedure Code Sequence, C.17.2
            Row.in(0x0054_0220, 0x0054_0222), // View Modifier Code Sequence, C.8.11.7
            Row.of(0x0010_2293), // Patient Breed Code Sequence, C.7.1.1
            Row.of(0x0010_2294), // Breed Registration Sequence, C.7.1.1
            Row.of(0x0022_0016), // Illumination Type Code Sequence, C.8.17.2
            Row.of(0x0022_0017), // Light Path Filter Type Stack Code Sequence, C.8.17.2
            Row.of(0x0022_0018), // Image Path Filter Type Stack Code Sequence, C.8.17.2
            Row.of(0x0022_0019), // Lenses Code Sequence, C.8.17.2
            Row.of(0x0022_001B), // Refractive State Sequence, C.8.17.3
            Row.of(0x0022_0058), // Mydriatic Agent Sequence, C.8.17.3
            Row.of(0x0040_0513), // Issuer of the Container Identifier Sequence, C.7.6.22
            Row.of(0x0040_0518), // Container Type Code Sequence, C.7.6.22
            Row.of(0x0040_0555), // Acquisition Context Sequence, C.7.6.14
            Row.of(0x0040_0562), // Issuer of the Specimen Identifier Sequence, C.7.6.22
            Row.of(0x0040_0610), // Specimen Preparation Sequence, C.7.6.22
            Row.of(0x0040_A088), // Verifying Observer Identification Code Sequence, C.17.2
            Row.of(0x0040_A372), // Performed Procedure Code Sequence, C.17.2
            Row.of(0x0054_0012), // Energy Window Information Sequence, C.8.4.10
            Row.of(0x0054_0016), // Radiopharmaceutical Information Sequence, C.8.4.10
            Row.of(0x0054_0022), // Detector Information Sequence, C.8.4.11
            Row.of(0x0054_0032), // Phase Information Sequence, C.8.4.13
            Row.of(0x0054_0052), // Rotation Information Sequence, C.8.4.12
            Row.of(0x0054_0062), // Gated Information Sequence, C.8.4.14
            Row.of(0x0054_0063), // Data Information Sequence, C.8.4.14
            Row.of(0x0054_0072), // Time Slot Information Sequence, C.8.4.14
            Row.of(0x0054_0300), // Radionuclide Code Sequence, C.8.4.10
            Row.of(0x0054_0410), // Patient Orientation Code Sequence, C.8.4.6
            Row.of(0x0054_0412), // Patient Orientation Modifier Code Sequence, C.8.4.6
            Row.of(0x0054_0414), // Patient Gantry Relationship Code Sequence, C.8.4.6
            Row.of(0x0072_000E), // Hanging Protocol User Identification Code Sequence, C.23.1
            Row.of(0x300A_00F4), // Block Sequence, C.8.8.14
            Row.of(0x3010_0081), // Prescription Notes Sequence, C.36.7
            Row.of(0x0034_0001), // Flow Identifier Sequence: D in PS3.15 table E.1-1
            Row.of(0x0040_1101), // Person Identification Code Sequence: D
            Row.of(0x0040_A073), // Verifying Observer Sequence: D
            Row.of(0x0040_A730), // Content Sequence: D
            Row.of(0x0070_0001)); // Graphic Annotation Sequence: D

    private SequenceTypes() {}

    /** Whether a sequence may stay when it has lost its items; one that the standard does not know may. */
    static boolean mayBeEmpty(HeaderEdit edit, int sequence) {
        int tag = edit.tag(sequence);
        if (Tag.isPrivate(tag) || Dictionary.standard().byTag(tag).isEmpty()) return true;
        return STAY.stream().anyMatch(row -> row.tag() == tag && fits(row, edit, sequence));
    }

    private static boolean fits(Row row, HeaderEdit edit, int sequence) {
        int parent = edit.parent(sequence);
        boolean placed = row.parent() == ANYWHERE
                || (row.parent() == TOP_LEVEL ? parent < 0 : parent >= 0 && edit.tag(parent) == row.parent());
        return placed && sopClass(edit).startsWith(row.sopClass());
    }

    private static String sopClass(HeaderEdit edit) {
        int found = edit.header().find(Tag.SOP_CLASS_UID);
        return found < 0 ? "" : String.join("", edit.header().texts(found));
    }
}
