package org.sluice.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes the bytes of a data set that is sent. */
public interface BodySink {
    /** Takes all remaining bytes before it returns; the buffer may be reused then. Direct buffers are faster. */
    void write(ByteBuffer bytes) throws IOException;

    /**
     * Writes all that is left of a data set that is just arriving; an engine may do better than buffer by buffer.
     *
     * @throws BrokenBodyException the arriving one broke off
     */
    default void transferFrom(DataSetBody body) throws IOException {
        while (true) {
            if (transferFrom(body, Long.MAX_VALUE, true) == 0) {
                ByteBuffer bytes = body.next();
                if (bytes == null) {
                    return;
                }
                write(bytes);
            }
        }
    }

    /**
     * Moves as much as can be moved without looking at it, a few PDUs or all the way, and says how much: 0 when the next
     * bytes have to be {@linkplain DataSetBody#next() taken} and {@linkplain #write written} instead.
     *
     * @param most bytes that may be moved, {@link Long#MAX_VALUE} for all
     * @param mayEnd whether the data set may end with the last of {@code most} bytes; if not, or should it end before,
     *     its last fragment is left for {@link DataSetBody#next()}, so that something can still be put behind it, or the
     *     whole be given up
     * @throws BrokenBodyException the arriving one broke off
     */
    default long transferFrom(DataSetBody body, long most, boolean mayEnd) throws IOException {
        return transferFrom(body, most, mayEnd, null);
    }

    /**
     * The same, before the eyes of somebody.
     *
     * @param beside gets each part of what is moved before it is sent, also of what then cannot be; it may use a part
     *     only until it returns
     */
    default long transferFrom(DataSetBody body, long most, boolean mayEnd, @Nullable Consumer<ByteBuffer> beside)
            throws IOException {
        return 0;
    }
}
