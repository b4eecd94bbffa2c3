package org.sluice.dataset;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Encodes a data set anew, element by element as it passes, PS3.5 7. Every value stays what it is; what the encoding says about it
 * changes:
 *
 * <ul>
 *   <li>numbers and words are turned around between byte orders, each by the size of its VR (PS3.5 7.3);
 *   <li>a VR that implicit VR does not write is the dictionary's, or UN: of US and SS the one that Pixel Representation says, of OB
 *       and OW for Pixel Data the one that Bits Allocated says, of a private element what is known of its creator (PS3.5 A.1);
 *   <li>UN stays UN, for its value is in implicit VR little endian in every syntax (PS3.5 6.2.2); so becomes what is too long for
 *       the 16 bits of length that its VR has;
 *   <li>items, and sequences that have any, are of undefined length, since what they become is not known beforehand;
 *   <li>group lengths (gggg,0000), which are retired and would be wrong, are left out (PS3.5 7.2).
 * </ul>
 *
 * <p>For one thread and one data set.
 */
final class Transcoding {
    private static final int LONGEST_SHORT = 0xFFFE;
    private static final int MOST_DEPTH = HeaderLimits.DEFAULT.maxDepth();
    /** Bytes of a creator's name, LO in up to four bytes a character. */
    private static final int LONGEST_CREATOR = 256;

    private static final int BITS_ALLOCATED = 0x0028_0100;
    private static final long OPEN = Long.MAX_VALUE;

    private final PulledBytes in;
    private final TransferSyntax from;
    private final TransferSyntax to;
    private final EncodedBytes out;
    private final ElementHead head = new ElementHead();

    Transcoding(PulledBytes in, TransferSyntax from, TransferSyntax to, EncodedBytes out) {
        this.in = in;
        this.from = from;
        this.to = to;
        this.out = out;
    }

    /** Reads all of it, and writes it. */
    void run() throws IOException, DataSetException {
        ItemContext all = ItemContext.ofDataSet();
        while (in.has(1)) {
            element(new Level(from, to, all, 0, OPEN));
        }
    }

    /**
     * Where elements stand.
     *
     * @param from how they are encoded, which in UN is not as the data set is
     * @param to how they are written
     * @param end the position behind the item; {@link #OPEN} if a delimiter says where that is
     */
    private record Level(TransferSyntax from, TransferSyntax to, ItemContext item, int depth, long end) {}

    private void element(Level level) throws IOException, DataSetException {
        in.has(ElementHead.LONGEST);
        long at = in.position();
        if (!head.read(in.window(), in.at(), in.limit(), level.from.explicitVr(), level.from.bigEndian())) {
            throw cutShort(at);
        }
        if (head.otherEncoding || Tag.group(head.tag) == Tag.DELIMITER_GROUP) {
            throw wrong(at, "expected an element in the encoding of the data set, found something else");
        }
        if (head.isFragments()) {
            throw wrong(at, "expected a value of known length, found fragments of pixel data");
        }
        int tag = head.tag;
        long length = head.length;
        boolean unknown = head.writtenUnknown;
        boolean sequence = length == ElementHead.UNDEFINED || (!unknown && head.vr == Vr.SQ);
        Vr vr = unknown ? Vr.UN : head.vr;
        if (!unknown && !level.from.explicitVr()) {
            vr = level.item.implied(head, vr);
        }
        in.pass(head.size());
        if (length != ElementHead.UNDEFINED && in.position() + length > level.end) {
            throw wrong(at, "expected a value within its item, found a longer one");
        }
        if (sequence) {
            sequence(tag, unknown, length, level);
        } else {
            value(tag, vr, unknown, length, level, at);
        }
    }

    private void value(int tag, Vr vr, boolean unknown, long length, Level level, long at)
            throws IOException, DataSetException {
        if (Tag.isGroupLength(tag)) {
            copy(length, 0, at);
            return;
        }
        note(tag, length, level);
        Vr written = vr;
        if (level.to.explicitVr() && !vr.longLength() && length > LONGEST_SHORT) {
            written = Vr.UN;
        }
        int unit = vr == Vr.AT ? 2 : Math.max(1, vr.size());
        boolean fromBig = !unknown && level.from.bigEndian();
        if (fromBig && vr == Vr.UN) {
            throw wrong(at, "expected a VR of the standard, of which the order of bytes is known, found another");
        }
        if (unit > 1 && length % unit != 0) {
            if (fromBig) {
                throw wrong(at, "expected a length that is a multiple of " + unit + ", found another");
            }
            written = level.to.bigEndian() ? Vr.UN : written;
        }
        boolean toBig = written != Vr.UN && level.to.bigEndian();
        out.head(tag, written, length, level.to);
        copy(length, fromBig == toBig ? 1 : unit, at);
    }

