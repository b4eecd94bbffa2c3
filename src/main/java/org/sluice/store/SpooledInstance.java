package org.sluice.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;

/**
 * An instance that waits in a destination's queue, as that destination gets it: what the forwarder must know of it, and its
 * data set. The file may hold other bytes than are sent, see {@link #openDataSet}.
 *
 * @param number its place in the order of commits; rises from commit to commit, also across restarts
 * @param file the file, or the segment, in which it stands; it is the spool's, read it only
 * @param facts as given to {@link Spool#begin}, with the UIDs under which this destination gets it
 * @param pieces of which pieces of the file its data set is made
 * @param fileLength bytes of the file, or of what would be one
 * @param acceptedAt when the file was complete: its time
 * @param source opens its data set, unless it is pieces of the file
 */
public record SpooledInstance(
        long number, Path file, SpoolFacts facts, Pieces pieces, long fileLength, Instant acceptedAt, Source source) {

    /** Opens the data set of an instance that does not stand in a file by itself. */
    public interface Source {
        /** Of one that does. */
        Source FILE = pieces -> Optional.empty();

        /** Opens the pieces; empty when they are those of the file. */
        Optional<ReadableByteChannel> open(Pieces pieces) throws IOException;
    }

    /** Bytes of the data set that is sent. */
    public long dataSetLength() {
        return pieces.length();
    }

    /**
     * Opens the data set as the destination is to get it, from its first byte to its last. It is shorter than {@link
     * #dataSetLength} only when the file has become so: see {@link #endsEarly}.
     */
    public ReadableByteChannel openDataSet() throws IOException {
        Optional<ReadableByteChannel> elsewhere = source.open(pieces);
        if (elsewhere.isPresent()) {
            return elsewhere.get();
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        boolean opened = false;
        try {
            ReadableByteChannel dataSet = pieces.in(channel);
            opened = true;
            return dataSet;
        } finally {
            if (!opened) {
                channel.close();
            }
        }
    }

    /** What to throw when the file has ended, and so many bytes of the data set are missing. */
    public DamagedSpoolFileException endsEarly(long missing) {
        return new DamagedSpoolFileException("spool file " + file.getFileName() + " is damaged: expected "
                + dataSetLength() + " bytes of data set, found " + (dataSetLength() - missing));
    }
}
