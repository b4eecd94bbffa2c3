package org.sluice.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/**
 * What the preamble of a spooled file says of the rest of the file: that it was whole when it was committed. The
 * preamble is there for such things, PS3.10 7.1. Big-endian:
 *
 * <pre>
 *    0  53 4C 55 49 43 45 00 01    "SLUICE", version 1
 *    8  00 00 00 00 00 00 00 2A    the instance's number
 *   16  00 00 00 00 00 08 12 34    bytes of the file, the preamble included
 *   24  5A 11 70 0C                CRC-32C of what follows the preamble
 *   28  9B 02 C4 E1                CRC-32C of the 28 bytes before
 * </pre>
 *
 * <p>It is written last and forced to disk together with all the rest. So a file that a crash has cut off, or of which
 * the disk has taken some pages and others not, has none, or one that does not fit. One thread at a time.
 */
final class PreambleChecksum {
    static final int LENGTH = 32;
    private static final int PREAMBLE_LENGTH = 128;
    private static final long MAGIC = 0x534C_5549_4345_0001L;
    private static final int PIECE = 256 << 10;

    private final CRC32C content = new CRC32C();
    private long length;

    /** Takes notice of the next bytes of the file; the buffer stays as it is. */
    void add(ByteBuffer bytes) {
        int inPreamble = (int) Math.min(bytes.remaining(), Math.max(0, PREAMBLE_LENGTH - length));
        length += bytes.remaining();
        ByteBuffer behind = bytes.duplicate();
        content.update(behind.position(behind.position() + inPreamble));
    }

    /** Bytes that have been added. */
    long length() {
        return length;
    }

    /** CRC-32C of what has been added behind the preamble. */
    int content() {
        return (int) content.getValue();
    }

    /** What stands at the beginning of the file when all of it has been added. */
    ByteBuffer of(long number) {
        ByteBuffer head =
                ByteBuffer.allocate(LENGTH).putLong(MAGIC).putLong(number).putLong(length);
        head.putInt((int) content.getValue());
        return head.putInt(crcOfHead(head)).flip();
    }

    private static int crcOfHead(ByteBuffer head) {
        CRC32C crc = new CRC32C();
        crc.update(head.slice(0, LENGTH - 4));
        return (int) crc.getValue();
    }

    /** How long a file was when it was committed, from the first bytes of it; empty when it says nothing of that. */
    static OptionalLong lengthIn(ByteBuffer start) {
        ByteBuffer head = start.duplicate().order(ByteOrder.BIG_ENDIAN);
        return head.limit() >= LENGTH && head.getLong(0) == MAGIC && head.getInt(LENGTH - 4) == crcOfHead(head)
                ? OptionalLong.of(head.getLong(16))
                : OptionalLong.empty();
    }

    /** The number of the instance whose file this is, if the file is whole; empty otherwise. */
    static OptionalLong numberIn(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer head = ByteBuffer.allocate(LENGTH);
            boolean fits = read(channel, head, 0)
                    && head.getLong(0) == MAGIC
                    && head.getInt(LENGTH - 4) == crcOfHead(head)
                    && head.getLong(16) == channel.size()
                    && head.getInt(24) == crcOfContent(channel);
            return fits ? OptionalLong.of(head.getLong(8)) : OptionalLong.empty();
        }
    }

    private static int crcOfContent(FileChannel channel) throws IOException {
        CRC32C crc = new CRC32C();
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        for (long at = PREAMBLE_LENGTH; read(channel, piece.clear(), at) || piece.position() > 0; ) {
            at += piece.position();
            crc.update(piece.flip());
        }
        return (int) crc.getValue();
    }

    /** Fills the buffer from a place in the file; false when the file ends before. */
    private static boolean read(FileChannel channel, ByteBuffer into, long from) throws IOException {
        int start = into.position();
        while (into.hasRemaining()) {
            if (channel.read(into, from + into.position() - start) < 0) {
                return false;
            }
        }
        return true;
    }
}
