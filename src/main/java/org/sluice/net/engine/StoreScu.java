package org.sluice.net.engine;

import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sluice.net.AcceptedContext;
import org.sluice.net.AssociationInfo;
import org.sluice.net.BodyWriter;
import org.sluice.net.MoveOriginator;
import org.sluice.net.PresentationContextProposal;
import org.sluice.net.ProposedContext;
import org.sluice.net.Status;
import org.sluice.net.StorageClasses;
import org.sluice.net.StoreAnswer;
import org.sluice.net.StoreClient;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.StoreCommand;
import org.sluice.net.engine.association.Negotiation;
import org.sluice.net.engine.dimse.CommandSet;
import org.sluice.net.engine.dimse.DimseException;
import org.sluice.net.engine.dimse.EchoRq;
import org.sluice.net.engine.dimse.Response;
import org.sluice.net.engine.dimse.StoreRq;
import org.sluice.net.engine.pdu.UserItem;

/** One association as requestor, for C-STORE and C-ECHO: the service class user of both. */
final class StoreScu implements StoreClient {
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

    private StoreScu(RequestedAssociation association, int wanted) {
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

    /** As {@link SluiceEngine#connect(StoreClientOptions, List)}. */
    static StoreScu connect(StoreClientOptions options, List<PresentationContextProposal> proposals)
            throws IOException {
        List<UserItem> items = options.window() > 1
                ? List.of(new UserItem.AsynchronousOperationsWindow(options.window(), 1))
                : List.of();
        return new StoreScu(RequestedAssociation.open(options, Requestor.contexts(proposals), items), options.window());
    }

    /** As {@link SluiceEngine#connectAs}. */
    static StoreScu connectAs(StoreClientOptions options, List<ProposedContext> proposed) throws IOException {
        return new StoreScu(
                RequestedAssociation.open(options, Requestor.contextsAs(proposed), List.of()), ONE_AT_A_TIME);
    }

    @Override
    public AssociationInfo association() {
        return association.info();
    }

    @Override
    public long longestPdu() {
        return Negotiation.maximumLength(association.user());
    }

    @Override
    public boolean accepts(String sopClass, String transferSyntax) {
        return contextIds.containsKey(pair(sopClass, transferSyntax));
    }

    @Override
    public int window() {
        return window;
    }

    @Override
    public int outstanding() {
        return outstanding.size();
    }

    @Override
    public StoreAnswer store(StoreCommand command, BodyWriter writer) throws IOException {
        return store(context(command), command, writer);
    }

    @Override
    public StoreAnswer store(int context, StoreCommand command, BodyWriter writer) throws IOException {
        if (!outstanding.isEmpty()) {
            throw new IllegalStateException(outstanding.size() + " requests without a response");
        }
        send(context, command, writer);
        return await().answer();
    }

    @Override
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

    @Override
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

    @Override
    public int echo() throws IOException {
        int context = association
                .info()
                .contextFor(StorageClasses.VERIFICATION)
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

    @Override
    public boolean isUsable() {
        return association.isUsable();
    }

    @Override
    public boolean isOpen() {
        return association.isOpen();
    }

    @Override
    public void release() {
        association.release();
    }

    @Override
    public void abort() {
        association.abort();
    }

    private static String pair(String sopClass, String transferSyntax) {
        return sopClass + " " + transferSyntax;
    }
}
