package org.sluice.pixel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import org.sluice.dataset.BulkEditor;
import org.sluice.dataset.ByteSink;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.HeaderMemory;
import org.sluice.dataset.HeaderMemoryException;
import org.sluice.dataset.Tag;
import org.sluice.dataset.TransferSyntax;
import org.sluice.pixel.frame.PixelDataException;
import org.sluice.pixel.frame.PixelDataException.Kind;

/**
 * Encapsulated pixel data on its way, PS3.5 A.4: each frame is put together out of its fragments, and {@link Work} makes something
 * of it. Holds one frame. For one thread and one value.
 */
final class EncapsulatedFrames implements BulkEditor.Passing {
    private static final int ITEM_HEAD = 8;
    private static final int BYTES_OF_OFFSET = 4;
    /** Bytes of an offset table, of four million frames. */
    private static final long LONGEST_TABLE = 1 << 24;
    /** Bytes of a codestream beside its picture: other segments of a JPEG. */
    private static final long LARGEST_EXTRA = 1 << 18;

    /** How the first fragment of a frame is known. */
    enum Beginning {
        /** Each fragment is a frame: RLE, PS3.5 A.4.2, and wherever there is an extended offset table, PS3.3 C.7.6.3.1.8. */
        EACH_FRAGMENT,
        /** By the start of image marker of JPEG and JPEG-LS, or the start of codestream marker of JPEG 2000. */
        MARKER;

        private static final String RLE = "1.2.840.10008.1.2.5";

        static Beginning of(TransferSyntax syntax, boolean hasExtendedTable) {
            return hasExtendedTable || syntax.uid().equals(RLE) ? EACH_FRAGMENT : MARKER;
        }
    }

    /** What becomes of the frames, in their order. */
    interface Work {
        /** The head that the element gets; empty for the one that came. */
        default Optional<BulkEditor.Head> head() {
            return Optional.empty();
        }

        /**
         * What one frame becomes.
         *
         * @param codestream all of it, with what fills it up
         */
        byte[] made(byte[] codestream) throws PixelDataException;

        /** Writes it. */
        void write(byte[] made, ByteSink out) throws IOException;

        /** Writes what stands behind the last frame. */
        void end(ByteSink out) throws IOException;
    }

    /** How far the basic offset table, the first item, has come. */
    private enum Table {
        NOT_BEGUN,
        COMING,
        READ
    }

    private final ImageHeader image;
    private final Beginning beginning;
    private final Work work;
    private final HeaderMemory.Share memory;
    private final long longest;
    private long memoryTaken;

    /** The offset table while it comes, then the codestream of the current frame. */
    private byte[] held = new byte[0];

    private int count;
    private Table table = Table.NOT_BEGUN;
    private long[] offsets = {};
    private int nextOffset;
    /** Where the next fragment stands behind the offset table, as the table counts. */
    private long nextFragment;
    /** Where in {@code held} the current fragment begins, while it is not known whether a frame does; else -1. */
    private int undecided = -1;

    private boolean frameEnds;
    private int done;

    /** @param memory out of which frames are held; whoever gave it gives back what is left when this fails */
    EncapsulatedFrames(ImageHeader image, Beginning beginning, HeaderMemory.Share memory, Work work)
            throws ScrubException {
        this.image = image;
        this.beginning = beginning;
        this.work = work;
        this.memory = memory;
        long frame = image.shape().bytes();
        this.longest = 2 * frame + LARGEST_EXTRA;
        boolean fits = frame <= Runtime.getRuntime().maxMemory() / 16 && frame <= Integer.MAX_VALUE / 4;
        if (!fits || memoryFor(longest) > memory.most()) {
            throw new ScrubException(
                    Kind.UNSUPPORTED, "a frame of " + (frame >> 20) + " MiB is too large for this heap");
        }
    }

    /** While a codestream of so many bytes is worked on: itself and its copy, two bytes for each sample, and what comes of it. */
    private long memoryFor(long codestream) {
        return 2 * codestream + 3 * image.shape().bytes();
    }

    @Override
    public Optional<BulkEditor.Head> head() {
        return work.head();
    }

    private void take(long wanted) throws HeaderMemoryException {
        if (wanted > memoryTaken) {
            if (!memory.take(wanted - memoryTaken)) {
                throw new HeaderMemoryException(
                        Tag.format(Tag.PIXEL_DATA),
                        -1,
                        "no memory for a frame: the headers and frames of others take it");
            }
            memoryTaken = wanted;
        }
    }

