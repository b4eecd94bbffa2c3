package org.sluice.net;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A data set while it arrives, encoded in the transfer syntax of its context. Used on the association's thread, until
 * the handler returns.
 */
public interface DataSetBody {
    /**
     * The next bytes, where they lie in the receive buffer: valid until the following call, at least one byte, waiting
     * for the peer when none are there. Null at the end of the data set.
     *
     * @throws BrokenBodyException the association broke before the data set was complete
     */
    @Nullable
    ByteBuffer next() throws IOException;

    /**
     * As {@link #next()}, with as many of the bytes behind them as have come already: for who only moves them, and would
     * do so in many small steps else.
     *
     * @throws BrokenBodyException the association broke before the data set was complete
     */
    default @Nullable ByteBuffer nextAll() throws IOException {
        return next();
    }

    /** What {@link #next()} has not yet returned, as a stream; its end is the end of the data set. */
    InputStream stream();
}
