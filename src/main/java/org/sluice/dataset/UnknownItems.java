package org.sluice.dataset;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Tells whether a value of unknown VR is items: a private sequence in implicit VR cannot be known otherwise, nor a UN that was
 * one (PS3.5 6.2.2).
 */
final class UnknownItems {
    /** Any sequence of the standard: its head goes before the value, and makes a data set of it. */
    private static final int SEQUENCE = 0x0008_1115;

    private static final List<TransferSyntax> ENCODINGS =
            List.of(TransferSyntax.IMPLICIT_LITTLE_ENDIAN, TransferSyntax.EXPLICIT_LITTLE_ENDIAN);

    /** Bytes of an item's tag and length. */
    private static final int HEAD = 8;

    /** The groups before have no elements in data sets. */
    private static final int SMALLEST_GROUP = 8;

    private UnknownItems() {}

    /**
     * How the items are encoded, if the bytes are items: implicit little endian as PS3.5 6.2.2 says, or else explicit, which is
     * also seen. They are items if all of them read so; or if the first that is not empty begins with a whole element, and then
     * what is wrong later is a contradiction. Sequences of unknown VR in the items are not looked into.
     */
    static Optional<TransferSyntax> encoding(byte[] bytes, int from, int to, HeaderLimits limits) {
        for (TransferSyntax syntax : ENCODINGS) {
            if (isSequence(syntax, bytes, from, to, limits)) {
                return Optional.of(syntax);
            }
        }
        return begun(bytes, from, to);
    }

    /** How the items are encoded that the bytes begin with, whatever follows the first element. */
    private static Optional<TransferSyntax> begun(byte[] bytes, int from, int to) {
        int at = from;
        while (isEmptyItem(bytes, at, to)) {
            at += itemLength(bytes, at) == 0 ? HEAD : 2 * HEAD;
        }
        if (to - at < 2 * HEAD || Bytes.tag(bytes, at, false) != Tag.ITEM) {
            return Optional.empty();
        }
        int end = (int) Math.min(to, at + HEAD + itemLength(bytes, at));
        for (TransferSyntax syntax : ENCODINGS) {
            if (isElement(bytes, at + HEAD, end, syntax)) {
                return Optional.of(syntax);
            }
        }
        return Optional.empty();
    }

    private static boolean isEmptyItem(byte[] bytes, int at, int to) {
        if (to - at < 2 * HEAD || Bytes.tag(bytes, at, false) != Tag.ITEM) {
            return false;
        }
        boolean open = itemLength(bytes, at) == ElementHead.UNDEFINED;
        return itemLength(bytes, at) == 0 || (open && Bytes.tag(bytes, at + HEAD, false) == Tag.ITEM_DELIMITATION_ITEM);
    }

    private static long itemLength(byte[] bytes, int at) {
        return Bytes.int32(bytes, at + 4, false) & ElementHead.UNDEFINED;
    }

    /** Whether a whole element stands there with a tag that one can have: a private one, or one of PS3.6. */
    private static boolean isElement(byte[] bytes, int at, int end, TransferSyntax syntax) {
        ElementHead head = new ElementHead();
        if (!head.read(bytes, at, end, syntax.explicitVr(), false) || head.otherEncoding || !isPossible(head)) {
            return false;
        }
        return head.undefinedLength() ? head.isSequence() : at + head.size() + head.length <= end;
    }

    private static boolean isPossible(ElementHead head) {
        int group = Tag.group(head.tag);
        if (group < SMALLEST_GROUP || group >= Tag.DELIMITER_GROUP) {
            return false;
        }
        if (Tag.isGroupLength(head.tag)) {
            return head.length == 4;
        }
        return Tag.isPrivate(head.tag)
                ? Tag.isPrivateCreator(head.tag) || Tag.isOfPrivateBlock(head.tag)
                : Dictionary.standard().entry(head.tag) != null;
    }

    private static boolean isSequence(TransferSyntax syntax, byte[] bytes, int from, int to, HeaderLimits limits) {
        boolean explicit = syntax.explicitVr();
        ByteBuffer head = ByteBuffer.wrap(
                ElementWriter.element(SEQUENCE, Vr.SQ, ElementWriter.form(Vr.SQ, explicit), false, new byte[0]));
        head.putInt(head.limit() - 4, Integer.reverseBytes(to - from));
        Contradictions found = new Contradictions();
        HeaderReader reader = HeaderReader.withoutUnknownItems(syntax, limits, found);
        try {
            boolean ended = reader.accept(head) || reader.accept(ByteBuffer.wrap(bytes, from, to - from));
            reader.end();
            return !ended && found.ofEachKind().stream().noneMatch(UnknownItems::isOfEncoding);
        } catch (DataSetException notItems) {
            return false;
        }
    }

    private static boolean isOfEncoding(Contradiction found) {
        return switch (found.kind()) {
            case WRONG_ENCODING, WRONG_NESTING, TRAILING_BYTES -> true;
            default -> false;
        };
    }
}
