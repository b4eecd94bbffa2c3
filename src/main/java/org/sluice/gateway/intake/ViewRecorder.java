package org.sluice.gateway.intake;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.DataSetPieces;
import org.sluice.dataset.Header;
import org.sluice.dataset.TailEditor;
import org.sluice.recipe.Screening;
import org.sluice.recipe.action.HeaderEdits;
import org.sluice.store.ViewWriter;

/**
 * Puts down what a recipe makes of an original as a view: long stretches that stay are named, everything else is written. What
 * {@link Screening#write} would write is what whoever reads the view gets, byte for byte. For one thread.
 */
final class ViewRecorder {
    private final Screening screening;
    private final ViewWriter view;

    /** @param screening that has read all of the original, which is not deflated */
    ViewRecorder(Screening screening, ViewWriter view) {
        this.screening = screening;
        this.view = view;
    }

    /**
     * Does so.
     *
     * @param original the same as was read
     * @return whether anything is not as it came
     */
    boolean record(HeaderEdits edits, DataSetPieces.Source original) throws IOException, DataSetException {
        Header header = screening.header().orElseThrow();
        edits.dataSet().writePiecesTo(piece -> {
            boolean stays = piece.hasArray() && piece.array() == header.bytes();
            put(piece, stays, stays ? piece.arrayOffset() : 0);
        });
        TailEditor tail = screening.tail(edits);
        try (DataSetPieces pieces = original.open()) {
            skip(pieces, header.length());
            rest(tail, pieces, header.length());
        }
        tail.end(view::write);
        return tail.changed() || !edits.dataSet().isEmpty();
    }

    /**
     * Puts a piece where it belongs.
     *
     * @param from bytes of the data set before the buffer's first, so that its position counts on from there
     */
    private void put(ByteBuffer piece, boolean stays, long from) throws IOException {
        if (stays && piece.remaining() >= view.leastKept()) {
            view.keep(from + piece.position(), piece.remaining());
        } else {
            view.write(piece);
        }
    }

    private static void skip(DataSetPieces pieces, long count) throws IOException {
        for (long left = count; left > 0; ) {
            long skipped = pieces.skip(left);
            if (skipped <= 0) {
                throw new IOException("the data set is shorter than it was");
            }
            left -= skipped;
        }
    }

    @SuppressWarnings("ReferenceEquality") // which buffer it is, tells
    private void rest(TailEditor tail, DataSetPieces pieces, long begin) throws IOException, DataSetException {
        long at = begin;
        while (true) {
            long skipped = tail.passing() >= view.leastKept() ? pieces.skip(tail.passing()) : 0;
            if (skipped > 0) {
                view.keep(at, skipped);
                tail.passed(skipped);
                at += skipped;
                continue;
            }
            ByteBuffer bytes = pieces.next();
            if (bytes == null) {
                return;
            }
            long from = at - bytes.position();
            at += bytes.remaining();
            // What passes is handed on in the buffer that it came in; whatever else is written is at no place of it.
            tail.accept(bytes, piece -> put(piece, piece == bytes, from));
        }
    }
}
