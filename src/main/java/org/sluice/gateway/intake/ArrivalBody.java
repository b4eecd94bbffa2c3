package org.sluice.gateway.intake;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.ByteSink;
import org.sluice.dataset.DataSetException;
import org.sluice.gateway.meters.InFlight;
import org.sluice.net.BodySink;
import org.sluice.net.DataSetBody;
import org.sluice.recipe.Screening;

/** A data set while it arrives: counted, and able to take back what a reader has left of a buffer. */
final class ArrivalBody {
    private final DataSetBody body;
    private final InFlight inFlight;
    private @Nullable ByteBuffer left;
    private long received;
    private @Nullable ByteSink copy;
    private @Nullable IOException copyFailure;

    ArrivalBody(DataSetBody body, InFlight inFlight) {
        this.body = body;
        this.inFlight = inFlight;
    }

    /** Bytes that have come so far. */
    long received() {
        return received;
    }

    /**
     * Feeds a screening until it can be decided. What it leaves comes next from here, also when it throws.
     *
     * @throws DataSetException the data set cannot be read, or its header is too large
     */
    void readFor(Screening screening) throws IOException, DataSetException {
        for (ByteBuffer bytes = next(); bytes != null; bytes = next()) {
            left = bytes;
            if (screening.accept(bytes)) {
                return;
            }
        }
        screening.end();
    }

    /** From now on all that comes goes there, too, before anybody may change it. */
    void copyTo(ByteSink sink) {
        copy = sink;
    }

    /** @throws IOException something of it could not be written there, though it has come */
    void requireCopied() throws IOException {
        if (copyFailure != null) {
            throw copyFailure;
        }
    }

    /** What fails here is told at the end: the instance is on its way to somebody else. */
    private void copy(@Nullable ByteBuffer bytes) {
        if (bytes == null || copy == null || copyFailure != null) {
            return;
        }
        try {
            copy.write(bytes.duplicate());
        } catch (IOException e) {
            copyFailure = e;
        }
    }

    /** Passes all that is left to the sink. */
    void drainTo(ByteSink sink) throws IOException {
        for (ByteBuffer bytes = nextAll(); bytes != null; bytes = nextAll()) {
            sink.write(bytes);
        }
    }

    /**
     * Moves at most so many bytes without a look at them; 0 when the {@link #next()} ones have to be looked at.
     *
     * @param beside gets what is moved, also what then cannot be sent
     * @throws IOException the sink failed; {@link #received} counts what {@code beside} has got
     */
    long transferTo(BodySink sink, long most, boolean mayEnd, @Nullable Consumer<ByteBuffer> beside)
            throws IOException {
        if (most == 0 || (left != null && left.hasRemaining())) {
            return 0;
        }
        if (beside == null && copy == null) {
            long moved = sink.transferFrom(body, most, mayEnd);
            count(moved);
            return moved;
        }
        return sink.transferFrom(body, most, mayEnd, bytes -> {
            count(bytes.remaining());
            copy(bytes);
            if (beside != null) {
                beside.accept(bytes);
            }
        });
    }

    /** The next bytes, valid until the following call; null at the end. */
    @Nullable
    ByteBuffer next() throws IOException {
        ByteBuffer before = takeLeft();
        ByteBuffer next = before == null ? counted(body.next()) : before;
        copy(next);
        return next;
    }

    private @Nullable ByteBuffer nextAll() throws IOException {
        ByteBuffer before = takeLeft();
        ByteBuffer next = before == null ? counted(body.nextAll()) : before;
        copy(next);
        return next;
    }

    private @Nullable ByteBuffer takeLeft() {
        ByteBuffer before = left;
        left = null;
        return before != null && before.hasRemaining() ? before : null;
    }

    private @Nullable ByteBuffer counted(@Nullable ByteBuffer next) {
        if (next != null) {
            count(next.remaining());
        }
        return next;
    }

    private void count(long more) {
        received += more;
        inFlight.arrived(more);
    }
}
