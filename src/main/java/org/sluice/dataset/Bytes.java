package org.sluice.dataset;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers in byte arrays, in either order. */
final class Bytes {
    private static final VarHandle LITTLE_16 = view(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LITTLE_32 = view(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LITTLE_64 = view(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle BIG_16 = view(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle BIG_32 = view(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle BIG_64 = view(long[].class, ByteOrder.BIG_ENDIAN);

    private Bytes() {}

    private static VarHandle view(Class<?> arrayOfNumbers, ByteOrder order) {
        return MethodHandles.byteArrayViewVarHandle(arrayOfNumbers, order);
    }

    static int uint16(byte[] bytes, int at, boolean bigEndian) {
        return (bigEndian ? (short) BIG_16.get(bytes, at) : (short) LITTLE_16.get(bytes, at)) & 0xFFFF;
    }

    static int int32(byte[] bytes, int at, boolean bigEndian) {
        return bigEndian ? (int) BIG_32.get(bytes, at) : (int) LITTLE_32.get(bytes, at);
    }

    static long int64(byte[] bytes, int at, boolean bigEndian) {
        return bigEndian ? (long) BIG_64.get(bytes, at) : (long) LITTLE_64.get(bytes, at);
    }

    /** A tag: two 16-bit numbers, each in the given order, PS3.5 7.3. */
    static int tag(byte[] bytes, int at, boolean bigEndian) {
        return bigEndian ? (int) BIG_32.get(bytes, at) : Integer.rotateLeft((int) LITTLE_32.get(bytes, at), 16);
    }

    static void putTag(byte[] bytes, int at, int tag, boolean bigEndian) {
        put(bytes, at, 2, Tag.group(tag), bigEndian);
        put(bytes, at + 2, 2, Tag.element(tag), bigEndian);
    }

    /** Writes the low {@code size} bytes of a number. */
    static void put(byte[] bytes, int at, int size, long number, boolean bigEndian) {
        for (int i = 0; i < size; i++) {
            int shift = 8 * (bigEndian ? size - 1 - i : i);
            bytes[at + i] = (byte) (number >>> shift);
        }
    }
}
