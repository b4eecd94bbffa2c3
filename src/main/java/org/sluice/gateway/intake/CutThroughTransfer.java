package org.sluice.gateway.intake;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.ByteSink;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.TailEditor;
import org.sluice.gateway.route.Route;
import org.sluice.net.BodySink;
import org.sluice.net.BrokenBodyException;
import org.sluice.recipe.Screening;
import org.sluice.recipe.action.HeaderEdits;
import org.sluice.text.Log;

/**
 * One data set on its way from the modality straight to the archive, edited as it passes; when what came is kept beside it,
 * the archive may fail on the way.
 */
final class CutThroughTransfer {
    private static final Log LOG = Log.of(CutThroughTransfer.class);
    private static final BodySink NO_ARCHIVE = bytes -> bytes.position(bytes.limit());

    private final Route route;
    private final Arrival arrival;
    private final Screening screening;
    private final HeaderEdits edits;
    private final @Nullable ReplayBuffer beside;
    private final TailEditor tail;
    private @Nullable IOException archiveFailure;
    private boolean keepingFailed;
    private boolean complete;

    /** What follows the header stops the instance, half of which has been sent. */
    static final class StoppedException extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient Optional<DataSetException> failure;

        private StoppedException(Optional<DataSetException> failure) {
            super("what follows the header stops the instance");
            this.failure = failure;
        }

        /** Why it cannot be read or edited; empty when it can, but contradicts PS3.5. */
        Optional<DataSetException> failure() {
            return failure;
        }
    }

    CutThroughTransfer(
            Route route, Arrival arrival, Screening screening, HeaderEdits edits, @Nullable ReplayBuffer beside) {
        this.route = route;
        this.arrival = arrival;
        this.screening = screening;
        this.edits = edits;
        this.beside = beside;
        this.tail = screening.tail(edits);
    }

    /**
     * Moves all of it.
     *
     * @throws BrokenBodyException the modality broke off
     * @throws StoppedException what follows the header cannot be read or edited, or contradicts PS3.5; the last of it has not
     *     been sent
     * @throws IOException the archive failed; what is kept beside is the whole instance now
     */
    void writeTo(BodySink archive) throws IOException {
        if (beside == null) {
            edits.dataSet().writePiecesTo(archive::write);
        } else {
            edits.dataSet().writeTo(bytes -> {
                keep(bytes.duplicate());
                send(bytes, archive);
            });
        }
        moveRest(archive);
        complete = true;
        IOException failure = archiveFailure;
        if (failure != null) {
            throw failure;
        }
    }

    private void moveRest(BodySink archive) throws IOException {
        ByteSink out = bytes -> send(bytes, archive);
        try {
            take(screening.overshoot(), out);
            while (moveOn(archive, out)) {}
            tail.end(out);
        } catch (DataSetException e) {
            throw new StoppedException(Optional.of(e));
        }
        requireNothingStops();
    }

    /** Moves some more of the data set, by the shortest way there is; false at its end. */
    private boolean moveOn(BodySink archive, ByteSink out) throws IOException, DataSetException {
        long moved = transfer(archive, tail.passing(), tail.mayEnd());
        if (moved > 0) {
            tail.passed(moved);
            return true;
        }
        ByteBuffer bytes = arrival.body().next();
        if (bytes != null) {
            take(bytes, out);
        }
        return bytes != null;
    }

    private void take(ByteBuffer bytes, ByteSink out) throws IOException, DataSetException {
        keep(bytes.duplicate());
        tail.accept(bytes, out);
        requireNothingStops();
    }

    private void requireNothingStops() throws StoppedException {
        if (route.stopped(screening.contradictions()).isPresent()) {
            throw new StoppedException(Optional.empty());
        }
    }

    /** Keeps the rest of an instance that was stopped, of which nothing more is sent. */
    void drain() throws IOException {
        arrival.body().drainTo(this::keep);
    }

    /** Whether the actions changed something behind the header, which is kept as it came. */
    boolean changedRest() {
        return tail.changed();
    }

    /** Bytes of the edited header: in the data set that is kept beside, the rest follows them. */
    long headerLength() {
        return edits.dataSet().editedLength();
    }

    /** The archive is out of reach: whatever has not been moved yet is only kept beside. */
    void finishWithoutArchive() throws IOException {
        if (!complete) {
            writeTo(NO_ARCHIVE);
        }
    }

    /** To the archive, which may fail when all is kept. */
    private void send(ByteBuffer bytes, BodySink archive) throws IOException {
        if (beside == null) {
            archive.write(bytes);
        } else if (archiveFailure == null) {
            try {
                archive.write(bytes);
            } catch (IOException e) {
                archiveFailure = e;
            }
        }
        bytes.position(bytes.limit());
    }

    /** Moves at most so many bytes to the archive, and beside it, without a look at them. */
    private long transfer(BodySink archive, long most, boolean mayEnd) throws IOException {
        if (beside == null) {
            return arrival.body().transferTo(archive, most, mayEnd, null);
        }
        if (archiveFailure != null) {
            return 0;
        }
        long before = arrival.body().received();
        try {
            return arrival.body().transferTo(archive, most, mayEnd, this::keep);
        } catch (BrokenBodyException e) {
            throw e;
        } catch (IOException e) {
            archiveFailure = e;
            return arrival.body().received() - before;
        }
    }

    /** Beside the archive, which need not fail with it; when both have, there is no file to commit. */
    private void keep(ByteBuffer bytes) {
        if (beside == null || keepingFailed) {
            bytes.position(bytes.limit());
            return;
        }
        try {
            beside.write(bytes);
        } catch (IOException e) {
            LOG.error("{} is not kept beside: {}", arrival.request().sopInstanceUid(), e);
            keepingFailed = true;
        }
    }
}
