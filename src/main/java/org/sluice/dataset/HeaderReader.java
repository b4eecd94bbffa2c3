package org.sluice.dataset;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.Contradiction.Kind;

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
    private final Contradictions contradictions;
    private final OpenCreators creators = new OpenCreators();
    private final boolean entersUnknownItems;
    /** Where the first byte stands in the whole data set. */
    private final long origin;

    private final PixelRepresentation pixelRepresentation = new PixelRepresentation();

    private byte[] buffer;
    private final int step;
    private int available;
    /** Where the next head is expected; beyond {@link #available} while a value is still on its way. */
    private int position;

    /** Where the rule for the end was asked last: an element whose value has to be there first is read again. */
    private int asked = -1;

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
     * @param origin where the first byte stands in the whole data set
     * @param contradictions where they are noted
     * @param entersUnknownItems whether values of unknown VR are looked into, see {@link UnknownItems}
     */
    private record Setting(
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
        this.origin = setting.origin();
        this.contradictions = setting.contradictions();
        this.entersUnknownItems = setting.entersUnknownItems();
        this.table = table;
        this.buffer = buffer;
        this.step = buffer.length;
        this.scopes = new Scopes(syntax);
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
        return new TailEditor(edit, limits, stop, editor, contradictions);
    }

    /** Says that the data set has ended without a bulk element. Does nothing when the header is complete already. */
    public void end() throws DataSetException {
        if (finished != null) {
            return;
        }
        if (parse()) {
            throw new IllegalStateException("the end of the header went unnoticed");
        }
        boolean cutShort = position != available;
        if (cutShort && head.maybeExplicit && !head.otherEncoding) {
            head.otherEncoding = true;
            checkEncoding();
        }
        if (position > available) {
            throw cutShort(table.size() == 0 ? "" : table.path(table.size() - 1), position - available);
        }
        if (position < available && (head.beginsWithItem || head.maybeExplicit)) {
            throw cutShort(place(head.tag), position + head.size() + head.length - available);
        }
        if (position < available) {
            throw contradicting(
                    Kind.TRAILING_BYTES,
                    place(),
                    "the data set ends with " + (available - position) + " bytes that are no whole element");
        }
        if (scopes.kind() != Scopes.Kind.DATA_SET) {
            if (!scopes.undefinedLength()) {
                throw contradicting(
                        Kind.WRONG_NESTING,
                        place(),
                        "the data set ends before the length of this sequence or item does");
            }
            throw new DataSetException(
                    place(), origin + position, "the data set ends before the delimiter of this sequence or item");
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
                    head.holdsItems = head.isLargeOfPrivateBlock() && knownPrivateVr() == Vr.SQ;
                    if (asked != position && stop.stopsBefore(head)) {
                        return true;
                    }
                    asked = position;
                    if (!element()) {
                        return false;
                    }
                }
                case ITEM -> {
                    if (!element()) {
                        return false;
                    }
                }
                case SEQUENCE -> item();
                case FRAGMENTS -> fragment();
            }
        }
    }

    /** Reads on behind an element's head; false when a value must be there first that is not. */
    private boolean element() throws DataSetException {
        if (Tag.group(head.tag) == Tag.DELIMITER_GROUP) {
            delimiterInItem();
            return true;
        }
        // Before the length, which the wrong encoding makes any number.
        if (head.maybeExplicit && !compareWithExplicit()) {
            return false;
        }
        boolean padding = isPadding();
        if (padding) {
            note(Kind.TRAILING_BYTES, Contradiction.PADDING);
        } else {
            checkEncoding();
        }
        if (head.undefinedLength()) {
            checkUndefinedLength();
        }
        int valueEnd = checkedEnd(head.size());
        TransferSyntax unknownItems = null;
        if (head.beginsWithItem && entersUnknownItems) {
            if (valueEnd > available) {
                return false;
            }
            unknownItems = UnknownItems.encoding(buffer, position + head.size(), valueEnd, limits)
                    .orElse(null);
            head.holdsItems = unknownItems != null;
        }
        Vr knownVr = head.isUnknownOfPrivateBlock() ? knownPrivateVr() : null;
        if (knownVr == Vr.SQ && unknownItems == null && !head.undefinedLength()) {
            head.vr = Vr.SQ;
        }
        count();
        if (!padding) {
            check();
        }
        int element = table.add(head, position, scopes.item(), scopes.depth(), scopes.bigEndian());
        refineVr(element, knownVr);
        position += head.size();
        if (head.isSequence()) {
            open(element, valueEnd, unknownItems);
        } else if (head.isFragments()) {
            scopes.openFragments(element);
        } else {
            table.end(element, valueEnd);
            position = valueEnd;
        }
        return true;
    }

    /**
     * Decides whether an element that should have implicit VR has explicit VR; false when the bytes that tell are not there
     * yet. It has when it goes on as explicit VR does, or when its implicit length runs past the end.
     */
    private boolean compareWithExplicit() {
        int next = position + head.size() + head.explicitLength();
        if (position + head.size() + head.length > scopes.limit()) {
            head.otherEncoding = true;
        } else if (available - next < head.size()) {
            return false;
        } else {
            head.otherEncoding = ElementHead.beginsExplicit(buffer, next);
        }
        return true;
    }

    private void checkEncoding() {
        if (head.otherEncoding) {
            note(
                    Kind.WRONG_ENCODING,
                    head.form == ElementHead.IMPLICIT && !scopes.explicit()
                            ? Contradiction.LETTERS
                            : "expected the letters of a VR, found other bytes");
        }
    }

    private void checkUndefinedLength() {
        if (!head.rightlyUndefined()) {
            note(Kind.WRONG_ENCODING, Contradiction.FALSELY_UNDEFINED);
        }
    }

    /** A delimiter has no value, PS3.5 7.5: what hides in one, some readers pass over, and others read. */
    private void checkDelimiter() {
        if (head.length != 0) {
            note(Kind.WRONG_NESTING, "expected a delimiter of length 0, found " + head.length);
        }
    }

    /** Notes what contradicts PS3.5 in an element's length, and in its place. */
    private void check() {
        int before = scopes.lastTag();
        scopes.nextTag(head.tag);
        checkLength();
        if (Tag.isReserved(head.tag)) {
            note(Kind.RESERVED_GROUP, "expected an element of a data set, found one of a reserved group");
        }
        if (before == 0 || Integer.compareUnsigned(head.tag, before) > 0) {
            return;
        }
        boolean firstOutOfOrder = head.tag != before && !contradictions.has(Kind.OUT_OF_ORDER);
        if (head.tag != before) {
            note(Kind.OUT_OF_ORDER, "expected an element behind the one before, found one with a smaller tag");
        }
        // Looked for only once: a data set can have a million elements, each in front of the one before.
        if (head.tag == before || (firstOutOfOrder && isThere(head.tag))) {
            note(Kind.DUPLICATE_ELEMENT, "expected an element once, found it twice");
        }
    }

    /** Whether what was read is no element, but the bytes that some put behind the last one. */
    private boolean isPadding() {
        return head.tag == Tag.ALL_ONES || (head.tag == 0 && origin + position > 0);
    }

    /** A length is even, and that of numbers a multiple of theirs: part of a number is read by nobody, or by some. */
    private void checkLength() {
        boolean numbers = head.vr.kind() != Vr.Kind.BYTES && head.vr.size() > 1;
        int multiple = numbers ? head.vr.size() : 2;
        if ((head.length & (multiple - 1)) != 0 && !head.undefinedLength()) {
            note(
                    Kind.ODD_LENGTH,
                    "expected " + (multiple == 2 ? "an even length" : "a multiple of " + multiple + " bytes")
                            + ", found " + head.length);
        }
    }

    /** Whether the data set or item that is being read has an element with this tag. */
    private boolean isThere(int tag) {
        for (int i = 0; i < table.size(); i++) {
            if (table.tag(i) == tag && table.itemId(i) == scopes.item()) {
                return true;
            }
        }
        return false;
    }

    private void note(Kind kind, String detail) {
        contradictions.add(kind, () -> new Contradiction(kind, place(head.tag), origin + position, detail));
    }

    /** What only other elements, or the resource of private ones, tell of an element's VR. */
    private void refineVr(int element, @Nullable Vr knownVr) {
        if (head.eitherUsOrSs && pixelRepresentation.isSigned(table, buffer, element)) {
            table.vr(element, Vr.SS);
        } else if (head.tag == Tag.PIXEL_REPRESENTATION) {
            pixelRepresentation.note(element, scopes.depth() == 0);
        } else if (Tag.isPrivateCreator(head.tag)) {
            creators.add(element);
        } else if (knownVr != null && knownVr != Vr.SQ && !head.isSequence()) {
            table.vr(element, knownVr);
        }
    }

    /** The VR that the resource of private elements has for the element. */
    private @Nullable Vr knownPrivateVr() {
        int wanted = Tag.creatorOf(head.tag);
        int creator = creators.find(table, scopes.item(), wanted);
        String name = creator == ElementTable.NONE
                ? inheritedCreator(wanted)
                : new String(
                        buffer,
                        table.valueOffset(creator),
                        table.end(creator) - table.valueOffset(creator),
                        StandardCharsets.ISO_8859_1);
        return name == null ? null : PrivateDictionary.standard().vr(name, head.tag);
    }

    private @Nullable String inheritedCreator(int tag) {
        return scopes.depth() == 0 ? context.creators().apply(tag) : null;
    }

    private void open(int element, int valueEnd, @Nullable TransferSyntax unknownItems) throws DataSetException {
        if (scopes.depth() == limits.maxDepth()) {
            throw new HeaderTooLargeException(
                    table.path(element),
                    origin + table.start(element),
                    "sequences nested more than " + limits.maxDepth() + " deep");
        }
        if (unknownItems != null || head.writtenUnknown) {
            boolean explicit = unknownItems != null && unknownItems.explicitVr();
            scopes.openLittleEndianSequence(element, valueEnd, explicit);
        } else {
            scopes.openSequence(element, valueEnd);
        }
    }

    private void item() throws DataSetException {
        int start = position;
        if (head.tag == Tag.SEQUENCE_DELIMITATION_ITEM) {
            checkDelimiter();
            position += 8;
            delimited();
            return;
        }
        if (head.tag != Tag.ITEM) {
            throw noItem();
        }
        int end = checkedEnd(8);
        count();
        int item = table.addItem(scopes.element(), start, head.undefinedLength());
        position += 8;
        scopes.openItem(item, end);
    }

    /** A length that takes in what follows the sequence runs past it; without a length nobody knows what follows. */
    private DataSetException noItem() {
        String detail = "expected an item or the end of the sequence, found " + DataSetException.tag(head.tag);
        return scopes.undefinedLength()
                ? new DataSetException(place(), origin + position, detail)
                : contradicting(Kind.WRONG_NESTING, place(), detail);
    }

    private void delimiterInItem() throws DataSetException {
        if (head.tag != Tag.ITEM_DELIMITATION_ITEM || scopes.kind() != Scopes.Kind.ITEM) {
            throw new DataSetException(
                    place(), origin + position, "expected an element, found " + DataSetException.tag(head.tag));
        }
        checkDelimiter();
        position += 8;
        delimited();
    }

    /** A delimiter has been read: it ends the innermost scope, or contradicts its length. */
    private void delimited() {
        if (scopes.undefinedLength()) {
            close();
        } else {
            contradictions.add(
                    Kind.WRONG_NESTING,
                    () -> new Contradiction(
                            Kind.WRONG_NESTING,
                            place(),
                            origin + position - 8,
                            "expected a length or a delimiter, found both"));
        }
    }

    private void fragment() throws DataSetException {
        if (head.tag == Tag.SEQUENCE_DELIMITATION_ITEM) {
            checkDelimiter();
            position += 8;
            close();
        } else if (head.tag == Tag.ITEM && !head.undefinedLength()) {
            if ((head.length & 1) != 0) {
                note(Kind.ODD_LENGTH, "expected an even one, found " + DataSetException.length(head.length));
            }
            position = checkedEnd(8);
        } else {
            throw new DataSetException(
                    place(),
                    origin + position,
                    "expected a fragment or the end of them, found " + DataSetException.tag(head.tag));
        }
    }

    /** Ends the innermost scope at the current position. */
    private void close() {
        switch (scopes.kind()) {
            case ITEM -> {
                creators.leave(table, scopes.item());
                table.endItem(scopes.item(), position);
            }
            case SEQUENCE, FRAGMENTS -> table.end(scopes.element(), position);
            case DATA_SET -> throw new IllegalStateException("the data set has no length");
        }
        scopes.close();
    }

    /**
     * Whether only what has come counts against the limits, and not the length: of a sequence or an item, which the end of the
     * data set may show to be wrong, and of anything in another encoding, which makes any number of it.
     */
    private boolean isReadAsItComes() {
        boolean item = scopes.kind() == Scopes.Kind.SEQUENCE;
        return item || head.isSequence() || head.beginsWithItem || contradictions.has(Kind.WRONG_ENCODING);
    }

    /** Where the value ends, or {@link Scopes#UNDEFINED}; checked against what encloses it and against the limits. */
    private int checkedEnd(int headSize) throws DataSetException {
        if (head.undefinedLength()) {
            return Scopes.UNDEFINED;
        }
        long end = position + headSize + head.length;
        if (end > scopes.limit()) {
            throw contradicting(
                    Kind.WRONG_NESTING,
                    place(head.tag),
                    DataSetException.length(head.length) + " runs "
                            + DataSetException.bytes(end - scopes.limit()) + " "
                            + "past the end of what encloses it");
        }
        if (end > limits.maxBytes() && !isReadAsItComes()) {
            throw tooLarge(DataSetException.bytes(end) + " to the end of a value, more than " + limits.maxBytes()
                    + " may be held");
        }
        return (int) Math.min(end, Scopes.FARTHEST);
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
                        place(),
                        origin + position,
                        "no memory for " + wanted + " bytes: the headers of others take it");
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
        return new HeaderTooLargeException(place(), origin + position, message);
    }

    private DataSetException cutShort(String path, long missing) {
        return new DataSetException(
                path, origin + available, "the data set ends " + missing + " bytes before the value does");
    }

    /** Notes a contradiction behind which nothing can be read, and makes an exception of it. */
    private DataSetException contradicting(Kind kind, String path, String detail) {
        contradictions.add(new Contradiction(kind, path, origin + position, detail));
        return new DataSetException(path, origin + position, detail);
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
