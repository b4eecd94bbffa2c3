package org.sluice.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.sluice.store.SpoolInventory.Content;

/**
 * What waits in a log of segments, for somebody who only looks. A node may be at work: then a segment may be used again, or be removed,
 * while it is read; what was read of it is forgotten then, and it is read once more.
 */
final class SegmentLook {
    private final Path directory;

    /**
     * An instance that waits for a destination.
     *
     * @param content empty when it is damaged
     */
    record Waits(String destination, long number, Optional<Content> content) {}

    /**
     * What a segment has.
     *
     * @param unsure destinations of which it may have more, whose heads are lost
     */
    record Seen(List<Waits> waiting, List<String> unsure) {}

    /** @param directory of the segments, which need not exist */
    SegmentLook(Path directory) {
        this.directory = directory;
    }

    /** The segments that are there. */
    List<Integer> ids() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> Segment.idIn(String.valueOf(file.getFileName())))
                    .flatMapToInt(OptionalInt::stream)
                    .boxed()
                    .toList();
        }
    }

    /** Looks through one, which may be gone. */
    Seen at(int id) throws IOException {
        while (true) {
            try (Segment segment = new Segment(OnlyRead::open, directory, id)) {
                if (!segment.recognize()) {
                    return new Seen(List.of(), List.of());
                }
                Seen seen = read(SegmentContents.read(segment));
                if (generation(id).equals(OptionalLong.of(segment.header().generation()))) {
                    return seen;
                }
            }
        }
    }

    /** Of the present use; empty when the segment is gone. */
    private OptionalLong generation(int id) throws IOException {
        try (Segment segment = new Segment(OnlyRead::open, directory, id)) {
            return segment.recognize() ? OptionalLong.of(segment.header().generation()) : OptionalLong.empty();
        }
    }

    private static Seen read(SegmentContents contents) throws IOException {
        List<String> names = contents.segment().header().destinations();
        List<Waits> waiting = new ArrayList<>();
        for (SegmentContents.Found found : contents.waiting()) {
            SegmentRecord bytes = new SegmentRecord(found.segment(), found.head());
            for (int i = 0; i < names.size(); i++) {
                if ((found.destinations() & (1L << i)) != 0) {
                    String name = names.get(i);
                    waiting.add(new Waits(
                            name,
                            found.number(),
                            SpoolFile.content(found.segment().path(), bytes, name)));
                }
            }
        }
        return new Seen(waiting, contents.lost() > 0 ? names : List.of());
    }

    /** A file of a segment, which is read as if it were empty when it is not there. */
    private record OnlyRead(SpoolBytes bytes) implements Disk.PlacedFile {
        static OnlyRead open(Path file) throws IOException {
            try {
                return new OnlyRead(SpoolBytes.of(file));
            } catch (NoSuchFileException none) {
                return new OnlyRead(SpoolBytes.NONE);
            }
        }

        @Override
        public int read(ByteBuffer into, long at) throws IOException {
            return bytes.read(into, at);
        }

        @Override
        public long size() throws IOException {
            return bytes.size();
        }

        @Override
        public void write(long at, ByteBuffer more) {
            throw new NonWritableChannelException();
        }

        @Override
        public void force() {
            throw new NonWritableChannelException();
        }

        @Override
        public void truncate(long length) {
            throw new NonWritableChannelException();
        }

        @Override
        public void close() throws IOException {
            bytes.close();
        }
    }
}
