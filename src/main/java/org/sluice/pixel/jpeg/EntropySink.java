package org.sluice.pixel.jpeg;

import java.util.Arrays;

/** Writes a codestream: markers byte by byte, and entropy-coded data bit by bit, with a zero behind each FF, T.81 F.1.2.3. */
final class EntropySink {
    private byte[] bytes;
    private int size;
    private long waiting;
    private int count;

    EntropySink(int room) {
        bytes = new byte[Math.max(64, room)];
    }

    /** A byte of a marker segment; no bit may be waiting. */
    void raw(int value) {
        require(1);
        bytes[size++] = (byte) value;
    }

    /** Two bytes of a marker segment. */
    void raw16(int value) {
        raw(value >> 8);
        raw(value);
    }

    /** A part of another codestream. */
    void raw(byte[] other, int from, int to) {
        require(to - from);
        System.arraycopy(other, from, bytes, size, to - from);
        size += to - from;
    }

    private void require(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, size + (size >> 1)));
        }
    }

    /** Up to 32 bits, the low ones of a number that has no others. */
    void bits(int value, int width) {
        waiting = waiting << width | (value & 0xFFFFFFFFL);
        count += width;
        if (count >= 32) {
            count -= 32;
            word((int) (waiting >>> count));
        }
    }

    /** Bits of a source as they are, from one place until another. */
    void copy(EntropySource source, int from, int to) {
        int at = from;
        while (to - at >= 32) {
            bits((int) (source.bits(at) >>> 32), 32);
            at += 32;
        }
        if (at < to) {
            bits((int) (source.bits(at) >>> (64 - (to - at))), to - at);
        }
    }

    private void word(int word) {
        require(8);
        int zeros = ~word;
        if ((zeros - 0x01010101 & word & 0x80808080) == 0) {
            bytes[size] = (byte) (word >> 24);
            bytes[size + 1] = (byte) (word >> 16);
            bytes[size + 2] = (byte) (word >> 8);
            bytes[size + 3] = (byte) word;
            size += 4;
        } else {
            for (int shift = 24; shift >= 0; shift -= 8) {
                stuffed(word >> shift);
            }
        }
    }

    private void stuffed(int value) {
        raw(value);
        if ((value & 0xFF) == 0xFF) {
            raw(0);
        }
    }

    /** Fills up the last byte with ones. */
    void align() {
        if (count % 8 != 0) {
            int width = 8 - count % 8;
            bits((1 << width) - 1, width);
        }
        while (count > 0) {
            count -= 8;
            stuffed((int) (waiting >>> count));
        }
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }
}
