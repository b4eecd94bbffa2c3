package org.sluice.store;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;

/**
 * An instance as it was received, wherever it is stored.
 *
 * @param facts with the UIDs of its C-STORE request
 * @param dataSet its data set, as it came
 */
public record StoredOriginal(SpoolFacts facts, Content dataSet) {
    /** What can be read as often as wanted. */
    @FunctionalInterface
    public interface Content {
        /** Begins to read; the caller closes it. */
        SeekableByteChannel open() throws IOException;
    }
}
