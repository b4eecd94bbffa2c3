package org.sluice.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.sluice.store.PrivateInformation.FileStart;
import org.sluice.store.PrivateInformation.MalformedFileException;

/**
 * What a file of the spool says of itself; {@code docs/spool.md} has its two formats.
 *
 * @param length bytes of the file
 * @param views of an original; none of an instance that is sent as it is in the file
 */
record SpoolFile(Path path, FileStart start, long length, List<SpoolView> views) {

    /**
     * Reads it; a file that the spool has not written, or that is not as long as it was, is a {@link
     * MalformedFileException}.
     */
    static SpoolFile read(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return read(path, channel);
        }
    }

    private static SpoolFile read(Path path, FileChannel channel) throws IOException {
        FileStart start = PrivateInformation.read(channel);
        long length = channel.size();
        if (length != start.lengthAtCommit().orElse(length)) {
            throw new MalformedFileException("the spool file is damaged: expected "
                    + start.lengthAtCommit().getAsLong() + " bytes, found " + length);
        }
        List<SpoolView> views = start.isOriginal() ? ViewIndex.read(channel, start.dataSetOffset()) : List.of();
        return new SpoolFile(path, start, length, views);
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
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            SpoolFile file = read(path, channel);
            if (!file.start.isOriginal()) {
                long offset = file.start.dataSetOffset();
                return file.instance(number, file.start.facts(), Pieces.of(offset, file.length - offset));
            }
            SpoolView view = file.viewOf(destination);
            ViewIndex.requireWhole(view, channel);
            return file.instance(number, view.of(file.start.facts()), view.pieces());
        }
    }

    private SpooledInstance instance(long number, SpoolFacts facts, Pieces pieces) throws IOException {
        return new SpooledInstance(
                number,
                path,
                facts,
                pieces,
                length,
                Files.getLastModifiedTime(path).toInstant());
    }

    private SpoolView viewOf(String destination) throws MalformedFileException {
        for (SpoolView view : views) {
            if (view.destinations().contains(destination)) {
                return view;
            }
        }
        throw new MalformedFileException("the spool file says nothing of what this destination is to get");
    }
}
