package org.sluice.dataset;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Tells whether a value of unknown VR is items: a private sequence in implicit VR cannot be known otherwise, nor a UN that was
 * one (PS3.5 6.2.2).
 */
final class UnknownItems {
    /** Any sequence of the standard: its head goes before the value, and makes a data set of it. */
    private static final int SEQUENCE = 0x0008_1115;

    private UnknownItems() {}

    /**
     * How the items are encoded, if all the bytes are items: implicit little endian as PS3.5 6.2.2 says, or else explicit, which
     * is also seen. Sequences of unknown VR in the items are not looked into.
     */
    static Optional<TransferSyntax> encoding(byte[] bytes, int from, int to, HeaderLimits limits) {
        if (isSequence(TransferSyntax.IMPLICIT_LITTLE_ENDIAN, bytes, from, to, limits)) {
            return Optional.of(TransferSyntax.IMPLICIT_LITTLE_ENDIAN);
        }
        return isSequence(TransferSyntax.EXPLICIT_LITTLE_ENDIAN, bytes, from, to, limits)
                ? Optional.of(TransferSyntax.EXPLICIT_LITTLE_ENDIAN)
                : Optional.empty();
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
        return found.kind() == Contradiction.Kind.WRONG_ENCODING || found.kind() == Contradiction.Kind.WRONG_NESTING;
    }
}
