package org.sluice.net.engine.association;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.sluice.net.engine.association.UpperLayerException.End;
import org.sluice.net.engine.association.UpperLayerException.Kind;
import org.sluice.net.engine.pdu.AssociateAc;
import org.sluice.net.engine.pdu.AssociateRj;
import org.sluice.net.engine.pdu.AssociateRq;
import org.sluice.net.engine.pdu.PDataTf;
import org.sluice.net.engine.pdu.PduException;
import org.sluice.net.engine.pdu.PduTrace.Direction;

/**
 * One association as its user sees it: established, read and written in presentation data values, and ended. Its parts are
 * the {@link ProtocolMachine} with the state, {@link PduInput} and {@link DataInput} for what comes, {@link PduOutput} for
 * what goes, and the {@link MessageTimer}.
 *
 * <p>One thread uses it, the association's; it reads, and most often writes. {@link #releaseWhenIdle()}, {@link
 * #sendFromOutside}, {@link #abortFromOutside()} and {@link #disconnect()} may come from any thread.
 *
 * <p>The lock of the state machine guards the state, the timer that belongs to it, the order of the PDUs that are to be
 * sent, and whether a message is under way. It is held for a decision only, never while something is written, read,
 * connected or closed: a peer that takes nothing would else keep every other thread from the association, and
 * nobody could abort it before the write stall time is over. PDUs are enqueued under the lock and written behind it, so they
 * still leave in the order in which they were decided.
 */
public final class UpperLayer {
    private final Limits limits;
    private final Transport transport;
    private final PduOutput output;
    private final ReadTimer timer;
    private final ReceiveBuffer in;
    private final ProtocolMachine machine;
    private final PduInput pdus;
    private final MessageTimer messages;
    private final DataInput data;
    private volatile boolean releaseWanted;

    /** Whether no message is under way. Guarded by the machine's lock. */
    private boolean idle;

    /** {@code buffer} is the receive buffer, direct, at least 16 KiB; it belongs to the association until its close. */
    public UpperLayer(Role role, Transport transport, Watchdog watchdog, Limits limits, ByteBuffer buffer) {
        this.limits = limits;
        this.transport = transport;
        this.timer = new ReadTimer(watchdog, transport::shutdownInput);
        this.output = new PduOutput(transport, watchdog, limits.writeStall());
        this.in = new ReceiveBuffer(transport, timer, buffer);
        this.machine = new ProtocolMachine(role, limits, transport, output, timer);
        this.pdus = new PduInput(machine, in, timer, output, limits);
        this.messages = new MessageTimer(machine, timer, limits);
        this.data = new DataInput(machine, pdus, in, messages, output, limits.maxPduLength());
    }

    // ---- Establishment

    /** As acceptor: waits for the request. */
    public AssociateRq awaitRequest() throws UpperLayerException {
        machine.on(Event.TRANSPORT_INDICATION);
        while (state() == State.STA2) {
            pdus.receive();
        }
        Optional<AssociateRq> request = machine.request();
        if (state() != State.STA3 || request.isEmpty()) {
            throw machine.ended(null);
        }
        return request.get();
    }

