package org.sluice.net.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.sluice.net.AcceptedContext;
import org.sluice.net.AssociationException;
import org.sluice.net.AssociationInfo;
import org.sluice.net.NormalizedClient;
import org.sluice.net.NormalizedCommand;
import org.sluice.net.NormalizedHandler;
import org.sluice.net.NormalizedRequest;
import org.sluice.net.ReportChannel;
import org.sluice.net.Roles;
import org.sluice.net.Status;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.engine.dimse.CommandField;
import org.sluice.net.engine.dimse.CommandSet;
import org.sluice.net.engine.dimse.DimseChannel;
import org.sluice.net.engine.dimse.DimseException;
import org.sluice.net.engine.dimse.NormalizedRq;
import org.sluice.net.engine.dimse.Response;
import org.sluice.net.engine.pdu.PresentationContextRq;
import org.sluice.net.engine.pdu.UserItem;

/** One association as requestor for the normalized services of one SOP class. */
final class NormalizedScu implements NormalizedClient {
    private static final List<String> SYNTAXES = List.of("1.2.840.10008.1.2.1", "1.2.840.10008.1.2");

    private final RequestedAssociation association;
    private final AcceptedContext context;
    private final NormalizedHandler handler;

    /** Reports are for associations with this side as acceptor. */
    private static final ReportChannel NO_REPORTS = (report, answered) -> ReportChannel.Sending.OVER;

    private NormalizedScu(RequestedAssociation association, AcceptedContext context, NormalizedHandler handler) {
        this.association = association;
        this.context = context;
        this.handler = handler;
    }

    /** As {@link SluiceEngine#connect(StoreClientOptions, String, Roles, NormalizedHandler)}. */
    static NormalizedScu connect(StoreClientOptions options, String sopClassUid, Roles role, NormalizedHandler handler)
            throws IOException {
        List<UserItem> items = role.equals(Roles.SCU)
                ? List.of()
                : List.of(new UserItem.RoleSelection(sopClassUid, role.scu() ? 1 : 0, role.scp() ? 1 : 0));
        List<PresentationContextRq> contexts = List.of(new PresentationContextRq(1, sopClassUid, SYNTAXES));
        RequestedAssociation association = RequestedAssociation.open(options, contexts, items);
        Optional<AcceptedContext> accepted =
                association.info().contexts().stream().findFirst();
        if (accepted.isEmpty()) {
            association.release();
            throw new AssociationException(
                    AssociationException.Kind.PROTOCOL_ERROR,
                    association.peer() + ": expected a context for " + sopClassUid + ", found it refused",
                    Optional.empty(),
                    new DimseException("context refused"));
        }
        return new NormalizedScu(association, accepted.get(), handler);
    }

    @Override
    public AssociationInfo association() {
        return association.info();
    }

    @Override
    public int request(NormalizedCommand command) throws IOException {
        ByteBuffer information = command.information().apply(context.transferSyntax());
        NormalizedRq rq =
                NormalizedProvider.commandOf(command, association.nextMessageId(), information.hasRemaining());
        return association.during(() -> {
            DimseChannel channel = association.channel();
            association.awaitMessage();
            channel.write(context.id(), rq.toCommand());
            if (information.hasRemaining()) {
                channel.beginData(context.id());
                channel.writeData(information);
                channel.endData();
            }
            channel.flush();
            return responseTo(rq.messageId());
        });
    }

    private int responseTo(int messageId) throws IOException, DimseException {
        while (true) {
            CommandSet command = association
                    .channel()
                    .nextCommand()
                    .orElseThrow(() -> new DimseException("expected a response, found a release"));
            if (!command.isResponse()) {
                perform(command);
                continue;
            }
            Response response = Response.read(command);
            if (response.messageId() != messageId) {
                throw new DimseException(
                        "expected the response to message " + messageId + ", found " + response.messageId());
            }
            return response.status();
        }
    }

    @Override
    public void serve(Duration most) throws IOException {
        CompletableFuture.delayedExecutor(most.toMillis(), TimeUnit.MILLISECONDS)
                .execute(association::releaseWhenIdle);
        association.during(() -> {
            association.channel().becomeIdle();
            Optional<CommandSet> next = association.channel().nextCommand();
            while (next.isPresent()) {
                perform(next.get());
                association.channel().becomeIdle();
                next = association.channel().nextCommand();
            }
            return true;
        });
        association.release();
    }

    @Override
    public void releaseWhenIdle() {
        association.releaseWhenIdle();
    }

    private void perform(CommandSet command) throws IOException, DimseException {
        int field = command.commandField();
        int status = Status.UNRECOGNIZED_OPERATION;
        if (field == CommandField.N_EVENT_REPORT_RQ || field == CommandField.N_ACTION_RQ) {
            Optional<NormalizedRequest> request = NormalizedProvider.request(
                    association.channel(), association.info(), context, NormalizedRq.read(command));
            status = request.isEmpty()
                    ? Status.RESOURCE_LIMITATION
                    : NormalizedProvider.perform(request.get(), handler, NO_REPORTS);
        } else if (command.isResponse()) {
            throw new DimseException("expected a request, found response " + Status.format(field));
        }
        association.channel().drain();
        association
                .channel()
                .write(
                        association.channel().contextId(),
                        Response.to(command, status, "").toCommand());
        association.channel().flush();
    }

    @Override
    public void close() {
        association.release();
    }
}
