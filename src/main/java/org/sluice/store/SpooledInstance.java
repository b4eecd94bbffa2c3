package org.sluice.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/**
 * An instance that waits in a destination's queue: a Part 10 file and what the forwarder must know of it.
 *
 * @param number its place in the order of commits; rises from commit to commit, also across restarts
 * @param file the file; it is the spool's, read it only
 * @param facts as given to {@link Spool#begin}
 * @param dataSetOffset bytes of the file before the data set
 * @param dataSetLength bytes of the data set, which ends with the file
 * @param acceptedAt when the file was complete: its time
 */
public record SpooledInstance(
        long number, Path file, SpoolFacts facts, long dataSetOffset, long dataSetLength, Instant acceptedAt) {

    /**
     * Reads the facts of the file; a file that the spool has not written, or that is not as long as it was, is a {@code
     * MalformedFileException}.
     */
    static SpooledInstance read(long number, Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            PrivateInformation.FileStart start = PrivateInformation.read(channel);
            long length = channel.size();
            if (length != start.lengthAtCommit().orElse(length)) {
                throw new PrivateInformation.MalformedFileException("the spool file is damaged: expected "
                        + start.lengthAtCommit().getAsLong() + " bytes, found " + length);
            }
            long dataSetLength = length - start.dataSetOffset();
            Instant acceptedAt = Files.getLastModifiedTime(file).toInstant();
            return new SpooledInstance(number, file, start.facts(), start.dataSetOffset(), dataSetLength, acceptedAt);
        }
    }

    /** Opens the file, positioned at the first byte of the data set. */
    public FileChannel openDataSet() throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        boolean positioned = false;
        try {
            channel.position(dataSetOffset);
            positioned = true;
            return channel;
        } finally {
            if (!positioned) {
                channel.close();
            }
        }
    }

    /** What to throw when the file has ended, and so many bytes of the data set are missing. */
    public DamagedSpoolFileException endsEarly(long missing) {
        return new DamagedSpoolFileException("spool file " + file.getFileName() + " is damaged: expected "
                + dataSetLength + " bytes of data set, found " + (dataSetLength - missing));
    }

    long fileLength() {
        return dataSetOffset + dataSetLength;
    }
}
