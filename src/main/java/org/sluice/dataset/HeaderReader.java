package org.sluice.dataset;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a data set from its beginning up to the first bulk element, in whatever fragments it comes. For one thread and one
 * data set.
 *
 * <p>The header ends before pixel data of any kind (an element of group 7FE0 with a VR of bytes or words), or before a
 * top-level element of more than 64 KiB (or of fragments) that is no sequence and whose tag is greater than the last one
 * needed. Everything else is held, within the {@link HeaderLimits}. Bytes are copied once and looked at once: however the
 * fragments are cut, the work is proportional to the header.
 *
 * <p>What contradicts PS3.5 and can be read all the same is read: odd lengths, elements out of order, implicit VR in between,
 * delimiters inside defined lengths. It is noted in the {@link Contradictions}, and so is what ends the reading.
 *
 * <p>Here the bytes are held; {@link HeaderParser} finds the elements in them.
 */
public final class HeaderReader {
    /** What most file meta information has room in. */
    private static final int META_BYTES = 1024;

    private static final int META_ELEMENTS = 16;

    /** What most elements behind the pixel data have room in; there can be a million of them. */
    private static final int ELEMENT_BYTES = 256;

    private final HeaderLimits limits;
    private final StopRule stop;
    private final TransferSyntax syntax;
    private final HeaderContext context;
    private final Contradictions contradictions;
    private final ElementTable table;
    private final HeaderParser parser;

    private byte[] buffer;
    private final int step;
    private int available;
    private int overshoot;
    private @Nullable Header finished;

    /**
     * @param lastTagNeeded the largest top-level tag whose value is needed however large it is; 0 when none is, -1 (that
     *     is, FFFF,FFFF) when all are
     */
    public HeaderReader(TransferSyntax syntax, HeaderLimits limits, int lastTagNeeded) {
        this(syntax, limits, lastTagNeeded, new HeaderRoom());
    }

    /** The same into a room that belongs to this reader, and to its header, until it is given to another. */
    public HeaderReader(TransferSyntax syntax, HeaderLimits limits, int lastTagNeeded, HeaderRoom room) {
        this(new Setting(syntax, limits, StopRule.bulkAfter(lastTagNeeded)), room.table(), room.buffer());
    }

    /** A reader that holds every element to the end of the data set, pixel data too, within the limits. */
    public static HeaderReader ofWhole(TransferSyntax syntax, HeaderLimits limits) {
        HeaderRoom room = new HeaderRoom();
        return new HeaderReader(new Setting(syntax, limits, StopRule.never()), room.table(), room.buffer());
    }

    /**
     * How to read.
     *
     * @param context what is inherited from the part of the data set before
     * @param origin where the first byte stands in the whole data set
     * @param contradictions where they are noted
     * @param entersUnknownItems whether values of unknown VR are looked into, see {@link UnknownItems}
     */
    record Setting(
            TransferSyntax syntax,
            HeaderLimits limits,
            StopRule stop,
            HeaderContext context,
            long origin,
            Contradictions contradictions,
            boolean entersUnknownItems) {
        Setting(TransferSyntax syntax, HeaderLimits limits, StopRule stop) {
            this(syntax, limits, stop, HeaderContext.NONE, 0, new Contradictions(), true);
        }
    }

    private HeaderReader(Setting setting, ElementTable table, byte[] buffer) {
        this.syntax = setting.syntax();
        this.limits = setting.limits();
        this.stop = setting.stop();
        this.context = setting.context();
        this.contradictions = setting.contradictions();
        this.table = table;
        this.parser = new HeaderParser(setting, table);
        this.buffer = buffer;
        this.step = buffer.length;
    }

    /** A reader of file meta information, which is short. */
    static HeaderReader ofFileMeta(HeaderLimits limits) {
        return new HeaderReader(
                new Setting(TransferSyntax.EXPLICIT_LITTLE_ENDIAN, limits, StopRule.fileMeta()),
                new ElementTable(META_ELEMENTS),
                new byte[META_BYTES]);
    }

    /** A reader of the one top-level element that stands at {@code origin}; the next one ends it. */
    static HeaderReader ofElement(
            TransferSyntax syntax,
            HeaderLimits limits,
            HeaderContext context,
            long origin,
            Contradictions contradictions) {
        return new HeaderReader(
                new Setting(syntax, limits, StopRule.afterOne(), context, origin, contradictions, true),
                new ElementTable(META_ELEMENTS),
                new byte[ELEMENT_BYTES]);
    }

