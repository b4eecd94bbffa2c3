package org.sluice.pixel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sluice.dataset.BulkEditor;
import org.sluice.dataset.ByteSink;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.DataSetPieces;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.HeaderMemory;
import org.sluice.dataset.HeaderMemoryException;
import org.sluice.dataset.HeaderReader;
import org.sluice.dataset.Tag;
import org.sluice.dataset.TailEditor;
import org.sluice.dataset.TransferSyntax;
import org.sluice.dataset.Vr;
import org.sluice.pixel.frame.FrameShape;
import org.sluice.pixel.frame.PixelDataException;
import org.sluice.pixel.frame.PixelDataException.Kind;
import org.sluice.pixel.render.Rendering;
import org.sluice.pixel.text.TextDetector;

/**
 * A look at the first, the middle and the last frame of a data set for print. What it finds is a reason to stop an instance; that it
 * finds nothing proves nothing. For one thread.
 */
public final class FrameText implements BulkEditor {
    private static final int FLOAT_PIXEL_DATA = 0x7FE0_0008;
    private static final int DOUBLE_FLOAT_PIXEL_DATA = 0x7FE0_0009;
    private static final int PART_OF_HEAP = 16;
    /** Bytes for each pixel beside the frame: greys, twice, and shapes. */
    private static final int BYTES_OF_A_LOOK = 8;

    private static final ByteSink NOWHERE = bytes -> bytes.position(bytes.limit());

    private final Header header;
    private final HeaderMemory.Share memory;
    private boolean hasExtendedTable;
    private int longest;

    private FrameText(Header header, HeaderMemory.Share memory) {
        this.header = header;
        this.memory = memory;
    }

    /**
     * How many glyph-like shapes the longest row of one of these frames has; 0 where there is no pixel data.
     *
     * @param memory out of which a frame is held
     * @throws ScrubException a frame, or what the header says of it, cannot be read exactly
     * @throws HeaderMemoryException there is no memory left: the same may pass at a calmer time
     */
    public static int longestRow(DataSetPieces.Source source, TransferSyntax syntax, HeaderMemory.Share memory)
            throws IOException, DataSetException {
        try (DataSetPieces pieces = source.open()) {
            HeaderReader reader = new HeaderReader(syntax, HeaderLimits.DEFAULT, Tag.LAST_OF_IMAGE);
            ByteBuffer left = reader.read(pieces);
            FrameText look = new FrameText(reader.header(), memory);
            look.see(reader.header());
            if (reader.header().endsBeforeBulk()) {
                TailEditor tail =
                        reader.tail(new HeaderEdit(reader.header()), element -> look.see(element.header()), look);
                tail.accept(reader.overshoot(), NOWHERE);
                for (ByteBuffer more = left; more != null; more = pieces.next()) {
                    tail.accept(more, NOWHERE);
                }
                tail.end(NOWHERE);
            }
            return look.longest;
        }
    }

    /** Of elements that are no bulk. */
    private void see(Header elements) throws ScrubException {
        for (int i = 0; i < elements.size(); i++) {
            hasExtendedTable |= OffsetTables.isOne(elements.tag(i));
            if (elements.depth(i) == 0 && elements.isHeld(i) && isPixelData(elements.tag(i))) {
                throw new ScrubException(elements.tag(i), Kind.DAMAGED, "expected pixel data, found something else");
            }
        }
    }

    private static boolean isPixelData(int tag) {
        return tag == Tag.PIXEL_DATA || tag == FLOAT_PIXEL_DATA || tag == DOUBLE_FLOAT_PIXEL_DATA;
    }

    @Override
    public Optional<Passing> begin(int tag, Vr vr, long length) throws DataSetException {
        if (!isPixelData(tag)) {
            return Optional.empty();
        }
        if (tag != Tag.PIXEL_DATA) {
            throw new ScrubException(tag, Kind.UNSUPPORTED, "floating point pixel data is not looked at");
        }
        TransferSyntax syntax = header.syntax();
        if ((length == FRAGMENTS) != syntax.encapsulated()) {
            throw new ScrubException(
                    Kind.DAMAGED, "the pixel data is native in an encapsulated transfer syntax, or the reverse");
        }
        ImageHeader image = ImageHeader.of(header);
        int[] wanted = IntStream.of(0, image.frames() / 2, image.frames() - 1)
                .distinct()
                .toArray();
        if (length != FRAGMENTS) {
            NativeLayout layout = NativeLayout.of(image, vr, syntax.bigEndian());
            return Optional.of(new NativeFrames(image, layout, length, wanted));
        }
        return Optional.of(new EncapsulatedFrames(
                image,
                EncapsulatedFrames.Beginning.of(syntax, hasExtendedTable),
                memory,
                new CodedFrames(NativeForm.of(header), wanted)));
    }

    @Override
    public void end() {}

    private void look(int frame, FrameSamples samples) throws PixelDataException {
        FrameShape shape = samples.shape();
        for (byte[] greys : Rendering.greys(header, frame, shape, samples)) {
            longest = Math.max(longest, TextDetector.longest(greys, shape.columns(), shape.rows()));
        }
    }

