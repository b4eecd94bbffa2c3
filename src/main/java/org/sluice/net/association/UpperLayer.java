package org.sluice.net.association;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sluice.net.association.UpperLayerException.End;
import org.sluice.net.association.UpperLayerException.Kind;
import org.sluice.net.pdu.AbortReason;
import org.sluice.net.pdu.AssociateAc;
import org.sluice.net.pdu.AssociateRj;
import org.sluice.net.pdu.AssociateRq;
import org.sluice.net.pdu.Pdu;
import org.sluice.net.pdu.PduException;
import org.sluice.net.pdu.PduTrace.Direction;

/**
 * One association as its user sees it: established, read and written in presentation data values, and ended.
 *
 * <p>One thread uses it, blocking. {@link #releaseWhenIdle()}, {@link #abortFromOutside()} and {@link #disconnect()}
 * may come from any thread.
 */
public final class UpperLayer {
    /** Enough for 128 contexts with all syntaxes and for the largest user items; more is an attack. */
    private static final int MAX_ASSOCIATE_LENGTH = 1 << 20;

    /** So many bytes of a message are progress, and give it its full time again. */
    private static final int PROGRESS = 64 << 10;

    private static final int MAX_EMPTY_VALUES = 1_000;
    private static final int SMALLEST_DATA = 6;

    /** Which side of the association this is; it matters when both release at once. */
    public enum Role {
        REQUESTOR,
        ACCEPTOR
    }

    private final Limits limits;
    private final Transport transport;
    private final Sender sender;
    private final ReadTimer timer;
    private final Receiver in;
    private final ProtocolMachine machine;
    private volatile boolean abortWanted;

    /** Guarded by the machine's lock. */
    private boolean idle;

    private boolean releaseWanted;

    // Where in the stream of P-DATA-TF the reader is.
    private long pduRemaining;
    private long valueRemaining;
    private int contextId;
    private int control;
    private long sinceProgress;
    private int emptyValues;
    private boolean outOfStep;

    /** {@code buffer} is the receive buffer, direct, at least 16 KiB; it belongs to the association until its close. */
    public UpperLayer(Role role, Transport transport, Watchdog watchdog, Limits limits, ByteBuffer buffer) {
        this.limits = limits;
        this.transport = transport;
        this.timer = new ReadTimer(watchdog, transport::shutdownInput);
        this.sender = new Sender(transport, watchdog, limits.writeStall());
        this.in = new Receiver(transport, timer, buffer);
        this.machine = new ProtocolMachine(role, limits, transport, sender, timer);
    }

    // ---- Establishment

    /** As acceptor: waits for the request. */
    public AssociateRq awaitRequest() throws UpperLayerException {
        machine.on(Event.TRANSPORT_INDICATION);
        while (machine.state() == State.STA2) {
            receive();
        }
        Optional<AssociateRq> request = machine.request();
        if (machine.state() != State.STA3 || request.isEmpty()) {
            throw ended(null);
        }
        return request.get();
    }

    /** As acceptor: accepts. */
    public void accept(AssociateAc ac) {
        machine.accept(ac);
        becomeIdle();
    }

    /** As acceptor: rejects. {@link #close()} then waits for the peer to close. */
    public void reject(AssociateRj rj) {
        machine.reject(rj);
    }

    /** As requestor: connects, requests and waits for the answer. */
    public AssociateAc request(AssociateRq rq) throws UpperLayerException {
        machine.requestAssociation(rq);
        machine.on(machine.end().isEmpty() ? Event.TRANSPORT_CONFIRM : Event.TRANSPORT_CLOSED);
        while (machine.state() == State.STA5) {
            receive();
        }
        Optional<AssociateAc> acceptance = machine.acceptance();
        if (machine.state() != State.STA6 || acceptance.isEmpty()) {
            throw ended(null);
        }
        timer.stop();
        return acceptance.get();
    }

    // ---- Data

