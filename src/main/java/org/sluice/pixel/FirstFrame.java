package org.sluice.pixel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.BulkEditor;
import org.sluice.dataset.ByteSink;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.DataSetPieces;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.HeaderReader;
import org.sluice.dataset.Part10;
import org.sluice.dataset.Tag;
import org.sluice.dataset.TailEditor;
import org.sluice.dataset.TransferSyntax;
import org.sluice.dataset.Vr;
import org.sluice.pixel.frame.Fill;
import org.sluice.pixel.frame.FrameCodec;
import org.sluice.pixel.frame.FrameShape;
import org.sluice.pixel.frame.PixelArea;
import org.sluice.pixel.frame.PixelDataException;

/** The first frame of a file, to be looked at. For one thread. */
final class FirstFrame implements BulkEditor {
    /** Bytes of a frame. */
    private static final long MOST = 1 << 29;

    private static final ByteSink NOWHERE = bytes -> bytes.position(bytes.limit());

    private final Header header;
    private final ImageHeader image;
    private ByteBuffer frame = ByteBuffer.allocate(0);
    private @Nullable NativeLayout layout;
    private boolean hasExtendedTable;

    private FirstFrame(Header header) throws ScrubException {
        this.header = header;
        this.image = ImageHeader.of(header);
    }

    /** Reads it. */
    static FirstFrame of(Path file) throws IOException, DataSetException {
        try (Part10 part10 = Part10.open(file, HeaderLimits.DEFAULT);
                DataSetPieces pieces = part10.pieces(Long.MAX_VALUE)) {
            HeaderReader reader = new HeaderReader(part10.syntax(), HeaderLimits.DEFAULT, Tag.LAST_OF_IMAGE);
            ByteBuffer left = reader.read(pieces);
            FirstFrame first = new FirstFrame(reader.header());
            TailEditor tail = reader.tail(new HeaderEdit(reader.header()), first::see, first);
            tail.accept(reader.overshoot(), NOWHERE);
            for (ByteBuffer more = left; more != null; more = pieces.next()) {
                tail.accept(more, NOWHERE);
            }
            tail.end(NOWHERE);
            return first;
        }
    }

    private void see(HeaderEdit element) {
        hasExtendedTable |= element.tag(0) == PixelScrub.EXTENDED_OFFSET_TABLE;
    }

    @Override
    public Optional<Passing> begin(int tag, Vr vr, long length) throws DataSetException {
        if (tag != Tag.PIXEL_DATA) {
            return Optional.empty();
        }
        TransferSyntax syntax = header.syntax();
        FrameShape shape = image.shape();
        if (length != FRAGMENTS) {
            NativeLayout known = NativeLayout.of(image, vr, syntax.bigEndian());
            long bytes = known.bits() / image.frames() / 8 + 2;
            layout = known;
            frame = ByteBuffer.allocate((int) Math.min(Math.min(bytes, length), MOST));
            return Optional.of(new FirstBytes());
        }
        FrameCodec codec = FrameCodecs.of(syntax.uid())
                .orElseThrow(() -> new ScrubException(
                        PixelDataException.Kind.UNSUPPORTED, "transfer syntax " + syntax.uid() + " has no codec here"));
        FrameShape decoded = new FrameShape(
                shape.rows(),
                shape.columns(),
                shape.samples(),
                shape.bitsAllocated(),
                shape.bitsStored(),
                shape.highBit(),
                shape.signed(),
                0,
                shape.photometricInterpretation().replace("_422", ""));
        layout = NativeLayout.of(new ImageHeader(decoded, 1), shape.bitsAllocated() > 8 ? Vr.OW : Vr.OB, false);
        return Optional.of(new EncapsulatedFrames(
                image,
                List.of(),
                Fill.zero(shape),
                new FirstDecoded(codec),
                EncapsulatedFrames.Beginning.of(syntax, hasExtendedTable),
                HeaderLimits.DEFAULT.memory()));
    }

    @Override
    public void end() {}

    /** As the header has it. */
    Header header() {
        return header;
    }

    /** As the header has it. */
    FrameShape shape() {
        return image.shape();
    }

    /** How its bytes lie. */
    NativeLayout layout() throws ScrubException {
        NativeLayout known = layout;
        if (known == null || frame.capacity() == 0) {
            throw new ScrubException(PixelDataException.Kind.NOTHING, "there is no pixel data");
        }
        return known;
    }

    /** Its bytes, native. */
    byte[] bytes() {
        return frame.array();
    }

    /** Takes the first bytes of a native value. */
    private final class FirstBytes implements Passing {
        @Override
        public void fragment(long length) throws ScrubException {
            throw new ScrubException(PixelDataException.Kind.DAMAGED, "expected native pixel data, found fragments");
        }

        @Override
        public void accept(ByteBuffer more, ByteSink out) {
            int count = Math.min(more.remaining(), frame.remaining());
            frame.put(more.slice(more.position(), count));
            more.position(more.limit());
        }

        @Override
        public void end(ByteSink out) {}
    }

    /** Decodes the first frame, and leaves all as they are. */
    private final class FirstDecoded implements FrameCodec {
        private final FrameCodec codec;

        FirstDecoded(FrameCodec codec) {
            this.codec = codec;
        }

        @Override
        public byte[] blank(byte[] codestream, FrameShape shape, List<PixelArea> areas, Fill fill)
                throws PixelDataException {
            if (frame.capacity() == 0) {
                frame = ByteBuffer.wrap(decode(codestream, shape));
            }
            return codestream;
        }

        @Override
        public byte[] decode(byte[] codestream, FrameShape shape) throws PixelDataException {
            return codec.decode(codestream, shape);
        }
    }
}
