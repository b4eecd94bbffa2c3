package org.sluice.pixel.jpegls;

import java.util.Arrays;

/** Writes the bits of a scan; behind FF stand only seven, T.87 A.1. */
final class BitSink {
    private byte[] bytes;
    private int size;
    private long waiting;
    private int count;
    private boolean behindFf;

    BitSink(int room) {
        bytes = new byte[room];
    }

    /** A whole byte of a marker segment, before the scan begins or behind its end. */
    void raw(int value) {
        if (size == bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(64, size + (size >> 1)));
        }
        bytes[size++] = (byte) value;
    }

    /** Two whole bytes. */
    void raw16(int value) {
        raw(value >> 8);
        raw(value);
    }

    /** The low bits of a number, up to 32. */
    void bits(int value, int width) {
        waiting = waiting << width | value & (1L << width) - 1;
        count += width;
        int room = behindFf ? 7 : 8;
        while (count >= room) {
            count -= room;
            int next = (int) (waiting >>> count) & (behindFf ? 0x7F : 0xFF);
            raw(next);
            behindFf = next == 0xFF;
            room = behindFf ? 7 : 8;
        }
    }

    /** A limited Golomb code, A.5.3; the counterpart is {@link BitSource#golomb}. */
    void golomb(int value, int order, int zeros, int whole) {
        int high = value >> order;
        boolean within = high < zeros;
        int prefix = within ? high : zeros;
        if (prefix > 31) {
            bits(0, 31);
            prefix -= 31;
        }
        bits(1, prefix + 1);
        bits(within ? value : value - 1, within ? order : whole);
    }

    /** Fills up the last byte with zeros. FF is never the last: the marker behind it would swallow it. */
    void end() {
        if (count > 0 || behindFf) {
            bits(0, (behindFf ? 7 : 8) - count);
        }
        if (behindFf) {
            bits(0, 7);
        }
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }
}
