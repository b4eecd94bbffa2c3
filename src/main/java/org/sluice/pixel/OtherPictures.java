package org.sluice.pixel;

import org.sluice.dataset.DataSetException;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.Tag;
import org.sluice.pixel.frame.PixelDataException.Kind;

/** What may show the same picture beside the pixel data of an instance, and is not blanked but taken out. */
final class OtherPictures {
    /** (0088,0200), PS3.3 C.7.6.1.1.6. */
    private static final int ICON_IMAGE_SEQUENCE = 0x0088_0200;

    private static final int OVERLAY_BITS_ALLOCATED = 0x0100;
    private static final int OVERLAY_BIT_POSITION = 0x0102;
    private static final int PIXEL_DATA_GROUP = 0x7FE0;

    private OtherPictures() {}

    /**
     * Removes overlays (60xx), icons and nested pixel data at any depth, and private elements of group 7FE1 and above.
     *
     * @throws ScrubException an overlay is embedded in the pixel data: it would stay there outside of what is blanked
     */
    static void remove(HeaderEdit edit) throws DataSetException {
        int elements = edit.header().size();
        for (int i = 0; i < elements; i++) {
            if (edit.present(i)) {
                requireNotEmbedded(edit, i);
                if (isPicture(edit, i)) {
                    edit.remove(i);
                }
            }
        }
    }

    private static boolean isPicture(HeaderEdit edit, int i) {
        int tag = edit.tag(i);
        boolean privateFrames = Tag.isPrivate(tag) && Tag.group(tag) > PIXEL_DATA_GROUP;
        boolean nested = edit.depth(i) > 0 && Tag.group(tag) == PIXEL_DATA_GROUP;
        return tag == ICON_IMAGE_SEQUENCE || isOverlay(tag) || privateFrames || nested;
    }

    /** Groups 6000 to 60FE. */
    private static boolean isOverlay(int tag) {
        return (Tag.group(tag) & 0xFF01) == 0x6000;
    }

    private static void requireNotEmbedded(HeaderEdit edit, int i) throws ScrubException {
        int tag = edit.tag(i);
        boolean allocated = isOverlay(tag) && Tag.element(tag) == OVERLAY_BITS_ALLOCATED;
        boolean position = isOverlay(tag) && Tag.element(tag) == OVERLAY_BIT_POSITION;
        if (!allocated && !position) {
            return;
        }
        boolean apart =
                edit.header().isHeld(i) && edit.numberCount(i) == 1 && edit.integer(i, 0) == (allocated ? 1 : 0);
        if (!apart) {
            throw new ScrubException(tag, Kind.UNSUPPORTED, "an overlay is embedded in the pixel data");
        }
    }
}