    /** A reader for {@link UnknownItems}, which does not ask again for values in the value. */
    static HeaderReader withoutUnknownItems(TransferSyntax syntax, HeaderLimits limits, Contradictions contradictions) {
        return new HeaderReader(
                new Setting(syntax, limits, StopRule.never(), HeaderContext.NONE, 0, contradictions, false),
                new ElementTable(META_ELEMENTS),
                new byte[ELEMENT_BYTES]);
    }

    /** What has been found so far that contradicts PS3.5; grows as this reader reads. */
    public Contradictions contradictions() {
        return contradictions;
    }

    /**
     * Takes bytes until the header is complete or none remain.
     *
     * @return whether the header is complete. Then {@code in} stands behind it, at the first bulk element, except for the
     *     bytes of that element's head that came with earlier fragments: {@link #overshoot()} has them
     * @throws HeaderTooLargeException when a limit is exceeded
     * @throws DataSetException when the structure is malformed
     */
    public boolean accept(ByteBuffer in) throws DataSetException {
        if (finished != null) {
            throw new IllegalStateException("the header is complete");
        }
        int takenBefore = available;
        while (in.hasRemaining()) {
            take(in);
            if (parser.parse(buffer, available)) {
                int behind = available - parser.position();
                int back = Math.min(behind, available - takenBefore);
                in.position(in.position() - back);
                overshoot = behind - back;
                finish(true);
                return true;
            }
        }
        return false;
    }

    /** Reads the header from a stored data set; what is left of the last piece is returned. */
    public ByteBuffer read(DataSetPieces pieces) throws IOException, DataSetException {
        for (ByteBuffer bytes = pieces.next(); bytes != null; bytes = pieces.next()) {
            if (accept(bytes)) {
                return bytes;
            }
        }
        end();
        return ByteBuffer.allocate(0);
    }

    /**
     * What edits the rest of the data set, which begins with {@link #overshoot()}: it holds and passes by what this reader
     * does, and goes on with its contradictions.
     *
     * @param edit the finished edit of the header
     */
    public TailEditor tail(HeaderEdit edit, TailEditor.ElementEditor editor) {
        return tail(edit, editor, BulkEditor.NONE);
    }

    /** The same, and bulk values change as they pass. */
    public TailEditor tail(HeaderEdit edit, TailEditor.ElementEditor editor, BulkEditor values) {
        return new TailEditor(edit, limits, stop, editor, values, contradictions);
    }

    /** Says that the data set has ended without a bulk element. Does nothing when the header is complete already. */
    public void end() throws DataSetException {
        if (finished != null) {
            return;
        }
        if (parser.parse(buffer, available)) {
            throw new IllegalStateException("the end of the header went unnoticed");
        }
        parser.end();
        finish(false);
    }

    /** The header, once complete. */
    public Header header() {
        if (finished == null) {
            throw new IllegalStateException("the header is not complete");
        }
        return finished;
    }

    /** The header, if it is complete: empty while it is not, and for ever when it cannot be read. */
    public Optional<Header> complete() {
        return Optional.ofNullable(finished);
    }

    /** All bytes taken so far, as they came: with what {@link #accept} left they are the beginning of the data set. */
    public ByteBuffer taken() {
        int count = finished == null ? available : finished.length() + overshoot;
        return ByteBuffer.wrap(buffer, 0, count).slice();
    }

    /** Bytes behind the header that came with earlier fragments; they precede what {@link #accept} left. Often none. */
    public ByteBuffer overshoot() {
        Header header = header();
        return ByteBuffer.wrap(buffer, header.length(), overshoot).slice();
    }

    private void finish(boolean beforeBulk) {
        finished = new Header(
                syntax, buffer, parser.position(), table, beforeBulk ? parser.tag() : 0, beforeBulk, context);
    }

    private void take(ByteBuffer in) throws DataSetException {
        int most = limits.maxBytes() + ElementHead.LONGEST - available;
        if (most <= 0) {
            throw parser.tooLarge("more than " + limits.maxBytes() + " bytes before the first bulk element");
        }
        int wanted = Math.max(step, parser.position() - available);
        int count = Math.min(Math.min(wanted, most), in.remaining());
        if (available + count > buffer.length) {
            int doubled = Math.min(buffer.length * 2, limits.maxBytes() + ElementHead.LONGEST);
            int size = Math.max(doubled, available + count);
            parser.grow(size, table.heldBytes(), () -> buffer = Arrays.copyOf(buffer, size));
        }
        in.get(buffer, available, count);
        available += count;
    }

    /** Says that what was read is not held any more. */
    void giveBack() {
        parser.giveBack();
    }
}
