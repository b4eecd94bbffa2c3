package org.sluice.net.stow;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;

/** One instance that is to be stored: a Part 10 file (PS3.10 7) of a known length, which is read when it is sent. */
public interface Part10File {
    /** By which the answer names it. */
    String sopInstanceUid();

    /** Preamble, prefix and file meta information. The caller keeps it as it is. */
    byte[] beginning();

    /** How many bytes of data set follow. */
    long dataSetLength();

    /** Opens what holds the data set, positioned at its first byte. */
    ReadableByteChannel openDataSet() throws IOException;

    /** What to throw when that ends and so many bytes of the data set are missing. */
    IOException endsEarly(long missing);
}
