package org.sluice.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.ByteSink;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.HeaderReader;
import org.sluice.dataset.HeaderTooLargeException;
import org.sluice.dataset.TailEditor;
import org.sluice.dataset.Vr;

/**
 * A data set as filters see it that ask for pixel data or for what follows it: every element but bulk values, of which
 * only shows that they are there.
 */
final class WholeHeader {
    private static final byte[] SOME_VALUE = {0, 0};
    private static final ByteSink NOWHERE = bytes -> bytes.position(bytes.limit());

    private final HeaderLimits limits;
    private final ByteArrayOutputStream elements = new ByteArrayOutputStream();
    private final List<Bulk> bulk = new ArrayList<>();

    private record Bulk(int tag, Vr vr) {}

    private WholeHeader(HeaderLimits limits) {
        this.limits = limits;
    }

    /**
     * Reads on behind a header to the end of the data set.
     *
     * @param reader that has the header
     * @param left of the piece with which the header was complete
     * @throws HeaderTooLargeException when all that is not bulk is too large to be held
     */
    static Header read(HeaderReader reader, ByteBuffer left, StoredDataSet rest, HeaderLimits limits)
            throws IOException, DataSetException {
        WholeHeader whole = new WholeHeader(limits);
        Header header = reader.header();
        whole.elements.write(header.bytes(), 0, header.length());
        TailEditor tail = new TailEditor(new HeaderEdit(header), limits, whole::take);
        tail.accept(reader.overshoot(), NOWHERE);
        for (@Nullable ByteBuffer bytes = left; bytes != null; bytes = rest.next()) {
            tail.accept(bytes, NOWHERE);
        }
        tail.end(NOWHERE);
        return whole.header(header);
    }

    private void take(HeaderEdit later) throws DataSetException {
        Header element = later.header();
        if (element.end(0) > element.length()) {
            bulk.add(new Bulk(element.tag(0), element.vr(0)));
            return;
        }
        if (elements.size() + element.length() > limits.maxBytes()) {
            throw new HeaderTooLargeException(
                    element.path(0), -1, "more than " + limits.maxBytes() + " bytes beside the bulk data");
        }
        elements.write(element.bytes(), 0, element.length());
    }

    private Header header(Header beginning) throws IOException, DataSetException {
        HeaderEdit edit = new HeaderEdit(parse(beginning, elements.toByteArray()));
        for (Bulk value : bulk) {
            edit.add(value.tag(), value.vr(), SOME_VALUE);
        }
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(edit.editedLength()));
        edit.writeTo(bytes::put);
        return parse(beginning, bytes.array());
    }

    /** As one header to the very end: a bulk value is only two bytes long here, and pixel data is no end. */
    private Header parse(Header beginning, byte[] bytes) throws DataSetException {
        HeaderReader reader = HeaderReader.ofWhole(beginning.syntax(), limits);
        reader.accept(ByteBuffer.wrap(bytes));
        reader.end();
        return reader.header();
    }
}
