package org.sluice.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.net.association.DataOutput;
import org.sluice.net.association.Negotiation;
import org.sluice.net.association.SocketTransport;
import org.sluice.net.association.UpperLayer;
import org.sluice.net.association.UpperLayerException;
import org.sluice.net.association.Watchdog;
import org.sluice.net.dimse.CommandSet;
import org.sluice.net.dimse.DimseChannel;
import org.sluice.net.dimse.DimseException;
import org.sluice.net.dimse.EchoRq;
import org.sluice.net.dimse.Response;
import org.sluice.net.dimse.StoreRq;
import org.sluice.net.pdu.AssociateAc;
import org.sluice.net.pdu.PresentationContextRq;

/**
 * The sending side: one association as requestor, for C-STORE and C-ECHO. Used by one thread at a time. Methods that
 * throw an {@link IOException} leave the association closed.
 */
public final class StoreClient implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StoreClient.class);
    private static final int SEND_BUFFER = 256 << 10;
    private static final int RECEIVE_BUFFER = 16 << 10;
    private static final int LONGEST_UID = 64;

    /** After an abort of ours nothing is awaited but that the peer has read it. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    /** Unique in the process, for the log. */
    private static final AtomicLong IDS = new AtomicLong();

    private final String peer;
    private final UpperLayer association;
    private final AssociationInfo info;
    private final DimseChannel channel;
    private final Map<String, Integer> contextIds = new HashMap<>();
    private int lastMessageId;
    private long instances;
    private boolean closed;

    private StoreClient(String peer, UpperLayer association, AssociationInfo info, long peerMaximum) {
        this.peer = peer;
        this.association = association;
        this.info = info;
        ByteBuffer buffer = BufferPool.aligned(SEND_BUFFER);
        this.channel = new DimseChannel(association, new DataOutput(association, buffer, peerMaximum));
        for (AcceptedContext context : info.contexts()) {
            contextIds.putIfAbsent(pair(context.abstractSyntax(), context.transferSyntax()), context.id());
        }
    }

    /**
     * Connects and negotiates. At most 128 contexts; Verification is proposed where there is room for it.
     *
     * @throws AssociationException no connection, rejected, or no answer in time
     */
    public static StoreClient connect(StoreClientOptions options, List<PresentationContextProposal> proposals)
            throws IOException {
        String peer = options.calledAe() + " at " + options.remote();
        List<PresentationContextRq> contexts = Requestor.contexts(proposals);
        Timeouts timeouts = options.timeouts();
        if (timeouts.artim().compareTo(LAST_WORDS) > 0) {
            timeouts = timeouts.withArtim(LAST_WORDS);
        }
        SocketTransport transport = SocketTransport.to(options.remote(), timeouts.connect());
        UpperLayer association = new UpperLayer(
                UpperLayer.Role.REQUESTOR,
                transport,
                Watchdog.shared(),
                EngineLimits.of(timeouts, options.maxPduLength()),
                BufferPool.aligned(RECEIVE_BUFFER));
        try {
            AssociateAc ac = association.request(
                    Negotiation.request(options.callingAe(), options.calledAe(), contexts, options.maxPduLength()));
            String id = String.format("r%05d", IDS.incrementAndGet());
            var info = Requestor.infoOf(id, options, transport.localAddress(), contexts, ac);
            return new StoreClient(peer, association, info, Negotiation.maximumLength(ac.user()));
        } catch (UpperLayerException e) {
            association.close();
            throw EndOf.exception(peer, e);
        }
    }

    public AssociationInfo association() {
        return info;
    }

    /** Whether an instance of the class in the syntax may be sent. */
    public boolean accepts(String sopClass, String transferSyntax) {
        return contextIds.containsKey(pair(sopClass, transferSyntax));
    }

    /**
     * Sends one instance and waits for the response; any status is an answer, also a failure.
     *
     * @throws AssociationException the association is over
     * @throws IOException the writer failed; the association was aborted
     * @throws IllegalArgumentException the pair of class and syntax was not accepted, or a UID is none
     */
    public StoreAnswer store(StoreCommand command, BodyWriter writer) throws IOException {
        Integer context = contextIds.get(pair(command.sopClassUid(), command.transferSyntaxUid()));
        if (context == null || command.sopInstanceUid().length() > LONGEST_UID) {
            throw new IllegalArgumentException(peer + ": expected an accepted context, found " + command.sopClassUid()
                    + " in " + command.transferSyntaxUid());
        }
        StoreRq rq = new StoreRq(
                nextMessageId(),
                command.sopClassUid(),
                command.sopInstanceUid(),
                command.priority(),
                command.moveOriginator().map(MoveOriginator::aeTitle).orElse(""),
                command.moveOriginator().map(MoveOriginator::messageId).orElse(0));
        Response response = exchange(context, rq.toCommand(), Optional.of(writer));
        instances += Status.isDone(response.status()) ? 1 : 0;
        return StoreAnswer.of(response.status(), response.errorComment());
    }

    /**
     * Sends C-ECHO-RQ and returns the status of the response.
     *
     * @throws IllegalArgumentException the peer did not accept Verification
     */
    public int echo() throws IOException {
        int context = info.contexts().stream()
                .filter(c -> c.abstractSyntax().equals(StorageClasses.VERIFICATION))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(peer + ": Verification was not accepted"))
                .id();
        return exchange(context, new EchoRq(nextMessageId()).toCommand(), Optional.empty())
                .status();
    }

    /** Sends a request and waits for its response; whatever goes wrong closes the association. */
    private Response exchange(int context, CommandSet command, Optional<BodyWriter> writer) throws IOException {
        boolean done = false;
        try {
            association.awaitMessage();
            channel.write(context, command);
            if (writer.isPresent()) {
                channel.beginData(context);
                writer.get().writeTo(new OutgoingBody(channel, context));
                channel.endData();
            }
            channel.flush();
            Response response = response();
            done = true;
            return response;
        } catch (UpperLayerException e) {
            throw association.isEstablished() ? e : EndOf.exception(peer, e);
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

    private Response response() throws UpperLayerException, DimseException {
        CommandSet command =
                channel.nextCommand().orElseThrow(() -> new DimseException("expected a response, found a release"));
        if (!command.isResponse()) {
            throw new DimseException("expected a response, found request " + Status.format(command.commandField()));
        }
        Response response = Response.read(command);
        if (response.messageId() != lastMessageId) {
            throw new DimseException(
                    "expected the response to message " + lastMessageId + ", found " + response.messageId());
        }
        return response;
    }

    private int nextMessageId() {
        lastMessageId = lastMessageId % 0xFFFF + 1;
        return lastMessageId;
    }

    /**
     * Whether the next request has a chance: the association stands, and the peer has neither closed it nor said
     * anything unasked. Costs three system calls.
     */
    public boolean isUsable() {
        return !closed && association.isQuiet();
    }

    /** Releases the association and waits for the answer, for a bounded time; never throws. */
    public void release() {
        if (!closed) {
            association.release();
            end();
        }
    }

    /** Aborts, and waits at most two seconds for the peer to have read it; never throws. */
    public void abort() {
        if (!closed) {
            association.abort("aborted by this side");
            end();
        }
    }

    /** Same as {@link #release()}. */
    @Override
    public void close() {
        release();
    }

    private void end() {
        closed = true;
        association.close();
        String how = association.end().map(UpperLayerException.End::message).orElse("");
        LOG.info("{}>{}: {} instances sent, {}", info.callingAe(), peer, instances, AeTitle.escape(how));
    }

    private static String pair(String sopClass, String transferSyntax) {
        return sopClass + " " + transferSyntax;
    }
}
