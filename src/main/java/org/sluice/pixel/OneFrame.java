package org.sluice.pixel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
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
import org.sluice.dataset.HeaderTooLargeException;
import org.sluice.dataset.Part10;
import org.sluice.dataset.Tag;
import org.sluice.dataset.TailEditor;
import org.sluice.dataset.Vr;
import org.sluice.pixel.frame.FrameShape;
import org.sluice.pixel.frame.PixelDataException;
import org.sluice.pixel.frame.PixelDataException.Kind;

/** One frame of a file, to be looked at; what follows it in the file is not read. For one thread. */
final class OneFrame implements BulkEditor {
    private static final int LAST_OF_OVERLAYS = 0x60FF_FFFF;
    /** Of the heap, as one frame that is put together out of fragments. */
    private static final int PART_OF_HEAP = 16;

    private static final ByteSink NOWHERE = bytes -> bytes.position(bytes.limit());

    private final Header header;
    private final ImageHeader image;
    private final int number;
    private boolean hasExtendedTable;
    private @Nullable FrameSamples samples;

    private OneFrame(Header header, int number) throws ScrubException {
        this.header = header;
        this.image = ImageHeader.of(header);
        this.number = number;
        if (number < 0 || number >= image.frames()) {
            throw new ScrubException(Kind.FRAMES, "there are " + image.frames() + " frames, none is number " + number);
        }
    }

    /**
     * Reads it.
     *
     * @param number of the frame, from 0
     */
    static OneFrame of(Path file, int number) throws IOException, DataSetException {
        try {
            return of(file, number, LAST_OF_OVERLAYS);
        } catch (HeaderTooLargeException e) {
            return of(file, number, Tag.LAST_OF_IMAGE); // shown without the overlays that are out of reach
        }
    }

    private static OneFrame of(Path file, int number, int lastTagNeeded) throws IOException, DataSetException {
        try (Part10 part10 = Part10.open(file, HeaderLimits.DEFAULT);
                DataSetPieces pieces = part10.pieces(Long.MAX_VALUE)) {
            HeaderReader reader = new HeaderReader(part10.syntax(), HeaderLimits.DEFAULT, lastTagNeeded);
            ByteBuffer left = reader.read(pieces);
            if (!reader.header().endsBeforeBulk()) {
                throw new ScrubException(Kind.NOTHING, "there is no pixel data");
            }
            OneFrame frame = new OneFrame(reader.header(), number);
            TailEditor tail = reader.tail(new HeaderEdit(reader.header()), frame::see, frame);
            tail.accept(reader.overshoot(), NOWHERE);
            for (ByteBuffer more = left; more != null && !frame.isRead(); more = pieces.next()) {
                tail.accept(more, NOWHERE);
            }
            if (!frame.isRead()) {
                tail.end(NOWHERE);
            }
            return frame;
        }
    }

    private void see(HeaderEdit element) {
        hasExtendedTable |= OffsetTables.isOne(element.tag(0));
    }

    private boolean isRead() {
        return samples != null;
    }

    @Override
    public Optional<Passing> begin(int tag, Vr vr, long length) throws DataSetException {
        if (tag != Tag.PIXEL_DATA || isRead()) {
            return Optional.empty();
        }
        if (length != FRAGMENTS) {
            return Optional.of(
                    new NativeFrame(NativeLayout.of(image, vr, header.syntax().bigEndian())));
        }
        return Optional.of(new EncapsulatedFrames(
                image,
                EncapsulatedFrames.Beginning.of(header.syntax(), hasExtendedTable),
                HeaderLimits.DEFAULT.memory(),
                new CodedFrame(NativeForm.of(header))));
    }

    @Override
    public void end() {}

    /** As the header has it. */
    Header header() {
        return header;
    }

    /** What its samples are. */
    FrameShape shape() throws ScrubException {
        return samples().shape();
    }

    FrameSamples samples() throws ScrubException {
        FrameSamples read = samples;
        if (read == null) {
            throw new ScrubException(Kind.NOTHING, "there is no pixel data, or it ends before this frame does");
        }
        return read;
    }

    /** Takes the bytes of a native frame, which may begin within one. */
    private final class NativeFrame implements Passing {
        private final NativeLayout layout;
        private final long firstBit;
        private final ByteBuffer frame;
        private long toSkip;

        NativeFrame(NativeLayout layout) throws ScrubException {
            this.layout = layout;
            long bits = layout.bits() / image.frames();
            firstBit = bits * number;
            toSkip = firstBit / 8 & -2; // a pair of bytes may have changed places
            long end = (firstBit + bits + 7) / 8;
            long length = end + end % 2 - toSkip;
            if (length > Runtime.getRuntime().maxMemory() / PART_OF_HEAP) {
                throw new ScrubException(Kind.UNSUPPORTED, "a frame of " + (length >> 20) + " MiB is not drawn");
            }
            frame = ByteBuffer.allocate(Math.toIntExact(length));
        }

        @Override
        public void fragment(long length) throws ScrubException {
            throw new ScrubException(Kind.DAMAGED, "expected native pixel data, found fragments");
        }

        @Override
        public void accept(ByteBuffer more, ByteSink out) {
            int skipped = (int) Math.min(toSkip, more.remaining());
            toSkip -= skipped;
            more.position(more.position() + skipped);
            int count = Math.min(more.remaining(), frame.remaining());
            frame.put(more.slice().limit(count));
            more.position(more.limit());
            if (!frame.hasRemaining()) {
                samples = new FrameSamples(image.shape(), layout, frame.array(), (int) (firstBit - firstBit / 16 * 16));
            }
        }

        @Override
        public void end(ByteSink out) {}
    }

    /** Decodes the one frame, and passes over the others. */
    private final class CodedFrame implements EncapsulatedFrames.Work {
        private final NativeForm form;
        private final NativeLayout layout;
        private int next;

        CodedFrame(NativeForm form) throws ScrubException {
            this.form = form;
            this.layout = NativeLayout.of(new ImageHeader(form.shape(), 1), form.vr(), false);
        }

        @Override
        public byte[] made(byte[] codestream) throws PixelDataException {
            if (next++ == number) {
                samples = new FrameSamples(form.shape(), layout, form.decode(codestream), 0);
            }
            return codestream;
        }

        @Override
        public void write(byte[] made, ByteSink out) {}

        @Override
        public void end(ByteSink out) {}
    }
}
