package org.sluice.dataset;

/** Which of US and SS an element has where the VR is implicit: Pixel Representation (0028,0103) decides, PS3.5 A.1. */
final class PixelRepresentation {
    private int topLevel = ElementTable.NONE;
    private int latest = ElementTable.NONE;

    /** Remembers where the data set says it. */
    void note(int element, boolean atTopLevel) {
        latest = element;
        if (atTopLevel) {
            topLevel = element;
        }
    }

    /** Whether the (0028,0103) before {@code element}, in its own item or else in the data set, says signed. */
    boolean isSigned(ElementTable table, byte[] bytes, int element) {
        boolean own = latest != ElementTable.NONE && table.itemId(latest) == table.itemId(element);
        int says = own ? latest : topLevel;
        if (says == ElementTable.NONE || table.end(says) - table.valueOffset(says) < 2) {
            return false;
        }
        return Bytes.uint16(bytes, table.valueOffset(says), table.valueBigEndian(says)) == 1;
    }
}
