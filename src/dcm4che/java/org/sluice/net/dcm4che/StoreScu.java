package org.sluice.net.dcm4che;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.net.Association;
import org.dcm4che3.net.Commands;
import org.dcm4che3.net.DataWriter;
import org.dcm4che3.net.Dimse;
import org.dcm4che3.net.DimseRQHandler;
import org.dcm4che3.net.PDVInputStream;
import org.dcm4che3.net.pdu.AAbort;
import org.dcm4che3.net.pdu.PresentationContext;
import org.jspecify.annotations.Nullable;
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
import org.sluice.net.StoreClient;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.StoreCommand;
import org.sluice.net.dcm4che.RequestedAssociation.Responded;

/** One association as requestor, for C-STORE and C-ECHO: the service class user of both. */
final class StoreScu implements StoreClient {
    private static final int LONGEST_UID = 64;
    private static final int NO_LIMIT = 0;

    private final RequestedAssociation association;
    private final Map<String, AcceptedContext> byPair = new HashMap<>();
    private final Map<Integer, AcceptedContext> byId = new HashMap<>();
    private final int window;
    /** Message ids of the C-STORE requests that have no response yet. */
    private final Set<Integer> outstanding = new HashSet<>();

    private StoreScu(RequestedAssociation association, int wanted) {
        this.association = association;
        int allowed = association.acceptance().getMaxOpsInvoked();
        this.window = allowed == NO_LIMIT ? wanted : Math.min(wanted, allowed);
        for (AcceptedContext context : association.info().contexts()) {
            byId.put(context.id(), context);
            byPair.putIfAbsent(pair(context.abstractSyntax(), context.transferSyntax()), context);
        }
    }

    /** As {@link Dcm4cheEngine#connect(StoreClientOptions, List)}. */
    static StoreScu connect(StoreClientOptions options, List<PresentationContextProposal> proposals)
            throws IOException {
        return open(options, Proposal.contexts(proposals));
    }

    /** As {@link Dcm4cheEngine#connectAs}. */
    static StoreScu connectAs(StoreClientOptions options, List<ProposedContext> proposed) throws IOException {
        return open(options.withWindow(1), Proposal.withVerification(proposed));
    }

    private static StoreScu open(StoreClientOptions options, List<ProposedContext> contexts) throws IOException {
        return new StoreScu(
                RequestedAssociation.open(
                        options, contexts, Proposal.request(options, contexts), queue -> new NothingServed()),
                options.window());
    }

    /** Whoever accepts C-STORE has nothing to ask for. */
    private static final class NothingServed implements DimseRQHandler {
        @Override
        public void onDimseRQ(
                Association association,
                PresentationContext context,
                Dimse dimse,
                Attributes command,
                PDVInputStream data)
                throws IOException {
            throw new AAbort();
        }

        @Override
        public void onClose(Association association) {
            // The association tells itself.
        }
    }

    @Override
    public AssociationInfo association() {
        return association.info();
    }

    @Override
    public long longestPdu() {
        return association.acceptance().getMaxPDULength();
    }

    @Override
    public boolean accepts(String sopClass, String transferSyntax) {
        return byPair.containsKey(pair(sopClass, transferSyntax));
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
        return store(byId.get(context), command, writer);
    }

    private StoreAnswer store(@Nullable AcceptedContext context, StoreCommand command, BodyWriter writer)
            throws IOException {
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

    private @Nullable AcceptedContext context(StoreCommand command) {
        return byPair.get(pair(command.sopClassUid(), command.transferSyntaxUid()));
    }

    private int send(@Nullable AcceptedContext context, StoreCommand command, BodyWriter writer) throws IOException {
        if (context == null || command.sopInstanceUid().length() > LONGEST_UID) {
            throw new IllegalArgumentException(association.peer() + ": expected an accepted context, found "
                    + command.sopClassUid() + " in " + command.transferSyntaxUid());
        }
        if (outstanding.size() >= window) {
            throw new IllegalStateException("a window of " + window + " is full");
        }
        int messageId = association.nextMessageId();
        DataWriter data = (out, syntax) -> writer.writeTo(new OutgoingBody(out));
        association.send(context, messageId, commandOf(command, messageId), data);
        outstanding.add(messageId);
        return messageId;
    }

    private static Attributes commandOf(StoreCommand command, int messageId) {
        Optional<MoveOriginator> originator = command.moveOriginator();
        return originator.isEmpty()
                ? Commands.mkCStoreRQ(messageId, command.sopClassUid(), command.sopInstanceUid(), command.priority())
                : Commands.mkCStoreRQ(
                        messageId,
                        command.sopClassUid(),
                        command.sopInstanceUid(),
                        command.priority(),
                        originator.get().aeTitle(),
                        originator.get().messageId());
    }

    @Override
    public StoreResponse await() throws IOException {
        Responded response = response();
        if (!outstanding.remove(response.messageId())) {
            throw unexpected();
        }
        String comment = Optional.ofNullable(response.command().getString(Tag.ErrorComment))
                .orElse("");
        StoreAnswer answer = StoreAnswer.of(status(response), comment);
        if (answer.isDone()) {
            association.countInstance();
        }
        return new StoreResponse(response.messageId(), answer);
    }

    @Override
    public int echo() throws IOException {
        AcceptedContext context = association
                .info()
                .contextFor(StorageClasses.VERIFICATION)
                .orElseThrow(
                        () -> new IllegalArgumentException(association.peer() + ": Verification was not accepted"));
        int messageId = association.nextMessageId();
        association.send(context, messageId, Commands.mkCEchoRQ(messageId, StorageClasses.VERIFICATION), null);
        Responded response = response();
        if (response.messageId() != messageId) {
            throw unexpected();
        }
        return status(response);
    }

    private Responded response() throws AssociationException {
        if (association.hear() instanceof Responded response) {
            return response;
        }
        throw unexpected();
    }

    private AssociationException unexpected() {
        association.abort();
        return Ending.BROKE_PROTOCOL.exception(association.peer(), new IOException("a response to nothing"));
    }

    private static int status(Responded response) {
        return response.command().getInt(Tag.Status, Status.PROCESSING_FAILURE) & 0xFFFF;
    }

    @Override
    public boolean isUsable() {
        return association.isOpen() && (association.isQuiet() || !outstanding.isEmpty());
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
