package org.sluice.pixel.jpegls;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Writes the bits of a scan; behind FF stand only seven, T.87 A.1. */
final class BitSink {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

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
        waiting = waiting << width | (value & (1L << width) - 1);
        count += width;
        if (count >= 32) {
            int word = (int) (waiting >>> (count - 32));
            if (!behindFf && size + 4 <= bytes.length && (~word - 0x01010101 & word & 0x80808080) == 0) {
                WORDS.set(bytes, size, word);
                size += 4;
                count -= 32;
            } else {
                flush();
            }
        }
    }

    /** Writes all whole bytes. */
    private void flush() {
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
        if (high < zeros && high + 1 + order <= 32) {
            bits(1 << order | (value & (1 << order) - 1), high + 1 + order);
            return;
        }
        int prefix = Math.min(high, zeros);
        if (prefix > 31) {
            bits(0, 31);
            prefix -= 31;
        }
        bits(1, prefix + 1);
        bits(high < zeros ? value : value - 1, high < zeros ? order : whole);
    }

    /** Fills up the last byte with zeros. FF is never the last: the marker behind it would swallow it. */
    void end() {
        flush();
        if (count > 0 || behindFf) {
            bits(0, (behindFf ? 7 : 8) - count);
            flush();
        }
        if (behindFf) {
            bits(0, 7);
            flush();
        }
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }
}
