package org.sluice.net.engine.association;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sluice.net.engine.association.UpperLayerException.Kind;
import org.sluice.net.engine.pdu.Pdu;
import org.sluice.net.engine.pdu.PduTrace.Direction;

/**
 * The presentation data values that the peer sends, walked where they lie in the receive buffer: PS3.8 9.3.5. Used by
 * the association's thread.
 */
public final class DataInput {
    private static final int VALUE_HEADER = PduInput.VALUE_HEADER;

    /**
     * With this part of the receive buffer full, PDUs are passed on, and while they are being written as many more
     * arrive. With less both ends would be woken for each PDU.
     */
    private static final double GATHERED = 0.375;

    private static final Passing WHATEVER_COMES = new Passing(0, Long.MAX_VALUE, Long.MAX_VALUE, true);

    private final ProtocolMachine machine;
    private final PduInput pdus;
    private final ReceiveBuffer in;
    private final MessageTimer timer;
    private final PduOutput output;
    private final int maxPduLength;

    private int contextId;
    private int control;
    private long passedLength;

    DataInput(
            ProtocolMachine machine,
            PduInput pdus,
            ReceiveBuffer in,
            MessageTimer timer,
            PduOutput output,
            int maxPduLength) {
        this.machine = machine;
        this.pdus = pdus;
        this.in = in;
        this.timer = timer;
        this.output = output;
        this.maxPduLength = maxPduLength;
    }

    /**
     * Goes to the next presentation data value, dropping what is left of the current one. False when there will be
     * none, because the association is released, or is about to be; {@link UpperLayer#close()} it then.
     *
     * @throws UpperLayerException the association ended in any other way
     */
    public boolean nextValue() throws UpperLayerException {
        dropValue();
        while (machine.state() == State.STA6) {
            if (!pdus.isInPdu()) {
                pdus.receive();
            } else if (pdus.readValueHeader()) {
                contextId = pdus.contextId();
                control = pdus.control();
                return true;
            }
        }
        if (machine.end().filter(end -> end.kind() != Kind.RELEASED).isPresent()) {
            throw machine.ended(null);
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
        return pdus.isValueRead();
    }

    /**
     * The next bytes of the current value where they lie in the receive buffer, valid until the next call; null at its
     * end.
     */
    public @Nullable ByteBuffer fragment() throws UpperLayerException {
        ByteBuffer bytes = pdus.valueBytes();
        if (bytes != null) {
            timer.received(bytes.remaining());
        }
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
            output.traceData(Direction.RECEIVED, pdu, contextId, control);
            int count = (int) pdu - VALUE_HEADER;
            in.join(bytes, Pdu.HEADER_LENGTH + VALUE_HEADER, count);
            timer.received(count);
        }
        return bytes;
    }

    private boolean isFollowed() {
        return pdus.isValueRead()
                && !pdus.isInPdu()
                && !isLast()
                && machine.state() == State.STA6
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
            output.traceData(Direction.RECEIVED, pdu, context, control);
            in.replace8(length + 10, passing.contextId());
            last = isLast();
            length += Pdu.HEADER_LENGTH + (int) pdu;
            passedLength += pdu - VALUE_HEADER;
        }
        if (length == 0) {
            return null;
        }
        contextId = context;
        timer.received(length);
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
        if (pdus.isInPdu() || machine.state() != State.STA6) {
            return false;
        }
        while (!isWholeData(ahead, context, passing) || isOdd(ahead)) {
            if (ahead >= in.capacity() * GATHERED || passedLength >= passing.most() || !isOnItsWay(ahead, passing)) {
                return false;
            }
            pdus.fill();
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

    private void dropValue() throws UpperLayerException {
        while (!pdus.isValueRead()) {
            fragment();
        }
    }
}
