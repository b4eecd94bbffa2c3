package org.sluice.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * What has left a segment, in a file beside it: the segment's header, then 16 bytes for each mark, big-endian:
 *
 * <pre>
 *   00 00 00 00 00 00 00 2A    number of the instance
 *   01                         which destination of the header
 *   01                         kind
 *   00 00
 *   9B 02 C4 E1                CRC-32C of the generation and the 12 bytes before
 * </pre>
 *
 * <p>A mark that does not fit its checksum is none. Any number of threads.
 */
final class SegmentMarks implements Closeable {
    private static final int MARK = 16;

    /** What a mark says, and its code there. */
    enum Kind {
        NONE(0),
        /** The destination has the instance, or nobody wants that it gets it. */
        DONE(1),
        /** It waits or is held for the destination in a file of its own. */
        MOVED(2),
        /** The number was never promised to anybody. */
        VOID(3),
        /** So many instances were committed to the segment as the number says, and all of it was forced. */
        SETTLED(4),
        /** Nobody waits for anything in the segment. */
        RELEASED(5);

        private final int code;

        Kind(int code) {
            this.code = code;
        }
    }

    /**
     * All marks of a segment.
     *
     * @param left for each instance of which something has left, for whom, as bits
     * @param settled how many instances the segment has, when that is known
     */
    record All(Map<Long, Long> left, Set<Long> unpromised, OptionalLong settled, boolean released) {}

    private final Disk.PlacedFile file;
    private long generation;
    private long end;
    private boolean unforced;

    SegmentMarks(Disk.PlacedFile file) {
        this.file = file;
    }

    /** Begins them anew for another use of the segment. Returns when that is on the disk. */
    synchronized void begin(SegmentHeader header) throws IOException {
        file.truncate(0);
        file.write(0, header.encoded());
        file.force();
        goOn(header.generation(), SegmentHeader.LENGTH);
    }

    private void goOn(long ofGeneration, long at) {
        generation = ofGeneration;
        end = at;
        unforced = false;
    }

    /** The header of the segment as it stands here; empty when it is damaged. */
    Optional<SegmentHeader> header(String name) throws IOException {
        return SegmentHeader.read(file, 0, name);
    }

    /** Adds one. If the disk fails there is none. */
    synchronized void add(long number, int destination, Kind kind) throws IOException {
        ByteBuffer mark = ByteBuffer.allocate(MARK)
                .putLong(number)
                .put((byte) destination)
                .put((byte) kind.code)
                .putShort((short) 0);
        mark.putInt(crc(mark, generation)).flip();
        unforced = true;
        file.write(end, mark);
        end += MARK;
    }

    private static int crc(ByteBuffer mark, long generation) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(8).putLong(generation).flip());
        crc.update(mark.slice(0, MARK - 4));
        return (int) crc.getValue();
    }

    /** Returns when all that were added are on the disk. */
    void force() throws IOException {
        synchronized (this) {
            if (!unforced) {
                return;
            }
            unforced = false;
        }
        boolean forced = false;
        try {
            file.force();
            forced = true;
        } finally {
            if (!forced) {
                synchronized (this) {
                    unforced = true;
                }
            }
        }
    }

    /** Reads those of a generation of the segment; further ones follow them. */
    synchronized All read(SegmentHeader header) throws IOException {
        Map<Long, Long> left = new HashMap<>();
        Set<Long> unpromised = new HashSet<>();
        OptionalLong settled = OptionalLong.empty();
        boolean released = false;
        long size = file.size();
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(Integer.MAX_VALUE - MARK, Math.max(size, 0)));
        file.fill(bytes, 0);
        bytes.flip();
        for (int at = SegmentHeader.LENGTH; at + MARK <= bytes.limit(); at += MARK) {
            ByteBuffer mark = bytes.slice(at, MARK);
            int kind = mark.get(9);
            if (mark.getInt(MARK - 4) != crc(mark, header.generation())) {
                continue;
            }
            long number = mark.getLong(0);
            if (kind == Kind.DONE.code || kind == Kind.MOVED.code) {
                left.merge(number, 1L << mark.get(8), (one, other) -> one | other);
            } else if (kind == Kind.VOID.code) {
                unpromised.add(number);
            } else if (kind == Kind.SETTLED.code) {
                settled = OptionalLong.of(number);
            } else if (kind == Kind.RELEASED.code) {
                released = true;
            }
        }
        long marks = Math.max(0, size - SegmentHeader.LENGTH + MARK - 1) / MARK;
        goOn(header.generation(), SegmentHeader.LENGTH + marks * MARK);
        return new All(left, unpromised, settled, released);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
