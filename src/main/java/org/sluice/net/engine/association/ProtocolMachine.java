package org.sluice.net.engine.association;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.sluice.net.engine.association.UpperLayerException.End;
import org.sluice.net.engine.association.UpperLayerException.Kind;
import org.sluice.net.engine.pdu.Abort;
import org.sluice.net.engine.pdu.AbortReason;
import org.sluice.net.engine.pdu.AssociateAc;
import org.sluice.net.engine.pdu.AssociateRj;
import org.sluice.net.engine.pdu.AssociateRq;
import org.sluice.net.engine.pdu.Pdu;
import org.sluice.net.engine.pdu.PduException;
import org.sluice.net.engine.pdu.ReleaseRp;
import org.sluice.net.engine.pdu.ReleaseRq;
import org.sluice.net.tls.TlsException;
import org.sluice.text.OneLine;

/**
 * The state of an association, and the actions of PS3.8 Tables 9-6 to 9-9, each of which returns the next state. Which
 * action is performed, {@link TransitionTable} says.
 *
 * <p>The state changes under the lock. What waits for the peer happens when the lock is free again: the PDUs of an action
 * are enqueued under the lock and written behind it, and the connection is opened and closed without it.
 */
final class ProtocolMachine {
    /** Bit 0 of the protocol version of A-ASSOCIATE-RQ: the only version there is. */
    private static final int VERSION_1 = 1;

    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final Role role;
    private final Limits limits;
    private final Transport transport;
    private final PduOutput output;
    private final ReadTimer timer;
    private final ReentrantLock lock = new ReentrantLock();

    private volatile State state = State.STA1;
    private volatile @Nullable End end;
    private volatile @Nullable IOException transportFailure;

    // The parameters of the standard's primitives.
    private @Nullable AssociateRq request;
    private @Nullable AssociateAc acceptance;
    private AssociateRj rejection = new AssociateRj(1, 1, 1);
    private Abort abort = Abort.BY_USER;
    private AbortReason abortReason = AbortReason.UNEXPECTED_PDU;
    private Event event = Event.TRANSPORT_CLOSED;

    /** An action wants the connection closed. Guarded by the lock. */
    private boolean closing;

    ProtocolMachine(Role role, Limits limits, Transport transport, PduOutput output, ReadTimer timer) {
        this.role = role;
        this.limits = limits;
        this.transport = transport;
        this.output = output;
        this.timer = timer;
    }

    State state() {
        return state;
    }

    /** The request that was received or is to be sent. */
    Optional<AssociateRq> request() {
        return Optional.ofNullable(request);
    }

    /** The acceptance that was received. */
    Optional<AssociateAc> acceptance() {
        return Optional.ofNullable(acceptance);
    }

    Optional<End> end() {
        return Optional.ofNullable(end);
    }

    /** The connection broke, and can say why. */
    void failed(IOException cause) {
        transportFailure = cause;
        finish(Kind.CONNECTION_LOST, OneLine.message(cause));
    }

    /** Notes how the association ends; what is noted first stays. */
    void finish(Kind kind, String message) {
        finish(new End(kind, message, Optional.empty()));
    }

    private void finish(End how) {
        if (end == null) {
            end = how;
        }
    }

    /** The exception for a user of an association that has ended. */
    UpperLayerException ended(@Nullable IOException cause) {
        return new UpperLayerException(
                end().orElse(new End(Kind.RELEASED, "the association is released", Optional.empty())),
                cause == null ? transportFailure : cause);
    }

    /** Lets an event happen. */
    void on(Event what) {
        lock.lock();
        try {
            Action action = TransitionTable.action(what, state)
                    .orElseThrow(() -> new IllegalStateException(what + " cannot happen in " + state));
            event = what;
            state = perform(action);
        } finally {
            unlock();
        }
    }

    /** Does something under the lock if the association is established (Sta6), or else returns false. It must not wait. */
    boolean whileEstablished(Runnable what) {
        lock.lock();
        try {
            boolean established = state == State.STA6;
            if (established) {
                what.run();
            }
            return established;
        } finally {
            unlock();
        }
    }

    /** Behind the outermost use of the lock comes what waits for the peer. */
    private void unlock() {
        boolean free = lock.getHoldCount() == 1;
        boolean close = free && closing;
        if (close) {
            closing = false;
        }
        lock.unlock();
        if (close) {
            transport.close();
        } else if (free) {
            output.sendEnqueued();
        }
    }

    /** As requestor: the request is kept, and the connection made. */
    void requestAssociation(AssociateRq rq) {
        request = rq;
        on(Event.ASSOCIATE_REQUEST);
        open();
    }

    void accept(AssociateAc ac) {
        acceptance = ac;
        on(Event.ASSOCIATE_ACCEPT);
    }

    void reject(AssociateRj rj) {
        rejection = rj;
        on(Event.ASSOCIATE_REJECT);
    }

