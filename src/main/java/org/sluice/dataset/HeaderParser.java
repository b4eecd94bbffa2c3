package org.sluice.dataset;

import org.jspecify.annotations.Nullable;
import org.sluice.dataset.Contradiction.Kind;

/**
 * Finds the elements in the bytes that a {@link HeaderReader} has taken, and fills the {@link ElementTable} with them: the
 * structure of PS3.5 chapter 7. Has what it reads checked by {@link HeadChecks}, and keeps to the {@link HeaderLimits}.
 */
final class HeaderParser {
    private final HeaderLimits limits;
    private final StopRule stop;
    private final long origin;
    private final Contradictions contradictions;
    private final boolean entersUnknownItems;
    private final ElementTable table;
    private final Scopes scopes;
    private final VrRefinement vrs;
    private final ElementHead head = new ElementHead();
    private final HeadChecks checks;

    private byte[] buffer = {};
    private int available;
    /** Where the next head is expected; beyond {@link #available} while a value is still on its way. */
    private int position;

    private long memoryTaken;

    HeaderParser(HeaderReader.Setting setting, ElementTable table) {
        this.limits = setting.limits();
        this.stop = setting.stop();
        this.origin = setting.origin();
        this.contradictions = setting.contradictions();
        this.entersUnknownItems = setting.entersUnknownItems();
        this.table = table;
        this.scopes = new Scopes(setting.syntax());
        this.vrs = new VrRefinement(table, scopes, setting.context());
        this.checks = new HeadChecks(head, contradictions, this::contradiction);
    }

    /** Where the next element begins; beyond the bytes that have come while a value is still on its way. */
    int position() {
        return position;
    }

    /** The tag that was read last: of the bulk element, when the header ended before one. */
    int tag() {
        return head.tag;
    }

    /**
     * Advances as far as the bytes reach.
     *
     * @param bytes those of before and more behind them
     * @param count how many there are
     * @return whether the header is complete
     */
    boolean parse(byte[] bytes, int count) throws DataSetException {
        buffer = bytes;
        available = count;
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
                    head.holdsItems = head.isLargeOfPrivateBlock() && vrs.ofPrivate(head.tag, buffer) == Vr.SQ;
                    if (stop.stopsBefore(head, position)) {
                        return true;
                    }
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
        if (head.isPlain) {
            return plain();
        }
        // Before the length, which the wrong encoding makes any number.
        if (head.maybeExplicit && !head.compareWithExplicit(buffer, position, available, scopes.limit())) {
            return false;
        }
        boolean padding = checks.padding(origin + position);
        if (!padding) {
            checks.encoding(scopes.explicit());
        }
        checks.undefinedLength();
        int valueEnd = checkedEnd(head.size());
        if (head.vr == Vr.UN) {
            return unknown(valueEnd, padding);
        }
        return take(valueEnd, padding, null, null);
    }

    /** The same for most elements, in fewer steps: one that is neither sequence nor fragments, and has the VR that is written. */
    private boolean plain() throws DataSetException {
        int valueEnd = checkedEnd(head.size());
        count();
        check();
        int element = table.addPlain(head, position, valueEnd, scopes.item(), scopes.depth(), scopes.bigEndian());
        vrs.note(head.tag, element);
        position = valueEnd;
        return true;
    }

    /** The same for an element of unknown VR: the value, or its private creator, may tell more. */
    private boolean unknown(int valueEnd, boolean padding) throws DataSetException {
        TransferSyntax unknownItems = null;
        if (head.beginsWithItem && entersUnknownItems) {
            if (valueEnd > available) {
                return false;
            }
            unknownItems = UnknownItems.encoding(buffer, position + head.size(), valueEnd, limits)
                    .orElse(null);
            head.holdsItems = unknownItems != null;
        }
        Vr knownVr = head.isUnknownOfPrivateBlock() ? vrs.ofPrivate(head.tag, buffer) : null;
        if (knownVr == Vr.SQ && unknownItems == null && !head.undefinedLength()) {
            head.vr = Vr.SQ;
        }
        return take(valueEnd, padding, unknownItems, knownVr);
    }

