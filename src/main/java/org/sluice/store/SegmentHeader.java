package org.sluice.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * How a segment begins: slot 0, which holds it twice. Big-endian:
 *
 * <pre>
 *    0  53 4C 55 49 43 53 45 47    "SLUICSEG"
 *    8  format, 4 bytes
 *   12  generation, 8 bytes
 *   20  slots of the segment, 4 bytes
 *   24  how many destinations, 4 bytes; for each the length of its name, 1 byte, and the name
 *       CRC-32C of all before, at the end of the 8 KiB
 * </pre>
 *
 * @param generation drawn for each use of the segment
 * @param slots of the segment, this one included
 * @param destinations whom instances of the segment can go to
 */
record SegmentHeader(long generation, int slots, List<String> destinations) {
    /** The format of the log that this release writes, and the last one that it knows. */
    static final int FORMAT = 1;
    /** A mark and a head have a bit for each. */
    static final int MOST_DESTINATIONS = 64;

    static final int LENGTH = 8 << 10;
    private static final long MAGIC = 0x534C_5549_4353_4547L;

    SegmentHeader {
        destinations = List.copyOf(destinations);
    }

    ByteBuffer encoded() {
        ByteBuffer header = ByteBuffer.allocate(LENGTH)
                .putLong(MAGIC)
                .putInt(FORMAT)
                .putLong(generation)
                .putInt(slots)
                .putInt(destinations.size());
        for (String destination : destinations) {
            byte[] name = destination.getBytes(StandardCharsets.US_ASCII);
            header.put((byte) name.length).put(name);
        }
        return header.putInt(LENGTH - 4, crc(header)).clear();
    }

    /**
     * Reads what begins there; empty when it is damaged, or nothing that this program has written.
     *
     * @throws IOException when a later release has written it, or the disk fails
     */
    static Optional<SegmentHeader> read(SpoolBytes file, long at, String name) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(LENGTH);
        if (!file.fill(header, at) || header.getLong(0) != MAGIC || header.getInt(LENGTH - 4) != crc(header)) {
            return Optional.empty();
        }
        int format = header.getInt(8);
        if (format != FORMAT) {
            throw new IOException("a later release has written " + name + " of the spool: expected format " + FORMAT
                    + ", found " + format);
        }
        int count = header.getInt(24);
        List<String> destinations = new ArrayList<>();
        header.position(28);
        for (int i = 0; i < count; i++) {
            byte[] destination = new byte[header.get()];
            header.get(destination);
            destinations.add(new String(destination, StandardCharsets.US_ASCII));
        }
        return Optional.of(new SegmentHeader(header.getLong(12), header.getInt(20), destinations));
    }

    /** The bit of a destination. */
    long bit(String destination) {
        int index = destinations.indexOf(destination);
        if (index < 0) {
            throw new IllegalArgumentException("the segment has no destination " + destination);
        }
        return 1L << index;
    }

    private static int crc(ByteBuffer header) {
        CRC32C crc = new CRC32C();
        crc.update(header.slice(0, LENGTH - 4));
        return (int) crc.getValue();
    }
}
