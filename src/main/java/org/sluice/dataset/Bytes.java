package org.sluice.dataset;

/** Numbers in byte arrays, in either order. */
final class Bytes {
    private Bytes() {}

    static int uint16(byte[] bytes, int at, boolean bigEndian) {
        int first = bytes[at] & 0xFF;
        int second = bytes[at + 1] & 0xFF;
        return bigEndian ? first << 8 | second : second << 8 | first;
    }

    static int int32(byte[] bytes, int at, boolean bigEndian) {
        int first = uint16(bytes, at, bigEndian);
        int second = uint16(bytes, at + 2, bigEndian);
        return bigEndian ? first << 16 | second : second << 16 | first;
    }

    static long int64(byte[] bytes, int at, boolean bigEndian) {
        long first = int32(bytes, at, bigEndian) & 0xFFFF_FFFFL;
        long second = int32(bytes, at + 4, bigEndian) & 0xFFFF_FFFFL;
        return bigEndian ? first << 32 | second : second << 32 | first;
    }

    /** A tag: two 16-bit numbers, each in the given order, PS3.5 7.3. */
    static int tag(byte[] bytes, int at, boolean bigEndian) {
        return uint16(bytes, at, bigEndian) << 16 | uint16(bytes, at + 2, bigEndian);
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