    /** Puts the element into the table, and goes on to its value or behind it; true. */
    private boolean take(int valueEnd, boolean padding, @Nullable TransferSyntax unknownItems, @Nullable Vr knownVr)
            throws DataSetException {
        count();
        if (!padding) {
            check();
        }
        int element = table.add(head, position, scopes.item(), scopes.depth(), scopes.bigEndian());
        vrs.refine(head, element, buffer, knownVr);
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

    private void check() {
        int before = scopes.lastTag();
        scopes.nextTag(head.tag);
        checks.length();
        checks.group();
        if (checks.order(before) && table.has(scopes.item(), head.tag)) {
            checks.duplicate();
        }
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
        if (head.tag == Tag.SEQUENCE_DELIMITATION_ITEM) {
            delimiter();
            return;
        }
        if (head.tag != Tag.ITEM) {
            throw noItem();
        }
        int end = checkedEnd(head.size());
        count();
        int item = table.addItem(scopes.element(), position, head.undefinedLength());
        position += head.size();
        scopes.openItem(item, end);
    }

    /** A length that takes in what follows the sequence runs past it; without a length nobody knows what follows. */
    private DataSetException noItem() {
        String detail = "expected an item or the end of the sequence, found " + DataSetException.tag(head.tag);
        return scopes.undefinedLength() ? malformed(detail) : contradicting(Kind.WRONG_NESTING, place(), detail);
    }

    private void delimiterInItem() throws DataSetException {
        if (head.tag != Tag.ITEM_DELIMITATION_ITEM || scopes.kind() != Scopes.Kind.ITEM) {
            throw malformed("expected an element, found " + DataSetException.tag(head.tag));
        }
        delimiter();
    }

    /** A delimiter has been read: it ends the innermost scope, or contradicts its length. */
    private void delimiter() {
        checks.delimiter(head.length);
        if (!scopes.undefinedLength()) {
            contradictions.add(
                    Kind.WRONG_NESTING,
                    () -> new Contradiction(
                            Kind.WRONG_NESTING,
                            place(),
                            origin + position,
                            "expected a length or a delimiter, found both"));
        }
        position += head.size();
        if (scopes.undefinedLength()) {
            close();
        }
    }

    private void fragment() throws DataSetException {
        if (head.tag == Tag.SEQUENCE_DELIMITATION_ITEM) {
            delimiter();
        } else if (head.tag == Tag.ITEM && !head.undefinedLength()) {
            checks.evenLength(head.length);
            position = checkedEnd(head.size());
        } else {
            throw malformed("expected a fragment or the end of them, found " + DataSetException.tag(head.tag));
        }
    }

    /** Ends the innermost scope at the current position. */
    private void close() {
        switch (scopes.kind()) {
            case ITEM -> {
                vrs.leave(scopes.item());
                table.endItem(scopes.item(), position);
            }
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

    /**
     * Whether only what has come counts against the limits, and not the length: of a sequence or an item, which the end of the
     * data set may show to be wrong, and of anything in another encoding, which makes any number of it.
     */
    private boolean isReadAsItComes() {
        boolean item = scopes.kind() == Scopes.Kind.SEQUENCE;
        return item || head.isSequence() || head.beginsWithItem || contradictions.has(Kind.WRONG_ENCODING);
    }

    private void count() throws DataSetException {
        if (table.size() + table.itemTotal() >= limits.maxElements()) {
            throw tooLarge("more than " + limits.maxElements() + " elements and items");
        }
        if (table.isFull()) {
            grow(buffer.length, 2 * table.heldBytes(), table::grow);
        }
    }

    /**
     * Makes a larger array, if there is {@link HeaderMemory} for all that is held then. There may be no place for the array
     * although there is room: a collector does not move arrays of megabytes at will. Then this header cannot be held now, and
     * nothing is wrong with the rest.
     *
     * @param bytes of the data set that are held then
     * @param index bytes of the table that are held then
     */
    void grow(long bytes, long index, Runnable growing) throws HeaderMemoryException {
        long wanted = 2 * (bytes + index);
        if (wanted > HeaderMemory.FREE && wanted > memoryTaken) {
            if (!limits.memory().take(wanted - memoryTaken)) {
                throw noMemory("for " + wanted + " bytes: the headers of others take it");
            }
            memoryTaken = wanted;
        }
        try {
            growing.run();
        } catch (OutOfMemoryError noPlace) {
            throw noMemory("for more of this header: no room in the heap");
        }
    }

    /** Says that what was read is not held any more. */
    void giveBack() {
        limits.memory().giveBack(memoryTaken);
        memoryTaken = 0;
    }

    /** The data set has ended: throws an exception unless it has ended behind a whole element of its own. */
    void end() throws DataSetException {
        boolean cutShort = position != available;
        if (cutShort && head.maybeExplicit && !head.otherEncoding) {
            checks.explicitVr();
        }
        if (position > available) {
            throw cutShort(table.size() == 0 ? "" : table.path(table.size() - 1), position - available);
        }
        if (position < available && (head.beginsWithItem || head.maybeExplicit)) {
            throw cutShort(place(head.tag), position + head.size() + head.length - available);
        }
        if (position < available) {
            int count = available - position;
            throw contradicting(
                    Kind.TRAILING_BYTES,
                    place(),
                    "the data set ends with " + count + " bytes that are no whole element");
        }
        if (scopes.kind() != Scopes.Kind.DATA_SET) {
            if (!scopes.undefinedLength()) {
                throw contradicting(
                        Kind.WRONG_NESTING,
                        place(),
                        "the data set ends before the length of this sequence or item does");
            }
            throw malformed("the data set ends before the delimiter of this sequence or item");
        }
    }

    private DataSetException malformed(String message) {
        return new DataSetException(place(), origin + position, message);
    }

    HeaderTooLargeException tooLarge(String message) {
        return new HeaderTooLargeException(place(), origin + position, message);
    }

    private HeaderMemoryException noMemory(String what) {
        return new HeaderMemoryException(place(), origin + position, "no memory " + what);
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

    private Contradiction contradiction(Kind kind, String detail) {
        return new Contradiction(kind, place(head.tag), origin + position, detail);
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
