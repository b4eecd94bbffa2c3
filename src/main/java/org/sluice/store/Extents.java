package org.sluice.store;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * In which slots of a segment the bytes of an instance lie: stretch after stretch. It grows at its end, for one thread; others
 * read it when it grows no more.
 */
final class Extents {
    /** Bytes of a slot. A head begins one, so it is never torn between two sectors of a disk. */
    static final int SLOT = 16 << 10;
    /** The head has room for no more. */
    static final int MOST = 9;

    static final int ENCODED = 2 + MOST * 4;

    private final int[] first = new int[MOST];
    private final int[] count = new int[MOST];
    private int stretches;

    /** So many slots hold so many bytes. */
    static int slots(long bytes) {
        return Math.toIntExact((bytes + SLOT - 1) / SLOT);
    }

    /** Adds slots; those that follow the last stretch make it longer. False when there is no room for one more. */
    boolean add(int slot, int slots) {
        if (stretches > 0 && end() == slot) {
            count[stretches - 1] += slots;
            return true;
        }
        if (stretches == MOST) {
            return false;
        }
        first[stretches] = slot;
        count[stretches++] = slots;
        return true;
    }

    /** Gives up what is not needed of the last stretch; returns the slot behind it. */
    int shrinkTo(long bytes) {
        int surplus = slots() - slots(bytes);
        count[stretches - 1] -= Math.min(surplus, count[stretches - 1]);
        return end();
    }

    int firstSlot() {
        return first[0];
    }

    /** The slot behind the first stretch. */
    int endOfFirst() {
        return first[0] + count[0];
    }

    /** The slot behind the last. */
    int end() {
        return stretches == 0 ? -1 : first[stretches - 1] + count[stretches - 1];
    }

    int slots() {
        return Arrays.stream(count, 0, stretches).sum();
    }

    long capacity() {
        return (long) slots() * SLOT;
    }

    /** Where in the segment a byte of the instance lies; -1 behind all of them. */
    long place(long at) {
        long before = 0;
        for (int i = 0; i < stretches; i++) {
            long length = (long) count[i] * SLOT;
            if (at < before + length) {
                return (long) first[i] * SLOT + at - before;
            }
            before += length;
        }
        return -1;
    }

    /** How many bytes lie together from a byte on. */
    long together(long at) {
        long before = 0;
        for (int i = 0; i < stretches; i++) {
            before += (long) count[i] * SLOT;
            if (at < before) {
                return before - at;
            }
        }
        return 0;
    }

    void write(ByteBuffer out) {
        out.putShort((short) stretches);
        for (int i = 0; i < MOST; i++) {
            out.putShort((short) first[i]).putShort((short) count[i]);
        }
    }

    /** Reads them; none when they do not lie within so many slots. */
    static Extents read(ByteBuffer in, int slots) {
        Extents extents = new Extents();
        int stretches = in.getShort() & 0xFFFF;
        for (int i = 0; i < Math.min(stretches, MOST); i++) {
            int first = in.getShort() & 0xFFFF;
            int count = in.getShort() & 0xFFFF;
            if (first == 0 || first + count > slots) {
                return new Extents();
            }
            extents.first[i] = first;
            extents.count[i] = count;
            extents.stretches = i + 1;
        }
        return extents;
    }
}