    /** Takes memory for a look; whoever asks gives it back. */
    private long takeForALook(FrameShape shape, long more) throws ScrubException, HeaderMemoryException {
        long wanted = BYTES_OF_A_LOOK * shape.pixels() + more;
        if (wanted > Runtime.getRuntime().maxMemory() / PART_OF_HEAP * 3 || wanted > memory.most()) {
            throw new ScrubException(
                    Kind.UNSUPPORTED, "a frame of " + (shape.bytes() >> 20) + " MiB is too large for this heap");
        }
        if (!memory.take(wanted)) {
            throw new HeaderMemoryException(
                    Tag.format(Tag.PIXEL_DATA), -1, "no memory for a frame: the headers and frames of others take it");
        }
        return wanted;
    }

    /** The bytes of one native frame, as they come; it may share its first and its last with its neighbours. */
    private static final class Stretch {
        final int frame;
        final int firstBit;
        private final long from;
        private final int length;
        private byte[] bytes = {};
        private int count;

        Stretch(int frame, long bits) {
            this.frame = frame;
            long begins = bits * frame;
            this.from = begins / 8 & -2; // a pair of bytes may have changed places
            this.firstBit = (int) (begins - from * 8);
            long end = (begins + bits + 7) / 8;
            this.length = Math.toIntExact(end + end % 2 - from);
        }

        /** Takes what is its own of bytes that begin at a place. */
        void take(ByteBuffer more, long place) {
            long skip = from + count - place;
            if (isFull() || skip < 0 || skip >= more.remaining()) {
                return;
            }
            bytes = bytes.length == 0 ? new byte[length] : bytes;
            int taken = (int) Math.min(length - count, more.remaining() - skip);
            more.slice().position((int) skip).get(bytes, count, taken);
            count += taken;
        }

        boolean isFull() {
            return count == length;
        }

        /** All of them, which nobody asks for again. */
        byte[] handed() {
            byte[] all = bytes;
            bytes = new byte[0];
            return all;
        }
    }

    /** Keeps the bytes of the frames that are looked at, each until it has been. */
    private final class NativeFrames implements Passing {
        private final FrameShape shape;
        private final NativeLayout layout;
        private final long memoryTaken;
        private final Deque<Stretch> open = new ArrayDeque<>();
        private long position;

        NativeFrames(ImageHeader image, NativeLayout layout, long length, int[] wanted)
                throws ScrubException, HeaderMemoryException {
            if (length != layout.length()) {
                throw new ScrubException(
                        Kind.GEOMETRY, "expected the bytes of " + image.frames() + " frames, found more or less");
            }
            long bits = layout.bits() / image.frames();
            this.shape = image.shape();
            this.layout = layout;
            this.memoryTaken = takeForALook(shape, 2 * (bits / 8 + 4));
            IntStream.of(wanted).mapToObj(frame -> new Stretch(frame, bits)).forEach(open::add);
        }

        @Override
        public void fragment(long length) throws ScrubException {
            throw new ScrubException(Kind.DAMAGED, "expected native pixel data, found fragments");
        }

        @Override
        public void accept(ByteBuffer more, ByteSink out) throws ScrubException {
            open.forEach(stretch -> stretch.take(more, position));
            position += more.remaining();
            more.position(more.limit());
            while (!open.isEmpty() && open.element().isFull()) {
                Stretch full = open.remove();
                try {
                    look(full.frame, new FrameSamples(shape, layout, full.handed(), full.firstBit));
                } catch (PixelDataException e) {
                    throw new ScrubException(e);
                }
            }
        }

        @Override
        public void end(ByteSink out) throws ScrubException {
            memory.giveBack(memoryTaken);
            if (!open.isEmpty()) {
                throw new ScrubException(Kind.TRUNCATED, "the pixel data ends before its last frame does");
            }
        }
    }

    /** Decodes the frames that are looked at, and passes over the others. */
    private final class CodedFrames implements EncapsulatedFrames.Work {
        private final NativeForm form;
        private final NativeLayout layout;
        private final int[] wanted;
        private final long memoryTaken;
        private int frame;

        CodedFrames(NativeForm form, int[] wanted) throws ScrubException, HeaderMemoryException {
            this.form = form;
            this.memoryTaken = takeForALook(form.shape(), 0);
            this.layout = NativeLayout.of(new ImageHeader(form.shape(), 1), form.vr(), false);
            this.wanted = wanted;
        }

        @Override
        public byte[] made(byte[] codestream) throws PixelDataException {
            int number = frame++;
            if (IntStream.of(wanted).anyMatch(one -> one == number)) {
                look(number, new FrameSamples(form.shape(), layout, form.decode(codestream), 0));
            }
            return codestream;
        }

        @Override
        public void write(byte[] made, ByteSink out) {}

        @Override
        public void end(ByteSink out) {
            memory.giveBack(memoryTaken);
        }
    }
}