    /** Remembers what says how others are to be read. */
    private void note(int tag, long length, Level level) throws IOException, DataSetException {
        boolean number = tag == Tag.PIXEL_REPRESENTATION || tag == BITS_ALLOCATED;
        if (number && length >= 2 && in.has(2)) {
            level.item.number(tag, Bytes.uint16(in.window(), in.at(), level.from.bigEndian()));
        } else if (Tag.isPrivateCreator(tag) && length <= LONGEST_CREATOR && in.has((int) length)) {
            level.item.creator(tag, new String(in.window(), in.at(), (int) length, StandardCharsets.ISO_8859_1));
        }
    }

    /** @param unit 0 to leave it out */
    private void copy(long length, int unit, long at) throws IOException, DataSetException {
        int whole = Math.max(1, unit);
        for (long left = length; left > 0; ) {
            if (!in.has((int) Math.min(whole, left))) {
                throw cutShort(at);
            }
            int atHand = in.limit() - in.at();
            int some = (int) Math.min(left, atHand - atHand % whole);
            if (unit > 0) {
                out.value(in.window(), in.at(), some, unit);
            }
            in.pass(some);
            left -= some;
        }
    }

    /** Of UN, the items are in implicit VR little endian, whatever is around them, and stay so (PS3.5 6.2.2). */
    private void sequence(int tag, boolean unknown, long length, Level level) throws IOException, DataSetException {
        long at = in.position();
        if (level.depth == MOST_DEPTH) {
            throw wrong(at, "expected sequences at most " + MOST_DEPTH + " deep, found a deeper one");
        }
        out.head(tag, unknown ? Vr.UN : Vr.SQ, length == 0 ? 0 : ElementHead.UNDEFINED, level.to);
        if (length == 0) {
            return;
        }
        TransferSyntax inner = unknown ? TransferSyntax.IMPLICIT_LITTLE_ENDIAN : level.from;
        TransferSyntax written = unknown ? TransferSyntax.IMPLICIT_LITTLE_ENDIAN : level.to;
        boolean open = length == ElementHead.UNDEFINED;
        long end = open ? OPEN : at + length;
        while (open || in.position() < end) {
            int found = delimiter(inner);
            long itemLength = Bytes.int32(in.window(), in.at() + 4, inner.bigEndian()) & ElementHead.UNDEFINED;
            in.pass(ElementHead.SHORT_SIZE);
            if (open && found == Tag.SEQUENCE_DELIMITATION_ITEM) {
                break;
            }
            if (found != Tag.ITEM) {
                throw wrong(in.position(), "expected an item, found something else");
            }
            boolean itemOpen = itemLength == ElementHead.UNDEFINED;
            long itemEnd = itemOpen ? OPEN : in.position() + itemLength;
            if (!itemOpen && itemEnd > end) {
                throw wrong(in.position(), "expected an item within its sequence, found a longer one");
            }
            out.head(Tag.ITEM, Vr.UN, ElementHead.UNDEFINED, written);
            item(new Level(inner, written, level.item.inside(), level.depth + 1, itemEnd));
            out.head(Tag.ITEM_DELIMITATION_ITEM, Vr.UN, 0, written);
        }
        out.head(Tag.SEQUENCE_DELIMITATION_ITEM, Vr.UN, 0, written);
    }

    private void item(Level level) throws IOException, DataSetException {
        while (level.end == OPEN || in.position() < level.end) {
            if (level.end == OPEN && delimiter(level.from) == Tag.ITEM_DELIMITATION_ITEM) {
                in.pass(ElementHead.SHORT_SIZE);
                return;
            }
            element(level);
        }
    }

    /** The tag that comes next, with four bytes behind it. */
    private int delimiter(TransferSyntax syntax) throws IOException, DataSetException {
        if (!in.has(ElementHead.SHORT_SIZE)) {
            throw cutShort(in.position());
        }
        return Bytes.tag(in.window(), in.at(), syntax.bigEndian());
    }

    private static DataSetException cutShort(long at) {
        return wrong(at, "the data set is cut short");
    }

    private static DataSetException wrong(long at, String what) {
        return new DataSetException("", at, what);
    }
}
