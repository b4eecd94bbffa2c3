package org.sluice.net.engine;

import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sluice.net.AcceptedContext;
import org.sluice.net.AssociationException;
import org.sluice.net.AssociationInfo;
import org.sluice.net.BodyWriter;
import org.sluice.net.MoveOriginator;
import org.sluice.net.PresentationContextProposal;
import org.sluice.net.ProposedContext;
import org.sluice.net.Status;
import org.sluice.net.StorageClasses;
import org.sluice.net.StoreAnswer;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.StoreCommand;
import org.sluice.net.engine.association.Negotiation;
import org.sluice.net.engine.dimse.CommandSet;
import org.sluice.net.engine.dimse.DimseException;
import org.sluice.net.engine.dimse.EchoRq;
import org.sluice.net.engine.dimse.Response;
import org.sluice.net.engine.dimse.StoreRq;
import org.sluice.net.engine.pdu.UserItem;

/**
 * The sending side: one association as requestor, for C-STORE and C-ECHO. Used by one thread at a time. Methods that
 * throw an {@link IOException} leave the association closed.
 */
public final class StoreClient implements AutoCloseable {
    private static final int LONGEST_UID = 64;
    private static final int NO_LIMIT = 0;
    private static final int ONE_AT_A_TIME = 1;
    private static final int NO_CONTEXT = 0;

    private final RequestedAssociation association;
    private final Map<String, Integer> contextIds = new HashMap<>();
    private final BitSet accepted = new BitSet();
    private final int window;

    /** Message ids of the C-STORE requests that have no response yet. */
    private final Set<Integer> outstanding = new HashSet<>();

    /** The response to a request that {@link #send} has sent. */
    public record StoreResponse(int messageId, StoreAnswer answer) {}

    private StoreClient(RequestedAssociation association, int wanted) {
        this.association = association;
        this.window = window(association, wanted);
        for (AcceptedContext context : association.info().contexts()) {
            accepted.set(context.id());
            contextIds.putIfAbsent(pair(context.abstractSyntax(), context.transferSyntax()), context.id());
        }
    }

    /** What the peer allows of what was wanted; one operation at a time when it says nothing (PS3.7 D.3.3.3). */
    private static int window(RequestedAssociation association, int wanted) {
        int allowed = association
                .user()
                .first(UserItem.AsynchronousOperationsWindow.class)
                .map(UserItem.AsynchronousOperationsWindow::invoked)
                .orElse(1);
        return allowed == NO_LIMIT ? wanted : Math.min(wanted, allowed);
    }

    /**
     * Connects and negotiates. At most 128 contexts; Verification is proposed where there is room for it.
     *
     * @throws AssociationException no connection, rejected, or no answer in time
     */
    public static StoreClient connect(StoreClientOptions options, List<PresentationContextProposal> proposals)
            throws IOException {
        List<UserItem> items = options.window() > 1
                ? List.of(new UserItem.AsynchronousOperationsWindow(options.window(), 1))
                : List.of();
        return new StoreClient(
                RequestedAssociation.open(options, Requestor.contexts(proposals), items), options.window());
    }

    /**
     * The same with the contexts that another requestor proposed, under its ids; none of them is Verification. One
     * operation at a time.
     *
     * @throws AssociationException no connection, rejected, or no answer in time
     */
    public static StoreClient connectAs(StoreClientOptions options, List<ProposedContext> proposed) throws IOException {
        return new StoreClient(
                RequestedAssociation.open(options, Requestor.contextsAs(proposed), List.of()), ONE_AT_A_TIME);
    }

    /** What was negotiated. */
    public AssociationInfo association() {
        return association.info();
    }

    /** The longest P-DATA-TF that the peer takes, in bytes; 0 for no limit. */
    public long longestPdu() {
        return Negotiation.maximumLength(association.user());
    }

    /** Whether an instance of the class in the syntax may be sent. */
    public boolean accepts(String sopClass, String transferSyntax) {
        return contextIds.containsKey(pair(sopClass, transferSyntax));
    }

    /** How many C-STORE requests may be without a response at a time: at least 1, more where both sides want it. */
    public int window() {
        return window;
    }

    /** How many C-STORE requests have no response yet. */
    public int outstanding() {
        return outstanding.size();
    }

    /**
     * Sends one instance and waits for the response; any status is an answer, also a failure.
     *
     * @throws AssociationException the association is over
     * @throws IOException the writer failed; the association was aborted
     * @throws IllegalArgumentException the pair of class and syntax was not accepted, or a UID is none
     * @throws IllegalStateException other requests are without a response
     */
    public StoreAnswer store(StoreCommand command, BodyWriter writer) throws IOException {
        return store(context(command), command, writer);
    }

