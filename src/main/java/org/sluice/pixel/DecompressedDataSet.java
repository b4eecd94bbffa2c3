package org.sluice.pixel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.BulkEditor;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.DataSetPieces;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.HeaderMemory;
import org.sluice.dataset.HeaderReader;
import org.sluice.dataset.Tag;
import org.sluice.dataset.TailEditor;
import org.sluice.dataset.TransferSyntax;
import org.sluice.dataset.Vr;
import org.sluice.pixel.frame.PixelDataException.Kind;

/**
 * A data set with compressed pixel data, read as one in explicit VR little endian. Changed are, beside Pixel Data: Photometric
 * Interpretation, Planar Configuration, Lossy Image Compression (see {@link LossyMark}), and the group lengths around them; what
 * says where frames lie goes. For one thread; whoever has given the pieces closes them.
 */
final class DecompressedDataSet implements ReadableByteChannel, BulkEditor {
    private final DataSetPieces compressed;
    private final TransferSyntax syntax;
    private final HeaderMemory.Share memory;
    /** What was made of the pieces up to here; the next piece is asked for when all of it is read. */
    private final Deque<ByteBuffer> ready = new ArrayDeque<>();

    private @Nullable TailEditor tail;
    private @Nullable NativeForm form;
    private boolean hasExtendedTable;
    private boolean isFound;
    private boolean ended;

    DecompressedDataSet(DataSetPieces compressed, TransferSyntax syntax, HeaderMemory.Share memory) {
        this.compressed = compressed;
        this.syntax = syntax;
        this.memory = memory;
    }

    /** Carries what is wrong with a data set through what reads bytes. */
    static final class Failure extends IOException {
        private static final long serialVersionUID = 1L;
        private final DataSetException failure;

        Failure(DataSetException failure) {
            super(failure);
            this.failure = failure;
        }

        DataSetException failure() {
            return failure;
        }
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        try {
            while (ready.isEmpty()) {
                if (ended) {
                    return -1;
                }
                more();
            }
        } catch (DataSetException e) {
            throw new Failure(e);
        }
        ByteBuffer next = ready.element();
        int count = Math.min(next.remaining(), into.remaining());
        into.put(next.slice().limit(count));
        next.position(next.position() + count);
        if (!next.hasRemaining()) {
            ready.remove();
        }
        return count;
    }

    private void more() throws IOException, DataSetException {
        TailEditor editor = tail;
        if (editor == null) {
            begin();
            return;
        }
        ByteBuffer piece = compressed.next();
        if (piece != null) {
            editor.accept(piece, this::add);
        } else {
            ended = true;
            editor.end(this::add);
        }
    }

    /** What comes here stays as it is until the next piece is asked for. */
    private void add(ByteBuffer bytes) {
        if (bytes.hasRemaining()) {
            ready.add(bytes.slice());
            bytes.position(bytes.limit());
        }
    }

    private void begin() throws IOException, DataSetException {
        HeaderReader reader = new HeaderReader(syntax, HeaderLimits.DEFAULT.within(memory), Tag.LAST_OF_IMAGE);
        ByteBuffer left = reader.read(compressed);
        HeaderEdit edit = new HeaderEdit(reader.header());
        if (reader.header().endsBeforeBulk()) {
            NativeForm known = NativeForm.of(reader.header());
            known.requireFits();
            NativeMarks.set(edit, known);
            form = known;
        }
        element(edit);
        TailEditor editor = reader.tail(edit, this::element, this);
        edit.writeTo(this::add);
        editor.accept(reader.overshoot(), this::add);
        editor.accept(left, this::add);
        tail = editor;
    }

    /** Also of the header as a whole. */
    private void element(HeaderEdit edit) throws ScrubException {
        Header header = edit.header();
        for (int i = 0; i < header.size(); i++) {
            hasExtendedTable |= OffsetTables.isOne(header.tag(i));
            boolean isPixelData = header.tag(i) == Tag.PIXEL_DATA && header.depth(i) == 0;
            if (isPixelData && header.isHeld(i)) {
                throw new ScrubException(Kind.DAMAGED, "expected pixel data in fragments, found something else");
            }
            if (header.undefinedLength(i) && !header.isSequence(i) && !isPixelData) {
                throw new ScrubException(
                        header.tag(i), Kind.UNSUPPORTED, "beside the pixel data there is another value in fragments");
            }
        }
        OffsetTables.remove(edit);
        NativeMarks.dropLength(edit);
    }

    @Override
    public Optional<Passing> begin(int tag, Vr vr, long length) throws ScrubException {
        if (tag != Tag.PIXEL_DATA) {
            return Optional.empty();
        }
        NativeForm known = form;
        if (known == null || length != FRAGMENTS) {
            throw new ScrubException(Kind.DAMAGED, "expected pixel data in fragments, found something else");
        }
        isFound = true;
        return Optional.of(new EncapsulatedFrames(
                known.coded(),
                EncapsulatedFrames.Beginning.of(syntax, hasExtendedTable),
                memory,
                new DecodedFrames(known)));
    }

    @Override
    public void end() throws ScrubException {
        if (form != null && !isFound) {
            throw new ScrubException(Kind.NOTHING, "there is no pixel data");
        }
    }

    @Override
    public boolean isOpen() {
        return !ended;
    }

    @Override
    public void close() {}
}
