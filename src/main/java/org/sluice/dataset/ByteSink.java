package org.sluice.dataset;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where bytes of a data set go: a file, an association, the next stage. */
@FunctionalInterface
public interface ByteSink {
    /** Takes all that remains in {@code bytes} before it returns; the buffer is the caller's again afterwards. */
    void write(ByteBuffer bytes) throws IOException;
}
