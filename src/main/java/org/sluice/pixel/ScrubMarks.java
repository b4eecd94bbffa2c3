package org.sluice.pixel;

import java.util.ArrayList;
import java.util.List;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.NewItem;
import org.sluice.dataset.Vr;

/** What the header says of an instance whose pixel data was blanked, PS3.15 E.3.1 and PS3.3 C.7.6.1. */
final class ScrubMarks {
    private static final int IMAGE_TYPE = 0x0008_0008;
    private static final int CODE_VALUE = 0x0008_0100;
    private static final int CODING_SCHEME = 0x0008_0102;
    private static final int CODE_MEANING = 0x0008_0104;
    private static final int DERIVATION_DESCRIPTION = 0x0008_2111;
    private static final int METHOD_CODES = 0x0012_0064;
    private static final int BURNED_IN_ANNOTATION = 0x0028_0301;

    /** PS3.16 CID 7050. */
    private static final String CLEAN_PIXEL_DATA_OPTION = "113101";

    private static final String DERIVATION = "Areas of the pixel data blanked";
    /** Characters of a Short Text, PS3.5 6.2. */
    private static final int LONGEST = 1024;

    private static final NewItem METHOD = new NewItem(List.of(
            new NewItem.Valued(CODE_VALUE, Vr.SH, List.of(CLEAN_PIXEL_DATA_OPTION)),
            new NewItem.Valued(CODING_SCHEME, Vr.SH, List.of("DCM")),
            new NewItem.Valued(CODE_MEANING, Vr.LO, List.of("Clean Pixel Data Option"))));

    private ScrubMarks() {}

    /** Sets them. */
    static void set(HeaderEdit edit) throws DataSetException {
        derived(edit);
        derivation(edit);
        if (!hasMethod(edit)) {
            int present = edit.find(METHOD_CODES);
            edit.addItem(present < 0 ? edit.add(METHOD_CODES, Vr.SQ, new byte[0]) : present, METHOD);
        }
        put(edit, BURNED_IN_ANNOTATION, Vr.CS, List.of("NO"));
    }

    /** Value 1 of Image Type, PS3.3 C.7.6.1.1.2. */
    private static void derived(HeaderEdit edit) throws DataSetException {
        int present = edit.find(IMAGE_TYPE);
        List<String> values = new ArrayList<>(present < 0 ? List.of() : edit.texts(present));
        if (values.isEmpty()) {
            values = List.of("DERIVED", "PRIMARY");
        } else {
            values.set(0, "DERIVED");
        }
        put(edit, IMAGE_TYPE, Vr.CS, values);
    }

    private static void derivation(HeaderEdit edit) throws DataSetException {
        int present = edit.find(DERIVATION_DESCRIPTION);
        String before = present < 0 ? "" : edit.text(present).stripTrailing();
        String both = before.isEmpty() ? DERIVATION : before + "; " + DERIVATION;
        if (!before.endsWith(DERIVATION) && both.length() <= LONGEST) {
            put(edit, DERIVATION_DESCRIPTION, Vr.ST, List.of(both));
        }
    }

    private static boolean hasMethod(HeaderEdit edit) {
        int sequence = edit.find(METHOD_CODES);
        if (sequence < 0 || !edit.isSequence(sequence) || edit.isAdded(sequence)) {
            return false;
        }
        for (int item = 0; item < edit.itemCount(sequence); item++) {
            int code = edit.header().find(sequence, item, CODE_VALUE);
            if (code >= 0 && edit.present(code) && edit.text(code).strip().equals(CLEAN_PIXEL_DATA_OPTION)) {
                return true;
            }
        }
        return false;
    }

    /** Gives the data set one element with these values, whether it has it already or not. */
    static void put(HeaderEdit edit, int tag, Vr vr, List<String> values) throws DataSetException {
        int present = edit.find(tag);
        if (present < 0) {
            edit.set(edit.add(tag, vr, new byte[0]), values);
        } else {
            edit.set(present, values);
        }
    }
}
