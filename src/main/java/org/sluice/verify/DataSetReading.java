package org.sluice.verify;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.BulkEditor;
import org.sluice.dataset.ByteSink;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.DataSetPieces;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.HeaderReader;
import org.sluice.dataset.HeaderTooLargeException;
import org.sluice.dataset.TailEditor;
import org.sluice.dataset.TransferSyntax;

/**
 * Reads a data set to its end: values up to 64 KiB, and sequences, are held within the limits; the others pass by a {@link
 * BulkReader}. For one thread and one data set.
 */
final class DataSetReading implements ByteSink {
    private static final ByteSink NOWHERE = bytes -> bytes.position(bytes.limit());

    private final HeaderLimits limits;
    private final HeaderReader reader;
    private final @Nullable BulkReader bulk;
    private final List<Header> parts = new ArrayList<>();
    private @Nullable TailEditor tail;
    private long held;

    /** What went wrong while something was written here, for {@link ByteSink} has no such exception. */
    static final class UnreadableException extends IOException {
        private static final long serialVersionUID = 1;

        private final transient DataSetException fault;

        UnreadableException(DataSetException fault) {
            super(fault);
            this.fault = fault;
        }

        DataSetException fault() {
            return fault;
        }
    }

    /** @param bulk what reads bulk values; null to pass over them */
    DataSetReading(TransferSyntax syntax, HeaderLimits limits, @Nullable BulkReader bulk) {
        this.limits = limits;
        this.reader = new HeaderReader(syntax, limits, 0);
        this.bulk = bulk;
    }

    /** Reads a stored data set. */
    ReadDataSet read(DataSetPieces pieces) throws IOException, DataSetException {
        while (true) {
            TailEditor behind = tail;
            long skipped = behind == null ? 0 : pieces.skip(behind.passing());
            if (behind != null && skipped > 0) {
                behind.passed(skipped);
                continue;
            }
            ByteBuffer bytes = pieces.next();
            if (bytes == null) {
                return end();
            }
            accept(bytes);
        }
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        try {
            accept(bytes);
        } catch (DataSetException e) {
            throw new UnreadableException(e);
        }
    }

    private void accept(ByteBuffer bytes) throws IOException, DataSetException {
        TailEditor behind = tail;
        if (behind == null && reader.accept(bytes)) {
            parts.add(reader.header());
            held = reader.header().length();
            behind = reader.tail(new HeaderEdit(reader.header()), this::take, bulk == null ? BulkEditor.NONE : bulk);
            tail = behind;
            behind.accept(reader.overshoot(), NOWHERE);
        }
        if (behind != null) {
            behind.accept(bytes, NOWHERE);
        }
    }

    private void take(HeaderEdit element) throws DataSetException {
        Header part = element.header();
        if (!part.isHeld(0)) {
            return;
        }
        held += part.length();
        if (held > limits.maxBytes()) {
            throw new HeaderTooLargeException(
                    part.path(0), -1, "more than " + limits.maxBytes() + " bytes beside the bulk data");
        }
        parts.add(part);
    }

    /** What was read, once the data set has ended. */
    ReadDataSet end() throws IOException, DataSetException {
        TailEditor behind = tail;
        if (behind == null) {
            reader.end();
            parts.add(reader.header());
        } else {
            behind.end(NOWHERE);
        }
        return new ReadDataSet(
                parts,
                bulk == null ? List.of() : bulk.values(),
                List.copyOf(reader.contradictions().ofEachKind()));
    }
}
