package org.sluice.net.engine.association;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sluice.net.engine.association.UpperLayerException.Kind;
import org.sluice.net.engine.pdu.AbortReason;
import org.sluice.net.engine.pdu.Pdu;
import org.sluice.net.engine.pdu.PduException;
import org.sluice.net.engine.pdu.PduTrace.Direction;

/**
 * The presentation data values that the peer sends, walked where they lie in the receive buffer: PS3.8 9.3.5. Used by
 * the association's thread.
 */
public final class DataInput {
    /** So many bytes of a message are progress, and give it its full time again. */
    private static final int PROGRESS = 64 << 10;

    private static final int MAX_EMPTY_VALUES = 1_000;
    private static final int VALUE_HEADER = 6;

    /**
     * With this part of the receive buffer full, PDUs are passed on, and while they are being written as many more
     * arrive. With less both ends would be woken for each PDU.
     */
    private static final double GATHERED = 0.375;

    private static final Passing WHATEVER_COMES = new Passing(0, Long.MAX_VALUE, Long.MAX_VALUE, true);

    private final UpperLayer association;
    private final Receiver in;
    private final Sender sender;
    private final int maxPduLength;

    private long pduRemaining;
    private long valueRemaining;
    private int contextId;
    private int control;
    private long sinceProgress;
    private int emptyValues;
    private long passedLength;

    DataInput(UpperLayer association, Receiver in, Sender sender, int maxPduLength) {
        this.association = association;
        this.in = in;
        this.sender = sender;
        this.maxPduLength = maxPduLength;
    }

    /** A P-DATA-TF of the length begins; in a state in which it is dropped, its length does not matter. */
    void begin(long length, State state) throws PduException {
        if (state == State.STA6 && (length > maxPduLength || length < VALUE_HEADER)) {
            throw new PduException(
                    AbortReason.INVALID_PARAMETER,
                    "P-DATA-TF length: expected " + VALUE_HEADER + " to " + maxPduLength + ", found " + length);
        }
        pduRemaining = length;
    }

    /** Drops what is left of the current PDU; false when the connection ends before. */
    boolean skipRest() throws IOException {
        boolean skipped = in.skip(pduRemaining);
        pduRemaining = 0;
        valueRemaining = 0;
        return skipped;
    }

    boolean isInPdu() {
        return pduRemaining > 0;
    }

    void noteProgress() {
        sinceProgress = 0;
    }

    /**
     * Goes to the next presentation data value, dropping what is left of the current one. False when there will be
     * none, because the association is released, or is about to be; {@link UpperLayer#close()} it then.
     *
     * @throws UpperLayerException the association ended in any other way
     */
    public boolean nextValue() throws UpperLayerException {
        dropValue();
        while (association.state() == State.STA6) {
            if (pduRemaining == 0) {
                association.receive();
            } else if (readValueHeader()) {
                return true;
            }
        }
        if (association.end().filter(end -> end.kind() != Kind.RELEASED).isPresent()) {
            throw association.ended(null);
        }
        return false;
    }

    /** Of the current value. */
    public int contextId() {
        return contextId;
    }

    /** Whether the current value is a fragment of a command, not of a data set. */
    public boolean isCommand() {
        return (control & 1) != 0;
    }

    /** Whether the current value is the last fragment of its command or data set. */
    public boolean isLast() {
        return (control & 2) != 0;
    }

    /** Whether nothing of the current value is left. */
    public boolean isValueRead() {
        return valueRemaining == 0;
    }

    /**
     * The next bytes of the current value where they lie in the receive buffer, valid until the next call; null at its
     * end.
     */
    public @Nullable ByteBuffer fragment() throws UpperLayerException {
        if (valueRemaining == 0) {
            return null;
        }
        while (in.buffered() == 0) {
            association.fill();
        }
        ByteBuffer bytes = in.take(valueRemaining);
        consumed(bytes.remaining());
        return bytes;
    }

    /**
     * As {@link #fragment()}, with the data set's next fragments joined to it, as many as have come in whole: the bytes
     * of each are moved over the headers before it. The last of them says whether it {@link #isLast()}.
     */
    public @Nullable ByteBuffer fragments() throws UpperLayerException {
        ByteBuffer bytes = fragment();
        while (bytes != null && isFollowed()) {
            long pdu = in.peek32(2);
            control = in.peek8(11);
            sender.traceData(Direction.RECEIVED, pdu, contextId, control);
            int count = (int) pdu - VALUE_HEADER;
            in.join(bytes, Pdu.HEADER_LENGTH + VALUE_HEADER, count);
            noteBytes(count);
        }
        return bytes;
    }

    private boolean isFollowed() {
        return valueRemaining == 0
                && pduRemaining == 0
                && !isLast()
                && association.state() == State.STA6
                && isWholeData(0, contextId, WHATEVER_COMES);
    }

    /**
     * Whole P-DATA-TF PDUs of a data set as they lie in the receive buffer, headers included, for another association:
     * as many as there are, up to the last fragment, which {@link #isLast()} then says. The context id in them is
     * replaced, {@link #passedLength()} says how many bytes of the data set they hold. Null when the next PDU cannot be
     * passed on in whole, and {@link #nextValue()} has to read it: one with an odd fragment, for one, which nobody may
     * send (PS3.8 Annex E.2), though it is taken here.
     */
    public @Nullable ByteBuffer wholePdus(int context, Passing passing) throws UpperLayerException {
        passedLength = 0;
        int length = 0;
        boolean last = false;
        while (!last && isReady(length, context, passing)) {
            long pdu = in.peek32(length + 2);
            control = in.peek8(length + 11);
            sender.traceData(Direction.RECEIVED, pdu, context, control);
            in.replace8(length + 10, passing.contextId());
            last = isLast();
            length += Pdu.HEADER_LENGTH + (int) pdu;
            passedLength += pdu - VALUE_HEADER;
        }
        if (length == 0) {
            return null;
        }
        contextId = context;
        noteBytes(length);
        return in.take(length);
    }

