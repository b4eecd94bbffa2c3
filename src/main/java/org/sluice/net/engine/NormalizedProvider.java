package org.sluice.net.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.sluice.net.AcceptedContext;
import org.sluice.net.AssociationInfo;
import org.sluice.net.NormalizedCommand;
import org.sluice.net.NormalizedHandler;
import org.sluice.net.NormalizedRequest;
import org.sluice.net.NormalizedRequest.Operation;
import org.sluice.net.ReportChannel;
import org.sluice.net.Status;
import org.sluice.net.engine.dimse.CommandField;
import org.sluice.net.engine.dimse.CommandSet;
import org.sluice.net.engine.dimse.DimseChannel;
import org.sluice.net.engine.dimse.DimseException;
import org.sluice.net.engine.dimse.NormalizedRq;
import org.sluice.net.engine.dimse.Response;
import org.sluice.text.Log;

/**
 * The normalized services on one association as acceptor: requests go to the handler, and reports to the peer, one at a
 * time, while the association stands.
 */
final class NormalizedProvider implements ReportChannel {
    private static final Log LOG = Log.of(NormalizedProvider.class);

    /** Room for 30,000 references to instances. */
    private static final int LONGEST_INFORMATION = 4 << 20;

    private final AssociationInfo info;
    private final DimseChannel channel;
    private final Outbox outbox;
    private final NormalizedHandler handler;

    // Guarded by this.
    private int lastMessageId;
    private @Nullable ResponseListener awaiting;
    private boolean over;

    NormalizedProvider(AssociationInfo info, DimseChannel channel, Outbox outbox, NormalizedHandler handler) {
        this.info = info;
        this.channel = channel;
        this.outbox = outbox;
        this.handler = handler;
    }

    boolean serves(String sopClassUid) {
        return handler.serves(sopClassUid);
    }

    /** Receives a request with a command field that is a normalized one; what is returned performs it. */
    IntSupplier receive(CommandSet command, AcceptedContext context) throws IOException, DimseException {
        if (!handler.serves(context.abstractSyntax())) {
            return () -> Status.UNRECOGNIZED_OPERATION;
        }
        NormalizedRq rq = NormalizedRq.read(command);
        if (!rq.sopClassUid().equals(context.abstractSyntax())) {
            return () -> Status.NO_SUCH_SOP_CLASS;
        }
        Optional<NormalizedRequest> request = request(channel, info, context, rq);
        return () -> request.isEmpty() ? Status.RESOURCE_LIMITATION : perform(request.get(), handler, this);
    }

    /** The request with its data set; empty when that is too long to be held. */
    static Optional<NormalizedRequest> request(
            DimseChannel channel, AssociationInfo info, AcceptedContext context, NormalizedRq rq) throws IOException {
        return channel.wholeData(LONGEST_INFORMATION)
                .map(information -> new NormalizedRequest(
                        rq.commandField() == CommandField.N_ACTION_RQ ? Operation.ACTION : Operation.EVENT_REPORT,
                        info,
                        rq.sopClassUid(),
                        rq.sopInstanceUid(),
                        rq.typeId(),
                        context.transferSyntax(),
                        information));
    }

    /** Lets the handler perform it; a fault of the handler is a status too. */
    static int perform(NormalizedRequest request, NormalizedHandler handler, ReportChannel reports) {
        try {
            return handler.perform(request, reports);
        } catch (RuntimeException e) {
            LOG.error("{} failed: {}", request.operation(), e.getClass().getName());
            return Status.PROCESSING_FAILURE;
        }
    }

    @Override
    public Sending send(NormalizedCommand report, ResponseListener answered) {
        Optional<AcceptedContext> context = info.contextFor(report.sopClassUid());
        if (context.isEmpty()) {
            return Sending.OVER;
        }
        ByteBuffer information = report.information().apply(context.get().transferSyntax());
        NormalizedRq rq;
        synchronized (this) {
            if (over || awaiting != null) {
                return over ? Sending.OVER : Sending.BUSY;
            }
            awaiting = answered;
            lastMessageId = lastMessageId % 0xFFFF + 1;
            rq = commandOf(report, lastMessageId, information.hasRemaining());
        }
        boolean sent = outbox.request(context.get().id(), rq, information);
        return sent || !takeBack(answered) ? Sending.SENT : Sending.OVER;
    }

    static NormalizedRq commandOf(NormalizedCommand command, int messageId, boolean dataSet) {
        return new NormalizedRq(
                command.operation() == Operation.ACTION ? CommandField.N_ACTION_RQ : CommandField.N_EVENT_REPORT_RQ,
                messageId,
                command.sopClassUid(),
                command.sopInstanceUid(),
                command.typeId(),
                dataSet);
    }

    /** Whether nobody has answered yet, and nobody will. */
    private synchronized boolean takeBack(ResponseListener answered) {
        boolean mine = awaiting == answered;
        if (mine) {
            awaiting = null;
        }
        return mine;
    }

    /** A response has come; false when no request of this side waits for it. */
    boolean answered(CommandSet command) throws DimseException {
        Response response = Response.read(command);
        ResponseListener waiting;
        synchronized (this) {
            waiting = awaiting;
            if (waiting == null || response.messageId() != lastMessageId) {
                return false;
            }
            awaiting = null;
        }
        waiting.answered(OptionalInt.of(response.status()));
        return true;
    }

    /** The association is over. */
    void ended() {
        ResponseListener waiting;
        synchronized (this) {
            over = true;
            waiting = awaiting;
            awaiting = null;
        }
        if (waiting != null) {
            waiting.answered(OptionalInt.empty());
        }
    }
}