    @Override
    public void fragment(long length) throws ScrubException {
        if (table == Table.NOT_BEGUN) {
            beginTable(length);
            return;
        }
        finishTable();
        if (length == 0) {
            throw new ScrubException(Kind.DAMAGED, "a fragment is empty");
        }
        boolean isFirst = count == 0 && done == 0;
        if (offsets.length > 0) {
            boolean begins = nextOffset < offsets.length && offsets[nextOffset] == nextFragment;
            nextOffset += begins ? 1 : 0;
            if (isFirst && !begins) {
                throw new ScrubException(
                        Kind.DAMAGED, "the first offset of the table is not that of the first fragment");
            }
            frameEnds = begins && !isFirst;
        } else if (image.frames() > 1 || beginning == Beginning.EACH_FRAGMENT) {
            frameEnds = beginning == Beginning.EACH_FRAGMENT && !isFirst;
            undecided = beginning == Beginning.MARKER && !isFirst ? count : -1;
        }
        nextFragment += ITEM_HEAD + length;
    }

    private void beginTable(long length) throws ScrubException {
        if (length != 0 && (length != (long) BYTES_OF_OFFSET * image.frames() || length > LONGEST_TABLE)) {
            throw new ScrubException(Kind.FRAMES, "expected a basic offset table of " + image.frames() + " frames");
        }
        table = Table.COMING;
    }

    /** Reads the table when all of it has come. */
    private void finishTable() {
        if (table == Table.READ) {
            return;
        }
        ByteBuffer entries = ByteBuffer.wrap(held, 0, count).order(ByteOrder.LITTLE_ENDIAN);
        offsets = new long[count / BYTES_OF_OFFSET];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = entries.getInt() & 0xFFFF_FFFFL;
        }
        count = 0;
        table = Table.READ;
    }

    @Override
    public void accept(ByteBuffer bytes, ByteSink out) throws IOException, DataSetException {
        if (frameEnds) {
            writeFrame(count, out);
            frameEnds = false;
        }
        long most = table == Table.READ ? longest : LONGEST_TABLE;
        if (count + (long) bytes.remaining() > most) {
            throw new ScrubException(Kind.DAMAGED, "a frame has more bytes than its picture calls for");
        }
        int more = bytes.remaining();
        if (count + more > held.length) {
            int larger = (int) Math.min(most, Math.max(2L * held.length, count + (long) more));
            take(memoryFor(larger));
            held = Arrays.copyOf(held, larger);
        }
        bytes.get(held, count, more);
        count += more;
        if (undecided >= 0 && count - undecided >= 2) {
            int fragment = undecided;
            undecided = -1;
            if (isMarker(held, fragment)) {
                writeFrame(fragment, out);
            }
        }
    }

    /** SOI of JPEG and JPEG-LS, ISO/IEC 10918-1 B.1.1.3, or SOC of JPEG 2000, ISO/IEC 15444-1 A.4.1. */
    private static boolean isMarker(byte[] bytes, int at) {
        int second = bytes[at + 1] & 0xFF;
        return bytes[at] == (byte) 0xFF && (second == 0xD8 || second == 0x4F);
    }

    /** Writes what is held up to there as a frame; what is behind goes on. */
    private void writeFrame(int end, ByteSink out) throws IOException, ScrubException {
        if (done == image.frames()) {
            throw new ScrubException(Kind.FRAMES, "expected " + image.frames() + " frames, found more");
        }
        byte[] frame = made(Arrays.copyOf(held, end));
        System.arraycopy(held, end, held, 0, count - end);
        count -= end;
        done++;
        work.write(frame, out);
    }

    private byte[] made(byte[] codestream) throws ScrubException {
        try {
            return work.made(codestream);
        } catch (PixelDataException e) {
            throw new ScrubException(e);
        } catch (RuntimeException e) {
            // Whatever a codec has stumbled over: the picture is not to be trusted.
            throw new ScrubException(
                    Kind.DAMAGED, "the codec has failed: " + e.getClass().getSimpleName());
        }
    }

    @Override
    public void end(ByteSink out) throws IOException, ScrubException {
        finishTable();
        if (count > 0) {
            writeFrame(count, out);
        }
        if (done != image.frames() || (offsets.length > 0 && nextOffset != offsets.length)) {
            throw new ScrubException(Kind.FRAMES, "expected " + image.frames() + " frames, found " + done);
        }
        work.end(out);
        held = new byte[0];
        memory.giveBack(memoryTaken);
        memoryTaken = 0;
    }
}
