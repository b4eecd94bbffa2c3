package org.sluice.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sluice.store.PrivateInformation.FileStart;
import org.sluice.store.PrivateInformation.MalformedFileException;

/**
 * What a file of the spool says of itself; {@code docs/spool.md} has its two formats.
 *
 * @param length bytes of the file
 * @param views of an original; none of an instance that is sent as it is in the file
 * @param dataSetEnd where the data set of an original ends; 0 where that is not known
 */
record SpoolFile(Path path, FileStart start, long length, List<SpoolView> views, long dataSetEnd) {
    private static final ViewIndex.Content NO_VIEWS = new ViewIndex.Content(List.of(), 0);

    /**
     * Reads it; a file that the spool has not written, or that is not as long as it was, is a {@link
     * MalformedFileException}.
     */
    static SpoolFile read(Path path) throws IOException {
        try (SpoolBytes bytes = SpoolBytes.of(path)) {
            return read(path, bytes);
        }
    }

    static SpoolFile read(Path path, SpoolBytes bytes) throws IOException {
        FileStart start = PrivateInformation.read(bytes);
        long length = bytes.size();
        if (length != start.lengthAtCommit().orElse(length)) {
            throw new MalformedFileException("the spool file is damaged: expected "
                    + start.lengthAtCommit().getAsLong() + " bytes, found " + length);
        }
        ViewIndex.Content end = start.isOriginal() ? ViewIndex.read(bytes, start.dataSetOffset()) : NO_VIEWS;
        return new SpoolFile(path, start, length, end.views(), end.dataSetEnd());
    }

    /** What a destination gets; empty when it is damaged. The data set itself is not looked at. */
    static Optional<SpoolInventory.Content> content(Path path, SpoolBytes bytes, String destination)
            throws IOException {
        try {
            SpoolFile file = read(path, bytes);
            if (!file.start.isOriginal()) {
                long length = file.length - file.start.dataSetOffset();
                return Optional.of(new SpoolInventory.Content(file.start.facts(), length));
            }
            SpoolView view = file.wholeViewOf(destination, bytes);
            SpoolFacts facts = view.of(file.start.facts());
            return Optional.of(new SpoolInventory.Content(facts, view.pieces().length()));
        } catch (MalformedFileException damaged) {
            return Optional.empty();
        }
    }

    /** In whose queues it belongs. */
    List<String> destinations() {
        return start.isOriginal()
                ? views.stream().flatMap(view -> view.destinations().stream()).toList()
                : start.facts().destinations();
    }

    /**
     * The instance in a file as one destination gets it. Of an original whose view for it is missing, or damaged, it gets
     * nothing: that is a {@link MalformedFileException}, too.
     */
    static SpooledInstance instance(long number, Path path, String destination) throws IOException {
        try (SpoolBytes bytes = SpoolBytes.of(path)) {
            return read(path, bytes).instance(number, bytes, destination, SpooledInstance.Source.FILE);
        }
    }

    /** The same of one in a segment. */
    static SpooledInstance instance(SegmentRecord segmentRecord, String destination) throws IOException {
        SpoolFile file = read(segmentRecord.segment().path(), segmentRecord);
        if (!file.start.isOriginal()) {
            return file.instance(
                    segmentRecord.head().number(),
                    segmentRecord,
                    destination,
                    pieces -> Optional.of(new CheckedDataSet(segmentRecord, file.start.dataSetOffset())));
        }
        if (!segmentRecord.hasWholeDataSet()) {
            throw new MalformedFileException("the spool file is damaged: it does not fit its checksum");
        }
        return file.instance(
                segmentRecord.head().number(),
                segmentRecord,
                destination,
                pieces -> Optional.of(pieces.in(segmentRecord)));
    }

    /** The original in a file of its own; empty where there is none, or it is not known where it ends. */
    static Optional<StoredOriginal> original(Path path) throws IOException {
        SpoolFile file = read(path);
        if (file.dataSetEnd != 0 && PreambleChecksum.numberIn(path).isEmpty()) {
            throw new MalformedFileException("the spool file is damaged: it does not fit its checksum");
        }
        return file.original(() -> SpoolBytes.of(path));
    }

    /** The same of one in a segment. */
    static Optional<StoredOriginal> original(SegmentRecord segmentRecord) throws IOException {
        return read(segmentRecord.segment().path(), segmentRecord).original(() -> segmentRecord);
    }

    private interface Opening {
        SpoolBytes open() throws IOException;
    }

    private Optional<StoredOriginal> original(Opening bytes) {
        if (dataSetEnd == 0) {
            return Optional.empty();
        }
        long offset = start.dataSetOffset();
        return Optional.of(
                new StoredOriginal(start.facts(), () -> new DataSetStretch(bytes.open(), offset, dataSetEnd - offset)));
    }

    private SpooledInstance instance(long number, SpoolBytes bytes, String destination, SpooledInstance.Source source)
            throws IOException {
        if (!start.isOriginal()) {
            long offset = start.dataSetOffset();
            return instance(number, bytes, start.facts(), Pieces.of(offset, length - offset), source);
        }
        SpoolView view = wholeViewOf(destination, bytes);
        return instance(number, bytes, view.of(start.facts()), view.pieces(), source);
    }

    private SpooledInstance instance(
            long number, SpoolBytes bytes, SpoolFacts facts, Pieces pieces, SpooledInstance.Source source)
            throws IOException {
        Instant since = bytes instanceof SegmentRecord segmentRecord
                ? Instant.ofEpochMilli(segmentRecord.head().acceptedAt())
                : Files.getLastModifiedTime(path).toInstant();
        return new SpooledInstance(number, path, facts, pieces, length, since, source);
    }

    private SpoolView wholeViewOf(String destination, SpoolBytes bytes) throws IOException {
        for (SpoolView view : views) {
            if (view.destinations().contains(destination)) {
                ViewIndex.requireWhole(view, bytes);
                return view;
            }
        }
        throw new MalformedFileException("the spool file says nothing of what this destination is to get");
    }
}
