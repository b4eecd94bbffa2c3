package org.sluice.pixel;

import java.util.List;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.Vr;
import org.sluice.pixel.frame.FrameShape;

/** What the header says of pixel data that was decompressed, PS3.3 C.7.6.3.1. Only what is to be another is touched. */
final class NativeMarks {
    private static final int PHOTOMETRIC_INTERPRETATION = 0x0028_0004;
    private static final int PLANAR_CONFIGURATION = 0x0028_0006;
    /** (7FE0,0000), retired: the length of the pixel data as it was. */
    private static final int PIXEL_DATA_GROUP_LENGTH = 0x7FE0_0000;

    private NativeMarks() {}

    static void set(HeaderEdit edit, NativeForm form) throws DataSetException {
        FrameShape before = form.coded().shape();
        FrameShape after = form.shape();
        if (!after.photometricInterpretation().equals(before.photometricInterpretation())) {
            ScrubMarks.put(edit, PHOTOMETRIC_INTERPRETATION, Vr.CS, List.of(after.photometricInterpretation()));
        }
        if (after.planarConfiguration() != before.planarConfiguration()) {
            ScrubMarks.put(edit, PLANAR_CONFIGURATION, Vr.US, List.of("0"));
        }
        LossyMark.keep(edit, edit.header().syntax());
    }

    /** The retired length of what was compressed goes, wherever it stands. */
    static void dropLength(HeaderEdit edit) {
        int length = edit.find(PIXEL_DATA_GROUP_LENGTH);
        if (length >= 0) {
            edit.remove(length);
        }
    }
}