    /**
     * Goes to the next presentation data value, dropping what is left of the current one. False when there will be
     * none, because the association is released, or is about to be; {@link #close()} it then.
     *
     * @throws UpperLayerException the association ended in any other way
     */
    public boolean nextValue() throws UpperLayerException {
        dropValue();
        while (machine.state() == State.STA6) {
            if (pduRemaining == 0) {
                receive();
            } else if (readValueHeader()) {
                return true;
            }
        }
        if (machine.end().isPresent() && machine.end().get().kind() != Kind.RELEASED) {
            throw ended(null);
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
        if (in.buffered() == 0) {
            fill();
        }
        ByteBuffer bytes = in.take(valueRemaining);
        consumed(bytes.remaining());
        return bytes;
    }

    /**
     * Whole P-DATA-TF PDUs of a data set as they lie in the receive buffer, headers included, for another association:
     * as many as there are, up to the last fragment, which {@link #isLast()} then says. The context id in them is
     * replaced. Null when the next PDU cannot be passed on in whole, and {@link #nextValue()} has to read it.
     *
     * @param longest the longest PDU the other association takes
     */
    public @Nullable ByteBuffer wholePdus(int context, int replacement, long longest) throws UpperLayerException {
        if (pduRemaining > 0 || machine.state() != State.STA6 || !awaitWholePdu(longest)) {
            return null;
        }
        int length = 0;
        int last = 0;
        while (last == 0 && isWholeData(length, context, longest)) {
            long pdu = in.peek32(length + 2);
            control = in.peek8(length + 11);
            sender.traceData(Direction.RECEIVED, pdu, context, control);
            in.replace8(length + 10, replacement);
            last = control & 2;
            length += Pdu.HEADER_LENGTH + (int) pdu;
        }
        if (length == 0) {
            return null;
        }
        contextId = context;
        sinceProgress += length;
        if (sinceProgress >= PROGRESS) {
            awaitMessage();
        }
        return in.take(length);
    }

    /** Waits for the whole of the next PDU, if it is one that fits. */
    private boolean awaitWholePdu(long longest) throws UpperLayerException {
        while (in.buffered() < Pdu.HEADER_LENGTH || in.buffered() < Pdu.HEADER_LENGTH + in.peek32(2)) {
            if (in.buffered() >= Pdu.HEADER_LENGTH
                    && (in.peek32(2) > Math.min(longest, in.capacity() / 2)
                            || in.peek8(0) != Pdu.Type.P_DATA_TF.code())) {
                return false;
            }
            fill();
        }
        return true;
    }

    /** Whether a whole P-DATA-TF with one fragment of a data set lies so many bytes ahead. */
    private boolean isWholeData(int ahead, int context, long longest) {
        if (in.buffered() < ahead + Pdu.HEADER_LENGTH + SMALLEST_DATA || in.peek8(ahead) != Pdu.Type.P_DATA_TF.code()) {
            return false;
        }
        long length = in.peek32(ahead + 2);
        return length <= Math.min(longest, limits.maxPduLength())
                && length <= in.buffered() - ahead - Pdu.HEADER_LENGTH
                && in.peek32(ahead + 6) == length - 4
                && length > SMALLEST_DATA
                && in.peek8(ahead + 10) == context
                && (in.peek8(ahead + 11) & 1) == 0;
    }

    private void consumed(int count) {
        valueRemaining -= count;
        pduRemaining -= count;
        sinceProgress += count;
        if (sinceProgress >= PROGRESS) {
            awaitMessage();
        }
    }

    /** A message, or the response to one, has its full time from now on. */
    public void awaitMessage() {
        timer.start(ReadTimer.Kind.DIMSE, limits.dimse());
        sinceProgress = 0;
    }

    /** Waits for more bytes of a value. */
    private void fill() throws UpperLayerException {
        try {
            if (!in.fill()) {
                endOfInput();
            }
        } catch (IOException e) {
            endOfInput();
            throw ended(e);
        }
        if (machine.end().isPresent()) {
            throw ended(null);
        }
    }

    private void dropValue() throws UpperLayerException {
        while (valueRemaining > 0) {
            fragment();
        }
    }

    private boolean readValueHeader() {
        try {
            if (!in.require(6)) {
                endOfInput();
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
            pduRemaining -= 6;
            valueRemaining = length - 2;
            refuseEndlessEmptiness();
            return true;
        } catch (PduException e) {
            invalid(e);
        } catch (IOException e) {
            endOfInput();
        }
        return false;
    }

    private void refuseEndlessEmptiness() throws PduException {
        emptyValues = valueRemaining == 0 && !isLast() ? emptyValues + 1 : 0;
        if (emptyValues > MAX_EMPTY_VALUES) {
            throw new PduException(
                    AbortReason.INVALID_PARAMETER, "PDV: expected data, found " + emptyValues + " empty ones in a row");
        }
        if (pduRemaining > 0 && valueRemaining < pduRemaining && pduRemaining - valueRemaining < 6) {
            throw new PduException(
                    AbortReason.INVALID_PARAMETER,
                    "P-DATA-TF: expected another PDV or the end, found " + (pduRemaining - valueRemaining) + " bytes");
        }
    }

    /** Begins a message with the value just found. False when this side has just asked for release: it is dropped. */
    public boolean beginMessage() {
        machine.lock().lock();
        try {
            if (machine.state() != State.STA6) {
                return false;
            }
            idle = false;
            awaitMessage();
            return true;
        } finally {
            machine.lock().unlock();
        }
    }

    /** Between messages: awaits the next one for the idle time, and lets a wanted release happen. */
    public void becomeIdle() {
        machine.lock().lock();
        try {
            idle = true;
            timer.start(ReadTimer.Kind.IDLE, limits.idle());
            if (releaseWanted && machine.state() == State.STA6) {
                machine.on(Event.RELEASE_REQUEST);
            }
        } finally {
            machine.lock().unlock();
        }
    }

    /** Shows the header of a P-DATA-TF that is about to be sent. */
    void traceSent(long length, int context, int controlHeader) {
        sender.traceData(Direction.SENT, length, context, controlHeader);
    }

    /** Sends P-DATA-TF PDUs, complete with their headers. */
    void sendData(ByteBuffer[] buffers, int count) throws UpperLayerException {
        if (machine.state() != State.STA6) {
            throw ended(null);
        }
        machine.on(Event.P_DATA_REQUEST);
        try {
            sender.write(buffers, count);
        } catch (IOException e) {
            throw afterFailedWrite(e);
        }
    }

    /** The peer may have said why it does not listen any more: reads on until the association is over. */
    private UpperLayerException afterFailedWrite(IOException cause) {
        if (sender.isStalled()) {
            machine.finish(Kind.TIMED_OUT, "the peer took no data for " + limits.writeStall());
        }
        timer.start(ReadTimer.Kind.RELEASE, limits.release());
        while (machine.state() == State.STA6) {
            receive();
        }
        return ended(cause);
    }

    // ---- End

    /** Releases the association and waits until the connection is closed. */
    public void release() {
        machine.lock().lock();
        try {
            if (machine.state() == State.STA6) {
                machine.on(Event.RELEASE_REQUEST);
            }
        } finally {
            machine.lock().unlock();
        }
        close();
    }

    /** From any thread: releases when no message is under way, at once or as soon as the one that is has ended. */
    public void releaseWhenIdle() {
        machine.lock().lock();
        try {
            releaseWanted = true;
            if (idle && machine.state() == State.STA6) {
                machine.on(Event.RELEASE_REQUEST);
            }
        } finally {
            machine.lock().unlock();
        }
    }

    /** Aborts as the service user, and waits until the connection is closed. */
    public void abort(String why) {
        machine.finish(Kind.ABORTED, why);
        if (TransitionTable.action(Event.ABORT_REQUEST, machine.state()).isPresent()) {
            machine.on(Event.ABORT_REQUEST);
        }
        close();
    }

    /** From any thread: makes a reader that waits abort. */
    public void abortFromOutside() {
        abortWanted = true;
        transport.shutdownInput();
    }

    /** From any thread: closes the connection without a word; the last resort. */
    public void disconnect() {
        transport.close();
    }

    /** What the peer sent makes no sense to the user of this layer: aborts as the service provider. */
    public UpperLayerException protocolError(PduException problem) {
        if (machine.state() == State.STA6) {
            invalid(problem);
        }
        return ended(null);
    }

    /**
     * Brings the association to its end from whatever state it is in, and closes the connection: completes a release,
     * waits (for ARTIM at most) for the peer to close after the last PDU, aborts otherwise.
     */
    public void close() {
        while (machine.state() != State.STA1) {
            switch (machine.state()) {
                case STA8, STA9, STA12 -> machine.on(Event.RELEASE_RESPONSE);
                case STA3, STA4, STA5, STA6 -> {
                    machine.finish(Kind.ABORTED, "aborted");
                    machine.on(Event.ABORT_REQUEST);
                }
                case STA2 -> machine.on(Event.TRANSPORT_CLOSED);
                default -> receive();
            }
        }
        timer.forget();
        sender.close();
    }

    /** How the association ended; empty while it stands. */
    public Optional<End> end() {
        return machine.end();
    }

    /**
     * Whether it stands and the peer has said nothing unasked. What it did say is taken in: after its A-RELEASE-RQ, for
     * one, {@link #close()} answers that.
     */
    public boolean isQuiet() {
        if (machine.state() != State.STA6 || pduRemaining > 0) {
            return false;
        }
        try {
            if (in.isQuiet()) {
                return true;
            }
        } catch (IOException foundAgainByTheNextRead) {
            timer.stop();
        }
        awaitMessage();
        receive();
        return false;
    }

    /** Whether it stands, as far as is known without reading. */
    public boolean isEstablished() {
        return machine.state() == State.STA6;
    }

    State state() {
        return machine.state();
    }

    private UpperLayerException ended(@Nullable IOException cause) {
        return new UpperLayerException(
                machine.end().orElse(new End(Kind.RELEASED, "the association is released", Optional.empty())), cause);
    }

    // ---- The connection

    /** Receives one PDU, up to its data if it is a P-DATA-TF, and does what the table says. */
    private void receive() {
        try {
            if (outOfStep) {
                in.skip(Long.MAX_VALUE);
                endOfInput();
            } else if (!in.skip(pduRemaining) || !in.require(Pdu.HEADER_LENGTH)) {
                endOfInput();
            } else {
                pduRemaining = 0;
                valueRemaining = 0;
                int code = in.uint8();
                in.uint8();
                receive(code, in.uint32());
            }
        } catch (PduException e) {
            invalid(e);
        } catch (IOException e) {
            endOfInput();
        }
    }

    private void receive(int code, long length) throws PduException, IOException {
        Pdu.Type type = Pdu.Type.of(code)
                .orElseThrow(() ->
                        new PduException(AbortReason.UNRECOGNIZED_PDU, "PDU type: expected 1 to 7, found " + code));
        if (type == Pdu.Type.P_DATA_TF) {
            receiveData(length);
            return;
        }
        if (length > MAX_ASSOCIATE_LENGTH) {
            throw new PduException(
                    AbortReason.INVALID_PARAMETER,
                    type.title() + " length: expected at most " + MAX_ASSOCIATE_LENGTH + ", found " + length);
        }
        byte[] body = in.body((int) length);
        if (body.length < length) {
            endOfInput();
            return;
        }
        Pdu pdu = Pdu.read(type, body);
        sender.trace(Direction.RECEIVED, pdu);
        machine.onPdu(pdu);
    }

    private void receiveData(long length) throws PduException {
        if (machine.state() == State.STA6 && (length > limits.maxPduLength() || length < SMALLEST_DATA)) {
            throw new PduException(
                    AbortReason.INVALID_PARAMETER,
                    "P-DATA-TF length: expected 6 to " + limits.maxPduLength() + ", found " + length);
        }
        pduRemaining = length;
        machine.on(Event.P_DATA_PDU);
    }

    /** After something unintelligible nothing that follows can be understood. */
    private void invalid(PduException problem) {
        outOfStep = true;
        machine.onInvalid(problem);
    }

    /** The connection has ended, or its input was ended because a timer ran out or somebody wants to abort. */
    private void endOfInput() {
        State state = machine.state();
        Optional<ReadTimer.Kind> expired = timer.expired();
        if (expired.isPresent()
                && TransitionTable.action(Event.ARTIM_EXPIRED, state).isPresent()) {
            machine.finish(Kind.TIMED_OUT, "no association request within " + limits.artim());
            machine.on(Event.ARTIM_EXPIRED);
        } else if (expired.isPresent() && !sender.isStalled()) {
            machine.finish(Kind.TIMED_OUT, expired.get() + " timer expired in " + state);
            machine.on(Event.ABORT_REQUEST);
        } else if (abortWanted
                && TransitionTable.action(Event.ABORT_REQUEST, state).isPresent()) {
            machine.finish(Kind.ABORTED, "aborted on shutdown");
            machine.on(Event.ABORT_REQUEST);
        } else {
            machine.on(Event.TRANSPORT_CLOSED);
        }
    }
}