    /** A PDU without data has been received. */
    void onPdu(Pdu pdu) {
        switch (pdu.type()) {
            case ASSOCIATE_RQ -> {
                request = state == State.STA2 ? (AssociateRq) pdu : request;
                on(Event.ASSOCIATE_RQ_PDU);
            }
            case ASSOCIATE_AC -> {
                acceptance = state == State.STA5 ? (AssociateAc) pdu : acceptance;
                on(Event.ASSOCIATE_AC_PDU);
            }
            case ASSOCIATE_RJ -> {
                rejection = (AssociateRj) pdu;
                on(Event.ASSOCIATE_RJ_PDU);
            }
            case P_DATA_TF -> on(Event.P_DATA_PDU);
            case RELEASE_RQ -> on(Event.RELEASE_RQ_PDU);
            case RELEASE_RP -> on(Event.RELEASE_RP_PDU);
            case ABORT -> {
                abort = (Abort) pdu;
                on(Event.ABORT_PDU);
            }
        }
    }

    /** Something was received that is no PDU, or not one of this protocol. */
    void onInvalid(PduException problem) {
        abortReason = problem.reason();
        finish(Kind.PROTOCOL_ERROR, String.valueOf(problem.getMessage()));
        on(Event.INVALID_PDU);
    }

    private State perform(Action action) {
        return switch (action) {
            case AE_1 -> State.STA4; // requestAssociation opens the connection
            case AE_2 -> ae2();
            case AE_3 -> State.STA6;
            case AE_4 -> ae4();
            case AE_5 -> ae5();
            case AE_6 -> ae6();
            case AE_7 -> ae7();
            case AE_8 -> ae8();
            case DT_1, DT_2 -> State.STA6;
            case AR_1 -> ar1();
            case AR_2 -> State.STA8;
            case AR_3 -> ar3();
            case AR_4 -> ar4();
            case AR_5 -> closed();
            case AR_6 -> State.STA7;
            case AR_7 -> State.STA8;
            case AR_8 -> role == Role.REQUESTOR ? State.STA9 : State.STA10;
            case AR_9 -> ar9();
            case AR_10 -> State.STA12;
            case AA_1 -> aa1();
            case AA_2 -> closed();
            case AA_3 -> aa3();
            case AA_4 -> aa4();
            case AA_5 -> aa5();
            case AA_6 -> State.STA13;
            case AA_7 -> aa7();
            case AA_8 -> aa8();
        };
    }

    private void open() {
        try {
            transport.open();
        } catch (TlsException e) {
            failed(e);
        } catch (IOException e) {
            finish(Kind.CONNECTION_LOST, "no connection: " + OneLine.message(e));
        }
    }

    private void send(Pdu pdu) {
        output.enqueue(List.of(pdu));
    }

    private State ae2() {
        timer.start(ReadTimer.Kind.ASSOCIATE, limits.associate());
        request().ifPresent(this::send);
        return State.STA5;
    }

    private State ae4() {
        finish(rejected("rejected by the peer"));
        return closed();
    }

    private End rejected(String how) {
        String fields = rejection.result() + "/" + rejection.source() + "/" + rejection.reason();
        return new End(Kind.REJECTED, how + ", result/source/reason " + fields, Optional.of(rejection));
    }

    private State ae5() {
        startArtim();
        return State.STA2;
    }

    private State ae6() {
        timer.stop();
        int version = request().map(AssociateRq::protocolVersion).orElse(0);
        if ((version & VERSION_1) != 0) {
            return State.STA3;
        }
        rejection = new AssociateRj(1, 2, 2);
        return ae8();
    }

    private State ae7() {
        acceptance().ifPresent(this::send);
        return State.STA6;
    }

    private State ae8() {
        finish(rejected("rejected"));
        send(rejection);
        startArtim();
        return State.STA13;
    }

    private State ar1() {
        timer.start(ReadTimer.Kind.RELEASE, limits.release());
        send(new ReleaseRq());
        return State.STA7;
    }

    private State ar3() {
        finish(Kind.RELEASED, "released");
        return closed();
    }

    private State ar4() {
        finish(Kind.RELEASED, "released by the peer");
        send(new ReleaseRp());
        startArtim();
        return State.STA13;
    }

    private State ar9() {
        send(new ReleaseRp());
        return State.STA11;
    }

    private State aa1() {
        finish(Kind.PROTOCOL_ERROR, event.words() + " instead of an association request");
        send(Abort.BY_USER);
        awaitItsReading();
        return State.STA13;
    }

    private State aa3() {
        finish(Kind.ABORTED_BY_PEER, "aborted by the peer: " + abort.text());
        return closed();
    }

    private State aa4() {
        finish(Kind.CONNECTION_LOST, "connection lost " + state.when());
        return closed();
    }

    private State aa5() {
        finish(Kind.CONNECTION_LOST, "connection closed before an association was requested");
        return closed();
    }

    private State aa7() {
        send(Abort.byProvider(abortReason));
        return State.STA13;
    }

    private State aa8() {
        finish(Kind.PROTOCOL_ERROR, event.words() + " was not expected " + state.when());
        send(Abort.byProvider(abortReason));
        awaitItsReading();
        return State.STA13;
    }

    private State closed() {
        timer.stop();
        finish(Kind.CONNECTION_LOST, "closed " + state.when());
        closing = true;
        return State.STA1;
    }

    /** ARTIM after an abort is short: a peer that is gone must not hold a place that others wait for. */
    private void awaitItsReading() {
        Duration wait = limits.artim().compareTo(LAST_WORDS) < 0 ? limits.artim() : LAST_WORDS;
        timer.start(ReadTimer.Kind.ARTIM, wait);
    }

    private void startArtim() {
        timer.start(ReadTimer.Kind.ARTIM, limits.artim());
    }
}
