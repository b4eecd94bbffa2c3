package org.sluice.net.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.MDC;
import org.sluice.net.AssociationEnd;
import org.sluice.net.AssociationInfo;
import org.sluice.net.AssociationPolicy.Accept;
import org.sluice.net.AssociationPolicy.AssociateResponse;
import org.sluice.net.AssociationPolicy.Reject;
import org.sluice.net.AssociationRequest;
import org.sluice.net.NetEvents;
import org.sluice.net.Rejection;
import org.sluice.net.StoreHandler;
import org.sluice.net.engine.association.DataOutput;
import org.sluice.net.engine.association.Negotiation;
import org.sluice.net.engine.association.TlsTransport;
import org.sluice.net.engine.association.UpperLayer;
import org.sluice.net.engine.association.UpperLayerException;
import org.sluice.net.engine.dimse.DimseChannel;
import org.sluice.net.engine.dimse.DimseException;
import org.sluice.net.engine.pdu.AssociateRj;
import org.sluice.net.engine.pdu.AssociateRq;
import org.sluice.net.engine.pdu.PresentationContextAc;
import org.sluice.net.engine.pdu.PresentationContextRq;
import org.sluice.net.engine.pdu.UnknownItem;
import org.sluice.net.engine.pdu.UserItem;
import org.sluice.net.tls.TlsException;
import org.sluice.net.tls.TlsSession;
import org.sluice.text.Log;
import org.sluice.text.OneLine;

/** One association as acceptor, from the request to the end, on a thread of its own. */
final class ServedAssociation implements Runnable {
    private static final Log LOG = Log.of(ServedAssociation.class);
    private static final int RESPONSE_BUFFER = 4 << 10;
    private static final int UNKNOWN_SHOWN = 8;

    /** What all associations of a listener share. */
    record Service(Acceptor acceptor, StoreHandler handler, NetEvents events, int maxPduLength, long maxDataSet) {}

    /**
     * One connection.
     *
     * @param beyondLimit the limit that it is beyond, in words; empty if it is within all
     */
    record Connection(
            String id,
            InetSocketAddress remote,
            InetSocketAddress local,
            String beyondLimit,
            Optional<TlsTransport> tls) {}

    private final Service service;
    private final Connection connection;
    private final UpperLayer association;

    ServedAssociation(Service service, Connection connection, UpperLayer association) {
        this.service = service;
        this.connection = connection;
        this.association = association;
    }

    UpperLayer association() {
        return association;
    }

    Connection connection() {
        return connection;
    }

    @Override
    public void run() {
        try (var scope = MDC.putCloseable("association", connection.id())) {
            if (connection.tls().isEmpty()) {
                serve(Optional.empty());
            } else {
                serveOverTls(connection.tls().get());
            }
        } catch (RuntimeException | Error e) {
            LOG.error("association from {} failed: {}", connection.remote(), e);
        } finally {
            association.close();
        }
    }

    private void serveOverTls(TlsTransport tls) {
        TlsSession session;
        try {
            session = tls.handshake();
        } catch (TlsException e) {
            LOG.warn("{}: {}", connection.remote(), e.getMessage());
            service.events().handshakeFailed(connection.remote(), e.failure());
            return;
        }
        LOG.debug("{} {}", session.protocol(), session.cipherSuite());
        serve(Optional.of(session));
    }

    private void serve(Optional<TlsSession> tls) {
        AssociateRq rq;
        try {
            rq = association.awaitRequest();
        } catch (UpperLayerException e) {
            LOG.warn("{}: {}", connection.remote(), e.end().message());
            service.events().connectionWithoutAssociation(connection.remote(), Seam.end(e.end()));
            return;
        }
        reportUnknownItems(rq);
        reportEvenIds(rq);
        AssociationRequest request =
                Acceptor.requestOf(connection.id(), rq, connection.remote(), connection.local(), tls);
        if (service.acceptor().traces(request)) {
            association.trace(rq);
        }
        AssociateResponse decision = service.acceptor().decide(rq, request, connection.beyondLimit());
        if (decision instanceof Reject reject) {
            reject(request, reject);
        } else {
            accept(rq, request, (Accept) decision);
        }
    }

