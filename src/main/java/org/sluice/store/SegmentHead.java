package org.sluice.store;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What commits an instance in a segment: the preamble of its bytes, PS3.10 7.1. {@code docs/spool.md} has its layout. It begins
 * with what {@link PreambleChecksum} says, so that the instance is whole in a file of its own, too.
 *
 * @param number of the instance
 * @param length bytes of the instance, this head included
 * @param checksum CRC-32C of all behind this head
 * @param generation of the segment
 * @param acceptedAt when it was committed, ms since 1970
 * @param destinations who gets it: a bit for each name of the segment
 * @param forces how many forces of the segment had ended when it was written
 * @param dataSetEnd where the data set ends; views may follow
 * @param dataSetChecksum CRC-32C from behind this head up to there
 */
record SegmentHead(
        long number,
        long length,
        int checksum,
        long generation,
        long acceptedAt,
        long destinations,
        long forces,
        long dataSetEnd,
        int dataSetChecksum,
        Extents extents) {
    static final int LENGTH = 128;

    private static final long MAGIC = 0x534C_454E_5452_5901L; // SLENTRY, 1
    private static final int EXTENTS_AT = 84;

    /** The bytes, with what a file of its own has there in front of them. */
    ByteBuffer encoded(ByteBuffer preamble) {
        ByteBuffer head = ByteBuffer.allocate(LENGTH).put(preamble);
        head.position(PreambleChecksum.LENGTH)
                .putLong(MAGIC)
                .putLong(generation)
                .putLong(acceptedAt)
                .putLong(destinations)
                .putLong(forces)
                .putLong(dataSetEnd)
                .putInt(dataSetChecksum);
        extents.write(head);
        return head.putInt(LENGTH - 4, crc(head)).clear();
    }

    /** Reads a head of this generation of a segment with so many slots; empty when it is none, or damaged. */
    static Optional<SegmentHead> read(ByteBuffer head, long generation, int slots) {
        if (head.getLong(40) != generation || !isAny(head)) {
            return Optional.empty();
        }
        Extents extents = Extents.read(head.duplicate().position(EXTENTS_AT), slots);
        SegmentHead read = new SegmentHead(
                head.getLong(8),
                head.getLong(16),
                head.getInt(24),
                generation,
                head.getLong(48),
                head.getLong(56),
                head.getLong(64),
                head.getLong(72),
                head.getInt(80),
                extents);
        boolean fits = read.number >= 0
                && read.length >= LENGTH
                && read.length <= extents.capacity()
                && read.dataSetEnd >= LENGTH
                && read.dataSetEnd <= read.length;
        return fits ? Optional.of(read) : Optional.empty();
    }

    /** Whether it is a head of any generation. */
    static boolean isAny(ByteBuffer head) {
        return head.getLong(PreambleChecksum.LENGTH) == MAGIC && head.getInt(LENGTH - 4) == crc(head);
    }

    private static int crc(ByteBuffer head) {
        CRC32C crc = new CRC32C();
        crc.update(head.slice(0, LENGTH - 4));
        return (int) crc.getValue();
    }
}
