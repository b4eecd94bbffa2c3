package org.sluice.gateway;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.ByteSink;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.HeaderTooLargeException;
import org.sluice.dataset.TailEditor;
import org.sluice.net.BodySink;
import org.sluice.net.BrokenBodyException;
import org.sluice.net.DataSetBody;
import org.sluice.recipe.HeaderEdits;
import org.sluice.text.Log;

/**
 * One data set on its way from the modality straight to the archive, edited as it passes; when the same bytes are kept
 * beside it, the archive may fail on the way.
 */
final class Passage {
    private static final Log LOG = Log.of(Passage.class);
    private static final BodySink NO_ARCHIVE = bytes -> bytes.position(bytes.limit());

    private final Route route;
    private final Arrival arrival;
    private final HeaderEdits edits;
    private final ByteBuffer overshoot;
    private final @Nullable Beside beside;
    private @Nullable IOException archiveFailure;
    private boolean complete;

    /** What follows the header cannot be read or edited, and half of the instance has been sent. */
    static final class UnreadableTail extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient DataSetException reason;

        private UnreadableTail(DataSetException reason) {
            super(reason.getMessage(), reason);
            this.reason = reason;
        }

        Decision.Refuse refusal() {
            return reason instanceof HeaderTooLargeException tooLarge
                    ? Decision.Refuse.tooLarge(tooLarge)
                    : Decision.Refuse.unreadable(String.valueOf(reason.getMessage()));
        }
    }

    Passage(Route route, Arrival arrival, HeaderEdits edits, ByteBuffer overshoot, @Nullable Beside beside) {
        this.route = route;
        this.arrival = arrival;
        this.edits = edits;
        this.overshoot = overshoot;
        this.beside = beside;
    }

    /**
     * Moves all of it.
     *
     * @throws BrokenBodyException the modality broke off
     * @throws UnreadableTail what follows the header cannot be read or edited
     * @throws IOException the archive failed; what is kept beside is the whole instance now
     */
    void writeTo(BodySink archive) throws IOException {
        BodySink out;
        if (beside == null) {
            out = archive;
            edits.dataSet().writePiecesTo(out::write);
        } else {
            out = new Tee(archive, beside);
            edits.dataSet().writeTo(out::write);
        }
        if (route.recipe().hasActions()) {
            editRest(out);
        } else {
            out.write(overshoot);
            arrival.body().transferTo(out);
        }
        complete = true;
        IOException failure = archiveFailure;
        if (failure != null) {
            throw failure;
        }
    }

    /** The archive is out of reach: whatever has not been moved yet is only kept beside. */
    void finishWithoutArchive() throws IOException {
        if (!complete) {
            writeTo(NO_ARCHIVE);
        }
    }

    /** To the archive and beside it. Each may fail without the other; when both have, there is no file to commit. */
    private final class Tee implements BodySink {
        private final BodySink archive;
        private final Beside beside;
        private boolean keepingFailed;
        private long kept;

        Tee(BodySink archive, Beside beside) {
            this.archive = archive;
            this.beside = beside;
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            keep(bytes.duplicate());
            if (archiveFailure == null) {
                try {
                    archive.write(bytes);
                } catch (IOException e) {
                    archiveFailure = e;
                }
            }
        }

        @Override
        public long transferFrom(DataSetBody body, long most, boolean mayEnd) throws IOException {
            if (archiveFailure != null) {
                return 0;
            }
            long before = kept;
            try {
                return archive.transferFrom(body, most, mayEnd, this::keep);
            } catch (BrokenBodyException e) {
                throw e;
            } catch (IOException e) {
                archiveFailure = e;
                return kept - before;
            }
        }

        private void keep(ByteBuffer bytes) {
            kept += bytes.remaining();
            if (keepingFailed) {
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

    private void editRest(BodySink archive) throws IOException {
        TailEditor editor = new TailEditor(edits.dataSet(), arrival.limits(), edits.later());
        ByteSink out = archive::write;
        try {
            editor.accept(overshoot, out);
            while (moveOn(editor, archive, out)) {}
            editor.end(out);
        } catch (DataSetException e) {
            throw new UnreadableTail(e);
        }
    }

    /** Moves some more of the data set, by the shortest way there is; false at its end. */
    private boolean moveOn(TailEditor editor, BodySink archive, ByteSink out) throws IOException, DataSetException {
        long moved = arrival.body().transferTo(archive, editor.passing(), editor.mayEnd());
        if (moved > 0) {
            editor.passed(moved);
            return true;
        }
        ByteBuffer bytes = arrival.body().next();
        if (bytes != null) {
            editor.accept(bytes, out);
        }
        return bytes != null;
    }
}
