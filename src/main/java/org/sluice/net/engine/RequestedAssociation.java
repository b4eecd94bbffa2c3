package org.sluice.net.engine;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sluice.net.AssociationException;
import org.sluice.net.AssociationInfo;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.Timeouts;
import org.sluice.net.engine.association.DataOutput;
import org.sluice.net.engine.association.Negotiation;
import org.sluice.net.engine.association.Role;
import org.sluice.net.engine.association.SocketTransport;
import org.sluice.net.engine.association.TlsTransport;
import org.sluice.net.engine.association.UpperLayer;
import org.sluice.net.engine.association.UpperLayerException;
import org.sluice.net.engine.dimse.DimseChannel;
import org.sluice.net.engine.dimse.DimseException;
import org.sluice.net.engine.pdu.AssociateAc;
import org.sluice.net.engine.pdu.PresentationContextRq;
import org.sluice.net.engine.pdu.UserInformation;
import org.sluice.net.engine.pdu.UserItem;
import org.sluice.text.Log;
import org.sluice.text.OneLine;

/** One association as requestor, from the connection to the end. Used by one thread at a time. */
final class RequestedAssociation {
    private static final Log LOG = Log.of(RequestedAssociation.class);
    /** Large pieces are sent from where they lie; what is gathered here is commands and edited headers. */
    private static final int SEND_BUFFER = 64 << 10;

    private static final int RECEIVE_BUFFER = 16 << 10;

    /** Responses to C-STORE and C-ECHO have no data set, and those of storage commitment a small one. */
    private static final long MOST_IN_RESPONSE = 16 << 20;

    /** After an abort of ours nothing is awaited but that the peer has read it. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final String peer;
    private final UpperLayer association;
    private final AssociationInfo info;
    private final UserInformation user;
    private final DimseChannel channel;
    private int lastMessageId;
    private long instances;
    private boolean closed;

    /** Some exchange of messages, during which the association can break. */
    interface Talk<T> {
        T talk() throws IOException, DimseException;
    }

    private RequestedAssociation(String peer, UpperLayer association, AssociationInfo info, UserInformation user) {
        this.peer = peer;
        this.association = association;
        this.info = info;
        this.user = user;
        DataOutput out = new DataOutput(association, BufferPool.aligned(SEND_BUFFER), Negotiation.maximumLength(user));
        this.channel = new DimseChannel(association, out, MOST_IN_RESPONSE);
    }

    /**
     * Connects and negotiates.
     *
     * @param items what is proposed beside the contexts
     * @throws AssociationException no connection, rejected, or no answer in time
     */
    static RequestedAssociation open(
            StoreClientOptions options, List<PresentationContextRq> contexts, List<UserItem> items) throws IOException {
        String peer = options.calledAe() + " at " + options.remote().getHostString() + ":"
                + options.remote().getPort();
        List<UserItem> proposed = new ArrayList<>(items);
        if (options.commonExtended()) {
            proposed.addAll(Requestor.commonExtended(contexts));
        }
        if (options.user().isPresent()) {
            proposed.add(Requestor.identity(options.user().get()));
        }
        Timeouts timeouts = options.timeouts();
        if (timeouts.artim().compareTo(LAST_WORDS) > 0) {
            timeouts = timeouts.withArtim(LAST_WORDS);
        }
        Duration connect = timeouts.connect();
        SocketTransport socket = SocketTransport.to(options.remote(), connect);
        Optional<TlsTransport> tls = options.tls()
                .map(context ->
                        TlsTransport.to(socket, context, EngineRoom.shared().watchdog(), connect));
        UpperLayer association = new UpperLayer(
                Role.REQUESTOR,
                tls.isPresent() ? tls.get() : socket,
                EngineRoom.shared().watchdog(),
                Seam.limits(timeouts, options.maxPduLength()),
                BufferPool.aligned(RECEIVE_BUFFER));
        try {
            AssociateAc ac = association.request(Negotiation.request(
                    options.callingAe(), options.calledAe(), contexts, options.maxPduLength(), proposed));
            noteWhetherBelieved(peer, options, ac);
            String id = EngineRoom.shared().nextRequestedId();
            var info =
                    Requestor.infoOf(id, options, socket.localAddress(), contexts, ac, tls.map(TlsTransport::session));
            return new RequestedAssociation(peer, association, info, ac.user());
        } catch (UpperLayerException e) {
            association.close();
            throw Seam.exception(peer, e);
        }
    }

    /** Without a response the peer may not know about users at all, which is its right: PS3.7 D.3.3.7. */
    private static void noteWhetherBelieved(String peer, StoreClientOptions options, AssociateAc ac) {
        if (options.user().isPresent()
                && ac.user().first(UserItem.UserIdentityAc.class).isEmpty()) {
            LOG.warn(
                    "{} does not say whether it believes {}",
                    peer,
                    options.user().get());
        }
    }

    String peer() {
        return peer;
    }

    AssociationInfo info() {
        return info;
    }

    /** What the acceptor answered beside the contexts. */
    UserInformation user() {
        return user;
    }

    DimseChannel channel() {
        return channel;
    }

    int nextMessageId() {
        lastMessageId = lastMessageId % 0xFFFF + 1;
        return lastMessageId;
    }

    /** From now on a message or a response has its full time to come. */
    void awaitMessage() {
        association.awaitMessage();
    }

    /** From any thread: releases the association as soon as no message is under way. */
    void releaseWhenIdle() {
        association.releaseWhenIdle();
    }

    /** Exchanges messages; whatever goes wrong closes the association. */
    <T> T during(Talk<T> talk) throws IOException {
        boolean done = false;
        try {
            T result = talk.talk();
            done = true;
            return result;
        } catch (UpperLayerException e) {
            throw association.isEstablished() ? e : Seam.exception(peer, e);
        } catch (DimseException e) {
            association.abort("aborted: " + e.getMessage());
            throw new AssociationException(
                    AssociationException.Kind.PROTOCOL_ERROR, peer + ": " + e.getMessage(), Optional.empty(), e);
        } finally {
            if (!done) {
                end();
            }
        }
    }

    /** One more instance has reached the peer. */
    void countInstance() {
        instances++;
    }

    /** Whether it stands, and the peer has neither closed it nor said anything unasked. */
    boolean isUsable() {
        return !closed && association.isQuiet();
    }

    /** Whether nothing has ended it from this side. */
    boolean isOpen() {
        return !closed && association.isEstablished();
    }

    /** Releases, and waits for the answer for a bounded time; never throws. */
    void release() {
        if (!closed) {
            association.release();
            end();
        }
    }

    /** Aborts, and waits at most two seconds for the peer to have read it; never throws. */
    void abort() {
        if (!closed) {
            association.abort("aborted by this side");
            end();
        }
    }

    private void end() {
        closed = true;
        association.close();
        String how = association.end().map(UpperLayerException.End::message).orElse("");
        LOG.info("{}>{}: {} sent, {}", info.callingAe(), peer, OneLine.count(instances, "instance"), how);
    }
}
