package org.sluice.net.engine.association;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sluice.net.engine.association.UpperLayerException.End;
import org.sluice.net.engine.association.UpperLayerException.Kind;
import org.sluice.net.engine.pdu.AbortReason;
import org.sluice.net.engine.pdu.AssociateAc;
import org.sluice.net.engine.pdu.AssociateRj;
import org.sluice.net.engine.pdu.AssociateRq;
import org.sluice.net.engine.pdu.PDataTf;
import org.sluice.net.engine.pdu.Pdu;
import org.sluice.net.engine.pdu.PduException;
import org.sluice.net.engine.pdu.PduTrace.Direction;
import org.sluice.net.tls.TlsException;

/**
 * One association as its user sees it: established, read and written in presentation data values, and ended.
 *
 * <p>One thread uses it, blocking. {@link #releaseWhenIdle()}, {@link #abortFromOutside()} and {@link #disconnect()}
 * may come from any thread.
 */
public final class UpperLayer {
    /** Enough for 128 contexts with all syntaxes and for the largest user items; more is an attack. */
    private static final int MAX_ASSOCIATE_LENGTH = 1 << 20;

    private static final int TLS_ALERT = 0x15;
    private static final int TLS_HANDSHAKE = 0x16;

    /** An honest peer may be in the middle of a large instance when it is refused. */
    private static final int DRAIN_FACTOR = 10;

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
    private final DataInput data;
    private volatile boolean abortWanted;

    /** Guarded by the machine's lock. */
    private boolean idle;

    private boolean releaseWanted;

    /** Whether the message under way is only dropped. */
    private boolean draining;

    private boolean outOfStep;

    /** {@code buffer} is the receive buffer, direct, at least 16 KiB; it belongs to the association until its close. */
    public UpperLayer(Role role, Transport transport, Watchdog watchdog, Limits limits, ByteBuffer buffer) {
        this.limits = limits;
        this.transport = transport;
        this.timer = new ReadTimer(watchdog, transport::shutdownInput);
        this.sender = new Sender(transport, watchdog, limits.writeStall());
        this.in = new Receiver(transport, timer, buffer);
        this.machine = new ProtocolMachine(role, limits, transport, sender, timer);
        this.data = new DataInput(this, in, sender, limits.maxPduLength());
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

    /** Shows every PDU in the log from now on, and the request that has come already. */
    public void trace(AssociateRq request) {
        sender.traceAll(request);
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

    /** What the peer sends. */
    public DataInput data() {
        return data;
    }

    /** A message, or the response to one, has its full time from now on. */
    public void awaitMessage() {
        draining = false;
        startInDataTransfer(ReadTimer.Kind.DIMSE, limits.dimse());
        data.noteProgress();
    }

    /** More of a message has come; unless it is only dropped, it has its full time again. */
    void progress() {
        data.noteProgress();
        if (!draining) {
            awaitMessage();
        }
    }

    /** The rest of a message that nobody wants any more has so much time in all, however fast it comes. */
    public void awaitRest() {
        draining = true;
        startInDataTransfer(ReadTimer.Kind.DRAIN, limits.dimse().multipliedBy(DRAIN_FACTOR));
    }

    /**
     * Starts a timer of the state in which messages come. In any other one the association is ending, and ARTIM or the
     * wait for a release stays as it is: PS3.8 9.1.5. Else an abort in the middle of a message would wait as long as
     * the message may.
     */
    private void startInDataTransfer(ReadTimer.Kind kind, Duration duration) {
        machine.lock().lock();
        try {
            if (machine.state() == State.STA6) {
                timer.start(kind, duration);
            }
        } finally {
            machine.lock().unlock();
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
            startInDataTransfer(ReadTimer.Kind.IDLE, limits.idle());
            if (releaseWanted && machine.state() == State.STA6) {
                machine.on(Event.RELEASE_REQUEST);
            }
        } finally {
            machine.lock().unlock();
        }
    }

    /** Whether anybody wants to see the PDUs. */
    boolean isTraced() {
        return sender.isTraced();
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

    /**
     * From any thread, with none sending beside it: sends PDUs of a message. False when the association is over or
     * being released, or when they cannot be sent; the reader then finds the connection broken.
     */
    public boolean sendFromOutside(List<PDataTf> pdus) {
        machine.lock().lock();
        try {
            if (machine.state() != State.STA6) {
                return false;
            }
            for (PDataTf pdu : pdus) {
                sender.trace(Direction.SENT, pdu);
                sender.write(new ByteBuffer[] {ByteBuffer.wrap(pdu.toBytes())}, 1);
            }
            return true;
        } catch (IOException broken) {
            transport.shutdownInput();
            return false;
        } finally {
            machine.lock().unlock();
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
        if (machine.state() != State.STA6 || data.isInPdu()) {
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

    UpperLayerException ended(@Nullable IOException cause) {
        return new UpperLayerException(
                machine.end().orElse(new End(Kind.RELEASED, "the association is released", Optional.empty())),
                cause == null ? machine.transportFailure() : cause);
    }

    // ---- The connection

    /** Waits for more bytes of a PDU that has begun; an association that has ended is not read for data any more. */
    void fill() throws UpperLayerException {
        if (machine.end().isPresent()) {
            throw ended(null);
        }
        try {
            if (!in.fill()) {
                endOfInput();
            }
        } catch (IOException e) {
            brokenInput(e);
            throw ended(e);
        }
        if (machine.end().isPresent()) {
            throw ended(null);
        }
    }

    /** Receives one PDU, up to its data if it is a P-DATA-TF, and does what the table says. */
    void receive() {
        try {
            if (outOfStep) {
                in.skip(Long.MAX_VALUE);
                endOfInput();
            } else if (!data.skipRest() || !in.require(Pdu.HEADER_LENGTH)) {
                endOfInput();
            } else {
                int code = in.uint8();
                in.uint8();
                receive(code, in.uint32());
            }
        } catch (PduException e) {
            invalid(e);
        } catch (IOException e) {
            brokenInput(e);
        }
    }

    private void receive(int code, long length) throws PduException, IOException {
        Pdu.Type type = Pdu.Type.of(code).orElseThrow(() -> unrecognized(code));
        if (type == Pdu.Type.P_DATA_TF) {
            data.begin(length, machine.state());
            machine.on(Event.P_DATA_PDU);
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

    /** TLS records begin with their type, RFC 8446 5.1. */
    private static PduException unrecognized(int code) {
        String hint =
                switch (code) {
                    case TLS_HANDSHAKE -> ": the peer speaks TLS where plain DICOM is expected";
                    case TLS_ALERT -> ": the peer expects TLS";
                    default -> "";
                };
        return new PduException(AbortReason.UNRECOGNIZED_PDU, "PDU type: expected 1 to 7, found " + code + hint);
    }

    /** After something unintelligible nothing that follows can be understood. */
    void invalid(PduException problem) {
        outOfStep = true;
        machine.onInvalid(problem);
    }

    /** The connection broke; TLS knows why. */
    void brokenInput(IOException cause) {
        if (cause instanceof TlsException) {
            machine.failed(cause);
        }
        endOfInput();
    }

    /** The connection has ended, or its input was ended because a timer ran out or somebody wants to abort. */
    void endOfInput() {
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
