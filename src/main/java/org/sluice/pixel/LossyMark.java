package org.sluice.pixel;

import java.util.List;
import java.util.Set;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.TransferSyntax;
import org.sluice.dataset.Vr;

/**
 * Lossy Image Compression (0028,2110), PS3.3 C.7.6.1.1.5: once something was lost the header says so for ever, in whatever transfer
 * syntax the picture goes on. With syntaxes that may have lost something or not, it stays what it is.
 */
final class LossyMark {
    private static final int LOSSY_IMAGE_COMPRESSION = 0x0028_2110;
    private static final String LOST = "01";

    /** JPEG Baseline and Extended: nobody writes them without loss. */
    private static final Set<String> LOSSY = Set.of("1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51");

    private LossyMark() {}

    /** @param cameIn the transfer syntax of the instance when it came */
    static void keep(HeaderEdit edit, TransferSyntax cameIn) throws DataSetException {
        int present = edit.find(LOSSY_IMAGE_COMPRESSION);
        boolean said = present >= 0 && edit.text(present).strip().equals(LOST);
        if (LOSSY.contains(cameIn.uid()) && !said) {
            ScrubMarks.put(edit, LOSSY_IMAGE_COMPRESSION, Vr.CS, List.of(LOST));
        }
    }
}
