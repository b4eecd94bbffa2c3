package org.sluice.dataset;

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
 * <p>Deviations that can be carried are carried: odd lengths, elements out of order, unknown VRs, implicit VR in between,
 * delimiters inside defined lengths.
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
    private final ElementTable table;
    private final Scopes scopes;
    private final ElementHead head = new ElementHead();
    private final PixelRepresentation pixelRepresentation = new PixelRepresentation();

    private byte[] buffer;
    private final int step;
    private int available;
    /** Where the next head is expected; beyond {@link #available} while a value is still on its way. */
    private int position;

    private int overshoot;
    private long taken;
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
        this(syntax, limits, StopRule.bulkAfter(lastTagNeeded), HeaderContext.NONE, room);
    }

    /** A reader that holds every element to the end of the data set, pixel data too, within the limits. */
    public static HeaderReader ofWhole(TransferSyntax syntax, HeaderLimits limits) {
        return new HeaderReader(syntax, limits, head -> false, HeaderContext.NONE);
    }

    HeaderReader(TransferSyntax syntax, HeaderLimits limits, StopRule stop, HeaderContext context) {
        this(syntax, limits, stop, context, new HeaderRoom());
    }

    private HeaderReader(
            TransferSyntax syntax, HeaderLimits limits, StopRule stop, HeaderContext context, HeaderRoom room) {
        this(syntax, limits, stop, context, room.table(), room.buffer());
    }

    private HeaderReader(
            TransferSyntax syntax,
            HeaderLimits limits,
            StopRule stop,
            HeaderContext context,
            ElementTable table,
            byte[] buffer) {
        this.syntax = syntax;
        this.limits = limits;
        this.stop = stop;
        this.context = context;
        this.table = table;
        this.buffer = buffer;
        this.step = buffer.length;
        this.scopes = new Scopes(syntax);
    }

    /** A reader of file meta information, which is short. */
    static HeaderReader ofFileMeta(HeaderLimits limits) {
        return new HeaderReader(
                TransferSyntax.EXPLICIT_LITTLE_ENDIAN,
                limits,
                StopRule.fileMeta(),
                HeaderContext.NONE,
                new ElementTable(META_ELEMENTS),
                new byte[META_BYTES]);
    }

    /** A reader of one top-level element. */
    static HeaderReader ofElement(TransferSyntax syntax, HeaderLimits limits, StopRule stop, HeaderContext context) {
        return new HeaderReader(
                syntax, limits, stop, context, new ElementTable(META_ELEMENTS), new byte[ELEMENT_BYTES]);
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
            if (parse()) {
                int back = Math.min(available - position, available - takenBefore);
                in.position(in.position() - back);
                overshoot = available - position - back;
                finish(true);
                return true;
            }
        }
        return false;
    }

    /** Says that the data set has ended without a bulk element. Does nothing when the header is complete already. */
    public void end() throws DataSetException {
        if (finished != null) {
            return;
        }
        if (parse()) {
            throw new IllegalStateException("the end of the header went unnoticed");
        }
        if (position > available) {
            throw new DataSetException(
                    table.size() == 0 ? "" : table.path(table.size() - 1),
                    available,
                    "the data set ends " + (position - available) + " bytes before the value does");
        }
        if (position < available || scopes.kind() != Scopes.Kind.DATA_SET) {
            throw new DataSetException(place(), position, expectedAtEnd());
        }
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
        finished = new Header(syntax, buffer, position, table, beforeBulk ? head.tag : 0, beforeBulk, context);
    }

    private void take(ByteBuffer in) throws DataSetException {
        int most = limits.maxBytes() + ElementHead.LONGEST - available;
        if (most <= 0) {
            throw tooLarge("more than " + limits.maxBytes() + " bytes before the first bulk element");
        }
        int wanted = Math.max(step, position - available);
        int count = Math.min(Math.min(wanted, most), in.remaining());
        if (available + count > buffer.length) {
            int doubled = Math.min(buffer.length * 2, limits.maxBytes() + ElementHead.LONGEST);
            int size = Math.max(doubled, available + count);
            hold(size, table.heldBytes());
            allocate(() -> buffer = Arrays.copyOf(buffer, size));
        }
        in.get(buffer, available, count);
        available += count;
    }

    /** Advances as far as the bytes reach; true when the header is complete. */
    private boolean parse() throws DataSetException {
        while (true) {
            while (scopes.endsAt(position)) {
                close();
            }
            if (position > available
                    || !head.read(buffer, position, available, scopes.explicit(), scopes.bigEndian())) {
                return false;
            }
            switch (scopes.kind()) {
                case DATA_SET -> {
                    if (stop.stopsBefore(head)) {
                        return true;
                    }
                    element();
                }
                case ITEM -> element();
                case SEQUENCE -> item();
                case FRAGMENTS -> fragment();
            }
        }
    }

    private void element() throws DataSetException {
        if (Tag.group(head.tag) == Tag.DELIMITER_GROUP) {
            delimiterInItem();
            return;
        }
        int valueEnd = checkedEnd(head.size());
        count();
        int element = table.add(head, position, scopes.item(), scopes.depth(), scopes.bigEndian());
        if (head.eitherUsOrSs && pixelRepresentation.isSigned(table, buffer, element)) {
            table.vr(element, Vr.SS);
        } else if (head.tag == Tag.PIXEL_REPRESENTATION) {
            pixelRepresentation.note(element, scopes.depth() == 0);
        }
        position += head.size();
        if (head.isSequence()) {
            open(element, valueEnd);
        } else if (head.isFragments()) {
            scopes.openFragments(element);
        } else {
            table.end(element, valueEnd);
            position = valueEnd;
        }
    }

    private void open(int element, int valueEnd) throws DataSetException {
        if (scopes.depth() == limits.maxDepth()) {
            throw new HeaderTooLargeException(
                    table.path(element),
                    table.start(element),
                    "sequences nested more than " + limits.maxDepth() + " deep");
        }
        scopes.openSequence(element, valueEnd, head.writtenUnknown);
    }

    private void item() throws DataSetException {
        int start = position;
        if (head.tag == Tag.SEQUENCE_DELIMITATION_ITEM) {
            position += 8;
            if (scopes.undefinedLength()) {
                close();
            }
            return;
        }
        if (head.tag != Tag.ITEM) {
            throw new DataSetException(
                    place(),
                    start,
                    "expected an item or the end of the sequence, found " + DataSetException.tag(head.tag));
        }
        int end = checkedEnd(8);
        count();
        int item = table.addItem(scopes.element(), start, head.undefinedLength());
        position += 8;
        scopes.openItem(item, end);
    }

    private void delimiterInItem() throws DataSetException {
        if (head.tag != Tag.ITEM_DELIMITATION_ITEM || scopes.kind() != Scopes.Kind.ITEM) {
            throw new DataSetException(
                    place(), position, "expected an element, found " + DataSetException.tag(head.tag));
        }
        position += 8;
        if (scopes.undefinedLength()) {
            close();
        }
    }

    private void fragment() throws DataSetException {
        if (head.tag == Tag.SEQUENCE_DELIMITATION_ITEM) {
            position += 8;
            close();
        } else if (head.tag == Tag.ITEM && !head.undefinedLength()) {
            position = checkedEnd(8);
        } else {
            throw new DataSetException(
                    place(),
                    position,
                    "expected a fragment or the end of them, found " + DataSetException.tag(head.tag));
        }
    }

    /** Ends the innermost scope at the current position. */
    private void close() {
        switch (scopes.kind()) {
            case ITEM -> table.endItem(scopes.item(), position);
            case SEQUENCE, FRAGMENTS -> table.end(scopes.element(), position);
            case DATA_SET -> throw new IllegalStateException("the data set has no length");
        }
        scopes.close();
    }

    /** Where the value ends, or {@link Scopes#UNDEFINED}; checked against what encloses it and against the limits. */
    private int checkedEnd(int headSize) throws DataSetException {
        if (head.undefinedLength()) {
            return Scopes.UNDEFINED;
        }
        long end = position + headSize + head.length;
        if (end > scopes.limit()) {
            throw new DataSetException(
                    place(head.tag),
                    position,
                    DataSetException.length(head.length) + " runs "
                            + DataSetException.bytes(end - scopes.limit()) + " "
                            + "past the end of what encloses it");
        }
        if (end > limits.maxBytes()) {
            throw tooLarge(DataSetException.bytes(end) + " to the end of a value, more than " + limits.maxBytes()
                    + " may be held");
        }
        return (int) end;
    }

    private void count() throws DataSetException {
        if (table.size() + table.itemTotal() >= limits.maxElements()) {
            throw tooLarge("more than " + limits.maxElements() + " elements and items");
        }
        if (table.isFull()) {
            hold(buffer.length, 2 * table.heldBytes());
            allocate(table::grow);
        }
    }

    /** Takes memory for what is about to be held; see {@link HeaderMemory}. */
    private void hold(long bytes, long index) throws HeaderMemoryException {
        long wanted = 2 * (bytes + index);
        if (wanted > HeaderMemory.FREE && wanted > taken) {
            if (!limits.memory().take(wanted - taken)) {
                throw new HeaderMemoryException(
                        place(), position, "no memory for " + wanted + " bytes: the headers of others take it");
            }
            taken = wanted;
        }
    }

    /**
     * Makes a larger array. There may be no place for it although there is room: a collector does not move arrays of
     * megabytes at will. Then this header cannot be held now, and nothing is wrong with the rest.
     */
    private void allocate(Runnable growing) throws HeaderMemoryException {
        try {
            growing.run();
        } catch (OutOfMemoryError noPlace) {
            throw new HeaderMemoryException(
                    place(), position, "no memory for more of this header: no room in the heap");
        }
    }

    /** Says that what was read is not held any more. */
    void giveBack() {
        limits.memory().giveBack(taken);
        taken = 0;
    }

    private HeaderTooLargeException tooLarge(String message) {
        return new HeaderTooLargeException(place(), position, message);
    }

    private String expectedAtEnd() {
        if (position < available) {
            return "the data set ends with " + (available - position) + " bytes that are no whole element";
        }
        return "the data set ends before the delimiter of this sequence or item";
    }

    private String place(int tag) {
        String enclosing = place();
        return scopes.depth() == 0 || tag == Tag.ITEM
                ? (enclosing.isEmpty() ? DataSetException.tag(tag) : enclosing)
                : enclosing + '.' + DataSetException.tag(tag);
    }

    private String place() {
        return switch (scopes.kind()) {
            case DATA_SET -> "";
            case ITEM -> table.itemPath(scopes.item());
            case SEQUENCE, FRAGMENTS -> table.path(scopes.element());
        };
    }
}