    /** Shows the fragments in what {@link #wholePdus} returned. */
    public void fragmentsOf(ByteBuffer wholePdus, Consumer<ByteBuffer> to) {
        int headers = Pdu.HEADER_LENGTH + VALUE_HEADER;
        int at = wholePdus.position();
        while (at < wholePdus.limit()) {
            int length = wholePdus.getInt(at + 2) - VALUE_HEADER;
            to.accept(wholePdus.slice(at + headers, length));
            at += headers + length;
        }
    }

    /** Bytes of the data set in what {@link #wholePdus} returned last. */
    public long passedLength() {
        return passedLength;
    }

    /** Whether another PDU to be passed on lies so many bytes ahead, or comes while it is worth to wait for it. */
    private boolean isReady(int ahead, int context, Passing passing) throws UpperLayerException {
        if (pduRemaining > 0 || association.state() != State.STA6) {
            return false;
        }
        while (!isWholeData(ahead, context, passing) || isOdd(ahead)) {
            if (ahead >= in.capacity() * GATHERED || passedLength >= passing.most() || !isOnItsWay(ahead, passing)) {
                return false;
            }
            association.fill();
        }
        return true;
    }

    /** Of the fragment in the whole PDU so many bytes ahead; its headers are 12 bytes. */
    private boolean isOdd(int ahead) {
        return (in.peek8(ahead + 5) & 1) != 0;
    }

    /** Whether of the PDU that begins so many bytes ahead there is too little yet, and all of it has a place. */
    private boolean isOnItsWay(int ahead, Passing passing) {
        int there = in.buffered() - ahead;
        if (there < Pdu.HEADER_LENGTH) {
            return true;
        }
        long length = in.peek32(ahead + 2);
        long longest = Math.min(Math.min(passing.longestPdu(), passing.most() - passedLength), in.capacity() / 2);
        return in.peek8(ahead) == Pdu.Type.P_DATA_TF.code()
                && length - VALUE_HEADER <= longest
                && length > there - Pdu.HEADER_LENGTH;
    }

    /** Whether a whole P-DATA-TF with one fragment of a data set lies so many bytes ahead. */
    private boolean isWholeData(int ahead, int context, Passing passing) {
        if (in.buffered() < ahead + Pdu.HEADER_LENGTH + VALUE_HEADER || in.peek8(ahead) != Pdu.Type.P_DATA_TF.code()) {
            return false;
        }
        long length = in.peek32(ahead + 2);
        boolean last = (in.peek8(ahead + 11) & 2) != 0;
        return length <= Math.min(passing.longestPdu(), maxPduLength)
                && length <= in.buffered() - ahead - Pdu.HEADER_LENGTH
                && in.peek32(ahead + 6) == length - 4
                && length > VALUE_HEADER
                && in.peek8(ahead + 10) == context
                && (in.peek8(ahead + 11) & 1) == 0
                && passing.allows(passedLength + length - VALUE_HEADER, last);
    }

    private void consumed(int count) {
        valueRemaining -= count;
        pduRemaining -= count;
        noteBytes(count);
    }

    private void noteBytes(int count) {
        sinceProgress += count;
        if (sinceProgress >= PROGRESS) {
            association.progress();
        }
    }

    private void dropValue() throws UpperLayerException {
        while (valueRemaining > 0) {
            fragment();
        }
    }

    private boolean readValueHeader() {
        try {
            if (!in.require(VALUE_HEADER)) {
                association.endOfInput();
                return false;
            }
            long length = in.uint32();
            contextId = in.uint8();
            control = in.uint8();
            if (length < 2 || length > pduRemaining - 4) {
                throw new PduException(
                        AbortReason.INVALID_PARAMETER,
                        "PDV length: expected 2 to " + (pduRemaining - 4) + ", found " + length);
            }
            sender.traceData(Direction.RECEIVED, pduRemaining, contextId, control);
            pduRemaining -= VALUE_HEADER;
            valueRemaining = length - 2;
            refuseEndlessEmptiness();
            refuseTrailingBytes();
            return true;
        } catch (PduException e) {
            association.invalid(e);
        } catch (IOException e) {
            association.brokenInput(e);
        }
        return false;
    }

    private void refuseEndlessEmptiness() throws PduException {
        emptyValues = valueRemaining == 0 && !isLast() ? emptyValues + 1 : 0;
        if (emptyValues > MAX_EMPTY_VALUES) {
            throw new PduException(
                    AbortReason.INVALID_PARAMETER, "PDV: expected data, found " + emptyValues + " empty ones in a row");
        }
    }

    private void refuseTrailingBytes() throws PduException {
        long behind = pduRemaining - valueRemaining;
        if (behind > 0 && behind < VALUE_HEADER) {
            throw new PduException(
                    AbortReason.INVALID_PARAMETER,
                    "P-DATA-TF: expected another PDV or the end, found " + behind + " bytes");
        }
    }
}
