package org.sluice.recipe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.sluice.dataset.ByteSink;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.DataSetPieces;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.HeaderReader;
import org.sluice.dataset.HeaderTooLargeException;
import org.sluice.dataset.TailEditor;
import org.sluice.dataset.Vr;

/**
 * Reads on behind a header to the end of the data set: all elements, those behind the pixel data too; of bulk values only shows
 * that they are there. For one thread.
 */
final class WholeDataSet {
    private static final byte[] SOME_VALUE = {0, 0};
    private static final ByteSink NOWHERE = bytes -> bytes.position(bytes.limit());

    private final Header beginning;
    private final HeaderLimits limits;
    private final TailEditor tail;
    private final ByteArrayOutputStream elements = new ByteArrayOutputStream();
    private final List<Bulk> bulk = new ArrayList<>();
    private int lastTag;
    private boolean earlierTags;

    private record Bulk(int tag, Vr vr) {}

    /** @param reader that has the header */
    WholeDataSet(HeaderReader reader, HeaderLimits limits) throws IOException, DataSetException {
        this.beginning = reader.header();
        this.limits = limits;
        this.lastTag = beginning.bulkTag();
        this.tail = reader.tail(new HeaderEdit(beginning), this::take);
        tail.accept(reader.overshoot(), NOWHERE);
    }

    /** Takes the next bytes. */
    void accept(ByteBuffer bytes) throws IOException, DataSetException {
        tail.accept(bytes, NOWHERE);
    }

    /** Says that the data set has ended. */
    void end() throws IOException, DataSetException {
        tail.end(NOWHERE);
    }

    /** Reads to the end, passing over bulk values. */
    void read(DataSetPieces pieces) throws IOException, DataSetException {
        while (true) {
            long skipped = pieces.skip(tail.passing());
            if (skipped > 0) {
                tail.passed(skipped);
                continue;
            }
            ByteBuffer bytes = pieces.next();
            if (bytes == null) {
                end();
                return;
            }
            accept(bytes);
        }
    }

    private void take(HeaderEdit later) throws DataSetException {
        Header element = later.header();
        earlierTags |= Integer.compareUnsigned(element.tag(0), lastTag) < 0;
        lastTag = element.tag(0);
        if (!element.isHeld(0)) {
            bulk.add(new Bulk(element.tag(0), element.vr(0)));
            return;
        }
        if (beginning.length() + elements.size() + element.length() > limits.maxBytes()) {
            throw new HeaderTooLargeException(
                    element.path(0), -1, "more than " + limits.maxBytes() + " bytes beside the bulk data");
        }
        elements.write(element.bytes(), 0, element.length());
    }

    /** Whether an element stood behind one with a greater tag: where nobody looks for it. */
    boolean hasEarlierTags() {
        return earlierTags;
    }

    /** As one header to the very end: a bulk value is only two bytes long here, and pixel data is no end. */
    Header header() throws IOException, DataSetException {
        ByteBuffer all = ByteBuffer.allocate(beginning.length() + elements.size())
                .put(beginning.bytes(), 0, beginning.length())
                .put(elements.toByteArray());
        HeaderEdit edit = new HeaderEdit(parse(all.array()));
        for (Bulk value : bulk) {
            if (edit.find(value.tag()) < 0) {
                edit.add(value.tag(), value.vr(), SOME_VALUE);
            }
        }
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(edit.editedLength()));
        edit.writeTo(bytes::put);
        return parse(bytes.array());
    }

    private Header parse(byte[] bytes) throws DataSetException {
        HeaderReader reader = HeaderReader.ofWhole(beginning.syntax(), limits);
        reader.accept(ByteBuffer.wrap(bytes));
        reader.end();
        return reader.header();
    }
}
