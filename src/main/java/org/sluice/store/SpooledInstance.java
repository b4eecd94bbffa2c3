package org.sluice.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/**
 * An instance that waits in a destination's queue, as that destination gets it: what the forwarder must know of it, and its
 * data set. The file may hold other bytes than are sent, see {@link #openDataSet}.
 *
 * @param number its place in the order of commits; rises from commit to commit, also across restarts
 * @param file the file; it is the spool's, read it only
 * @param facts as given to {@link Spool#begin}, with the UIDs under which this destination gets it
 * @param pieces of which pieces of the file its data set is made
 * @param fileLength bytes of the file
 * @param acceptedAt when the file was complete: its time
 */
public record SpooledInstance(
        long number, Path file, SpoolFacts facts, Pieces pieces, long fileLength, Instant acceptedAt) {

    /** Bytes of the data set that is sent. */
    public long dataSetLength() {
        return pieces.length();
    }

    /**
     * Opens the data set as the destination is to get it, from its first byte to its last. It is shorter than {@link
     * #dataSetLength} only when the file has become so: see {@link #endsEarly}.
     */
    public ReadableByteChannel openDataSet() throws IOException {
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
