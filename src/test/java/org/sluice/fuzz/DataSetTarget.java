package org.sluice.fuzz;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.ByteSink;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.HeaderReader;
import org.sluice.dataset.Inflation;
import org.sluice.dataset.TailEditor;
import org.sluice.dataset.TransferSyntax;

/**
 * A data set behind three bytes: its transfer syntax, into how small pieces it is cut, and which elements are edited. What
 * is not edited comes out as it went in, and what is edited can be read again.
 */
public final class DataSetTarget {
    static final List<String> SYNTAXES = List.of(
            "1.2.840.10008.1.2",
            "1.2.840.10008.1.2.1",
            "1.2.840.10008.1.2.2",
            "1.2.840.10008.1.2.4.50",
            "1.2.840.10008.1.2.1.99");

    static final int PREFIX = 3;
    private static final HeaderLimits LIMITS = new HeaderLimits(1 << 16, 16, 2_000);
    private static final int MOST_INFLATED = 1 << 18;
    private static final int PER_BYTE = 3_000;
    private static final int MOST_TOUCHED = 300;

    private DataSetTarget() {}

    /** Takes one input. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length >= PREFIX) {
            Allocation.bounded(input.length + MOST_INFLATED / 1000, PER_BYTE, () -> read(input));
        }
    }

    private static void read(byte[] input) throws IOException {
        TransferSyntax syntax = TransferSyntax.of(SYNTAXES.get((input[0] & 0xFF) % SYNTAXES.size()));
        int piece = 1 + (input[1] & 0xFF);
        ByteBuffer bytes = ByteBuffer.wrap(input, PREFIX, input.length - PREFIX).slice();
        try {
            if (syntax.deflated()) {
                bytes = inflated(bytes);
            }
            passed(syntax, bytes.duplicate(), piece);
            edited(syntax, bytes.duplicate(), input[2]);
        } catch (DataSetException expected) {
            if (expected.getMessage() == null || expected.getMessage().isBlank()) {
                throw new AssertionError("an exception without words", expected);
            }
        }
    }

    private static ByteBuffer inflated(ByteBuffer deflated) throws DataSetException {
        ByteBuffer all = ByteBuffer.allocate(MOST_INFLATED);
        try (Inflation inflation = new Inflation(MOST_INFLATED)) {
            inflation.accept(deflated);
            for (@Nullable ByteBuffer next = inflation.next(); next != null; next = inflation.next()) {
                all.put(next);
            }
            inflation.end();
        }
        return all.flip();
    }

    /** In pieces, and nothing edited: all bytes come out. */
    private static void passed(TransferSyntax syntax, ByteBuffer bytes, int piece)
            throws IOException, DataSetException {
        ByteBuffer expected = bytes.duplicate();
        HeaderReader reader = new HeaderReader(syntax, LIMITS, 0);
        int end = bytes.limit();
        boolean complete = false;
        while (!complete && bytes.position() < end) {
            bytes.limit(Math.min(end, bytes.position() + piece));
            complete = reader.accept(bytes);
        }
        bytes.limit(end);
        reader.end();
        Header header = reader.header();
        touch(header);
        ByteBuffer out = ByteBuffer.allocate(expected.remaining());
        ByteSink sink = out::put;
        sink.write(ByteBuffer.wrap(header.bytes(), 0, header.length()));
        TailEditor tail = reader.tail(new HeaderEdit(header), element -> touch(element.header()));
        tail.accept(reader.overshoot(), sink);
        tail.accept(bytes, sink);
        tail.end(sink);
        if (!out.flip().equals(expected)) {
            throw new AssertionError("what was not edited did not come out as it went in");
        }
    }

    private static void touch(Header header) {
        if (!header.isHeld(0)) {
            return;
        }
        for (int i = 0; i < Math.min(header.size(), MOST_TOUCHED); i++) {
            header.path(i).length();
            if (header.isHeld(i)) {
                header.texts(i).size();
                for (int n = 0; n < Math.min(8, header.numberCount(i)); n++) {
                    header.real(i, n);
                }
            }
        }
    }

    /** Some elements removed, blanked or set: what comes out is as long as was said, and can be read. */
    private static void edited(TransferSyntax syntax, ByteBuffer bytes, int choice)
            throws IOException, DataSetException {
        HeaderReader reader = new HeaderReader(syntax, LIMITS, 0);
        reader.accept(bytes);
        reader.end();
        HeaderEdit edit = new HeaderEdit(reader.header());
        edit(edit, choice & 0xFF);
        long length = edit.editedLength();
        if (length > 4L * (reader.header().length() + 64)) {
            throw new AssertionError("edited it is " + length + " bytes");
        }
        ByteBuffer out = ByteBuffer.allocate((int) length);
        edit.writeTo(out::put);
        if (out.hasRemaining()) {
            throw new AssertionError("edited it is shorter than was said by " + out.remaining());
        }
        HeaderReader again = new HeaderReader(syntax, HeaderLimits.DEFAULT, -1);
        again.accept(out.flip());
        again.end();
    }

    private static void edit(HeaderEdit edit, int choice) throws DataSetException {
        for (int i = choice % 7; i < Math.min(edit.size(), MOST_TOUCHED); i += 1 + choice % 5) {
            if (edit.present(i)) {
                switch (choice % 3) {
                    case 0 -> edit.remove(i);
                    case 1 -> edit.blank(i);
                    default -> {
                        if (!edit.isSequence(i)) {
                            edit.set(i, new byte[choice % 16]);
                        }
                    }
                }
            }
        }
    }
}
