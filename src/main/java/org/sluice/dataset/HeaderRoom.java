package org.sluice.dataset;

/**
 * Arrays that most headers fit into, for one data set after the other: to make new ones for each would be half of all
 * garbage. A {@link Header} that was read into a room is valid until the next one is. What a large header takes beyond
 * it is not kept. For one thread.
 */
public final class HeaderRoom {
    /** How much is copied at a time while it is unknown how far the header reaches. */
    static final int BYTES = 4096;

    private static final int ELEMENTS = 128;

    private final byte[] buffer = new byte[BYTES];
    private final ElementTable table = new ElementTable(ELEMENTS);

    byte[] buffer() {
        return buffer;
    }

    /** An empty one. */
    ElementTable table() {
        table.clear();
        return table;
    }
}