    /** They are skipped, PS3.8 9.3.1, but somebody may wonder. */
    private static void reportUnknownItems(AssociateRq rq) {
        List<UnknownItem> unknown = new ArrayList<>(rq.unknown());
        unknown.addAll(rq.user().all(UnknownItem.class));
        for (UnknownItem item : unknown.subList(0, Math.min(unknown.size(), UNKNOWN_SHOWN))) {
            LOG.info(
                    "A-ASSOCIATE-RQ: item {}H of {} is not known, skipped",
                    Integer.toHexString(item.type()),
                    item.value());
        }
        if (unknown.size() > UNKNOWN_SHOWN) {
            LOG.info("A-ASSOCIATE-RQ: {} more unknown items skipped", unknown.size() - UNKNOWN_SHOWN);
        }
    }

    /** They are answered as they are: to refuse the peer would teach it nothing. */
    private static void reportEvenIds(AssociateRq rq) {
        List<Integer> even = rq.contexts().stream()
                .map(PresentationContextRq::id)
                .filter(id -> id % 2 == 0)
                .toList();
        if (!even.isEmpty()) {
            LOG.warn(
                    "A-ASSOCIATE-RQ: presentation context id {} is even, PS3.8 9.3.2.2 wants odd ones; accepted{}",
                    even.get(0),
                    even.size() == 1 ? "" : ", as " + (even.size() - 1) + " more");
        }
    }

    private void reject(AssociationRequest request, Reject reject) {
        Rejection rejection = reject.rejection();
        service.events().associationRejected(request, rejection);
        association.reject(new AssociateRj(rejection.result(), rejection.source(), rejection.reason()));
        String why = reject.why().isEmpty() ? "" : ": " + reject.why();
        LOG.warn("{} {} rejected: {}{}", parties(request), connection.remote(), rejection, why);
    }

    private AssociationInfo establish(AssociateRq rq, AssociationRequest request, Accept accept) {
        try {
            List<PresentationContextAc> answers = Acceptor.answers(rq, accept);
            AssociationInfo info = Acceptor.infoOf(request, answers);
            List<UserItem> items = Acceptor.userItems(rq, info, accept);
            int maxPduLength = Math.min(service.maxPduLength(), accept.maxPduLength());
            association.accept(Negotiation.acceptance(rq, answers, maxPduLength, items));
            return info;
        } catch (RuntimeException e) {
            accept.handler().ifPresent(StoreHandler::associationEnded);
            throw e;
        }
    }

    private void accept(AssociateRq rq, AssociationRequest request, Accept accept) {
        AssociationInfo info = establish(rq, request, accept);
        service.events().associationAccepted(info);
        Acceptor.nothingAccepted(request, info)
                .ifPresent(text -> LOG.warn("{} {}: {}", parties(request), connection.remote(), text));
        ByteBuffer buffer = ByteBuffer.allocate(RESPONSE_BUFFER);
        long peerMaximum = Negotiation.maximumLength(rq.user());
        DataOutput out = new DataOutput(association, buffer, peerMaximum);
        DimseChannel channel = new DimseChannel(association, out, service.maxDataSet());
        StoreProvider provider = new StoreProvider(
                info,
                channel,
                association,
                accept.handler().orElse(service.handler()),
                accept.normalized(),
                new Outbox(connection.id(), association, channel, peerMaximum),
                service.events());
        long began = System.nanoTime();
        try {
            provider.serve();
        } catch (UpperLayerException seenInItsEnd) {
            LOG.debug("over: {}", seenInItsEnd);
        } catch (DimseException e) {
            association.abort("aborted: " + e.getMessage());
        } catch (IOException e) {
            association.abort("aborted: " + OneLine.message(e));
        } finally {
            try {
                accept.handler().ifPresent(StoreHandler::associationEnded);
                provider.ended();
            } finally {
                association.close();
                over(info, provider.instances(), Duration.ofNanos(System.nanoTime() - began));
            }
        }
    }

    private void over(AssociationInfo info, long instances, Duration lasted) {
        Optional<UpperLayerException.End> end = association.end();
        AssociationEnd kind = end.map(Seam::end).orElse(AssociationEnd.CONNECTION_LOST);
        String text = end.map(UpperLayerException.End::message).orElse("");
        String parties = parties(info.callingAe(), info.calledAe());
        String counted = OneLine.count(instances, "instance");
        if (kind == AssociationEnd.RELEASED) {
            LOG.info("{} {}: {} in {} ms, {}", parties, info.remote(), counted, lasted.toMillis(), text);
        } else {
            LOG.warn("{} {}: {} in {} ms, {}", parties, info.remote(), counted, lasted.toMillis(), text);
        }
        service.events().associationEnded(info, kind);
    }

    private static String parties(AssociationRequest request) {
        return parties(request.callingAe(), request.calledAe());
    }

    private static String parties(String callingAe, String calledAe) {
        return callingAe + ">" + calledAe;
    }
}
