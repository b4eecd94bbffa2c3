package org.sluice.net;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes the bytes of a data set that is sent. */
public interface BodySink {
    /** Takes all remaining bytes before it returns; the buffer may be reused then. Direct buffers are faster. */
    void write(ByteBuffer bytes) throws IOException;

    /** Writes all that is left of a data set that is just arriving; an engine may do better than buffer by buffer. */
    default void transferFrom(DataSetBody body) throws IOException {
        for (ByteBuffer bytes = body.next(); bytes != null; bytes = body.next()) {
            write(bytes);
        }
    }
}