    /** Shows every PDU in the log from now on, and the request that has come already. */
    public void trace(AssociateRq request) {
        output.traceAll(request);
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
        while (state() == State.STA5) {
            pdus.receive();
        }
        Optional<AssociateAc> acceptance = machine.acceptance();
        if (state() != State.STA6 || acceptance.isEmpty()) {
            throw machine.ended(null);
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
        messages.awaitMessage();
    }

    /** Nobody wants the rest of the message any more. It has so much time in all, however fast it comes. */
    public void awaitRest() {
        messages.awaitRest();
    }

    /** Begins a message with the value just found. False when this side has just asked for release: it is dropped. */
    public boolean beginMessage() {
        return machine.whileEstablished(() -> {
            idle = false;
            messages.awaitMessage();
        });
    }

    /** Between messages: awaits the next one for the idle time, and lets a release happen that is wanted. */
    public void becomeIdle() {
        machine.whileEstablished(() -> {
            idle = true;
            messages.awaitNext();
            releaseIfWanted();
        });
    }

    private void releaseIfWanted() {
        if (idle && releaseWanted) {
            machine.on(Event.RELEASE_REQUEST);
        }
    }

    /** Whether anybody wants to see the PDUs. */
    boolean isTraced() {
        return output.isTraced();
    }

    /** Shows the header of a P-DATA-TF that is about to be sent. */
    void traceSent(long length, int context, int controlHeader) {
        output.traceData(Direction.SENT, length, context, controlHeader);
    }

    /** Sends P-DATA-TF PDUs, complete with their headers. */
    void sendData(ByteBuffer[] buffers, int count) throws UpperLayerException {
        if (state() != State.STA6) {
            throw machine.ended(null);
        }
        machine.on(Event.P_DATA_REQUEST);
        try {
            output.write(buffers, count);
        } catch (IOException e) {
            throw afterFailedWrite(e);
        }
    }

    /**
     * From any thread, with none sending beside it: sends PDUs of a message. False when the association is over or
     * being released, or when they cannot be sent; the reader then finds the connection broken.
     */
    public boolean sendFromOutside(List<PDataTf> message) {
        return machine.whileEstablished(() -> output.enqueue(message)) && !output.isBroken();
    }

    /** The peer may have said why it does not listen any more: reads on until the association is over. */
    private UpperLayerException afterFailedWrite(IOException cause) {
        if (output.isStalled()) {
            machine.finish(Kind.TIMED_OUT, "the peer took no data for " + limits.writeStall());
        }
        timer.start(ReadTimer.Kind.RELEASE, limits.release());
        while (state() == State.STA6) {
            pdus.receive();
        }
        return machine.ended(cause);
    }

    // ---- End

    /** Releases the association and waits until the connection is closed. */
    public void release() {
        machine.whileEstablished(() -> machine.on(Event.RELEASE_REQUEST));
        close();
    }

    /** From any thread: releases when no message is under way, at once or as soon as the one that is has ended. */
    public void releaseWhenIdle() {
        releaseWanted = true;
        machine.whileEstablished(this::releaseIfWanted);
    }

    /** Aborts as the service user, and waits until the connection is closed. */
    public void abort(String why) {
        machine.finish(Kind.ABORTED, why);
        if (TransitionTable.action(Event.ABORT_REQUEST, state()).isPresent()) {
            machine.on(Event.ABORT_REQUEST);
        }
        close();
    }

    /** From any thread: makes a reader that waits abort. */
    public void abortFromOutside() {
        pdus.endForAbort();
    }

    /** From any thread: closes the connection without a word; the last resort. */
    public void disconnect() {
        transport.close();
    }

    /** What the peer sent makes no sense to the user of this layer: aborts as the service provider. */
    public UpperLayerException protocolError(PduException problem) {
        if (state() == State.STA6) {
            pdus.invalid(problem);
        }
        return machine.ended(null);
    }

    /**
     * Brings the association to its end from whatever state it is in, and closes the connection: completes a release,
     * waits (for ARTIM at most) for the peer to close after the last PDU, aborts otherwise.
     */
    public void close() {
        while (state() != State.STA1) {
            switch (state()) {
                case STA8, STA9, STA12 -> machine.on(Event.RELEASE_RESPONSE);
                case STA3, STA4, STA5, STA6 -> {
                    machine.finish(Kind.ABORTED, "aborted");
                    machine.on(Event.ABORT_REQUEST);
                }
                case STA2 -> machine.on(Event.TRANSPORT_CLOSED);
                default -> pdus.receive();
            }
        }
        timer.forget();
        output.close();
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
        if (state() != State.STA6 || pdus.isInPdu()) {
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
        pdus.receive();
        return false;
    }

    /** Whether it stands, as far as is known without reading. */
    public boolean isEstablished() {
        return state() == State.STA6;
    }

    /** The state by the standard: PS3.8 Tables 9-1 to 9-5. */
    State state() {
        return machine.state();
    }
}