    /**
     * The same in a context that was accepted, whatever the SOP class of the instance.
     *
     * @param context its id
     */
    public StoreAnswer store(int context, StoreCommand command, BodyWriter writer) throws IOException {
        if (!outstanding.isEmpty()) {
            throw new IllegalStateException(outstanding.size() + " requests without a response");
        }
        send(context, command, writer);
        return await().answer();
    }

    /**
     * Sends one instance without waiting for the response.
     *
     * @return the message id, by which {@link #await()} names the request
     * @throws AssociationException the association is over
     * @throws IOException the writer failed; the association was aborted
     * @throws IllegalArgumentException the pair of class and syntax was not accepted, or a UID is none
     * @throws IllegalStateException as many requests as the {@link #window()} allows are without a response
     */
    public int send(StoreCommand command, BodyWriter writer) throws IOException {
        return send(context(command), command, writer);
    }

    private int context(StoreCommand command) {
        return contextIds.getOrDefault(pair(command.sopClassUid(), command.transferSyntaxUid()), NO_CONTEXT);
    }

    private int send(int context, StoreCommand command, BodyWriter writer) throws IOException {
        if (!accepted.get(context) || command.sopInstanceUid().length() > LONGEST_UID) {
            throw new IllegalArgumentException(association.peer() + ": expected an accepted context, found "
                    + command.sopClassUid() + " in " + command.transferSyntaxUid());
        }
        if (outstanding.size() >= window) {
            throw new IllegalStateException("a window of " + window + " is full");
        }
        StoreRq rq = new StoreRq(
                association.nextMessageId(),
                command.sopClassUid(),
                command.sopInstanceUid(),
                command.priority(),
                command.moveOriginator().map(MoveOriginator::aeTitle).orElse(""),
                command.moveOriginator().map(MoveOriginator::messageId).orElse(0));
        return association.during(() -> {
            association.awaitMessage();
            association.channel().write(context, rq.toCommand());
            association.channel().beginData(context);
            writer.writeTo(new OutgoingBody(association.channel(), context));
            association.channel().endData();
            association.channel().flush();
            outstanding.add(rq.messageId());
            return rq.messageId();
        });
    }

    /**
     * Waits for the response to any of the requests that have none yet; any status is an answer, also a failure.
     *
     * @throws AssociationException the association is over; none of the requests without a response will get one
     */
    public StoreResponse await() throws IOException {
        return association.during(() -> {
            association.awaitMessage();
            Response response = response();
            if (!outstanding.remove(response.messageId())) {
                throw new DimseException(
                        "expected the response to one of messages " + outstanding + ", found " + response.messageId());
            }
            if (Status.isDone(response.status())) {
                association.countInstance();
            }
            return new StoreResponse(response.messageId(), StoreAnswer.of(response.status(), response.errorComment()));
        });
    }

    /**
     * Sends C-ECHO-RQ and returns the status of the response.
     *
     * @throws IllegalArgumentException the peer did not accept Verification
     */
    public int echo() throws IOException {
        int context = association.info().contexts().stream()
                .filter(c -> c.abstractSyntax().equals(StorageClasses.VERIFICATION))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(association.peer() + ": Verification was not accepted"))
                .id();
        EchoRq rq = new EchoRq(association.nextMessageId());
        return association.during(() -> {
            association.awaitMessage();
            association.channel().write(context, rq.toCommand());
            association.channel().flush();
            Response response = response();
            if (response.messageId() != rq.messageId()) {
                throw new DimseException(
                        "expected the response to message " + rq.messageId() + ", found " + response.messageId());
            }
            return response.status();
        });
    }

    private Response response() throws IOException, DimseException {
        CommandSet command = association
                .channel()
                .nextCommand()
                .orElseThrow(() -> new DimseException("expected a response, found a release"));
        if (!command.isResponse()) {
            throw new DimseException("expected a response, found request " + Status.format(command.commandField()));
        }
        return Response.read(command);
    }

    /**
     * Whether the next request has a chance: the association stands, and the peer has neither closed it nor said
     * anything unasked. Costs five system calls.
     */
    public boolean isUsable() {
        return association.isUsable();
    }

    /** Whether the association stands, as far as is known without a look at the connection. */
    public boolean isOpen() {
        return association.isOpen();
    }

    /** Releases the association and waits for the answer, for a bounded time; never throws. */
    public void release() {
        association.release();
    }

    /** Aborts, and waits at most two seconds for the peer to have read it; never throws. */
    public void abort() {
        association.abort();
    }

    /** Same as {@link #release()}. */
    @Override
    public void close() {
        release();
    }

    private static String pair(String sopClass, String transferSyntax) {
        return sopClass + " " + transferSyntax;
    }
}
