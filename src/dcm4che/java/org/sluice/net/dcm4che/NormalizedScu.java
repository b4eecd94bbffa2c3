package org.sluice.net.dcm4che;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.dcm4che3.net.Association;
import org.dcm4che3.net.Commands;
import org.dcm4che3.net.Dimse;
import org.dcm4che3.net.DimseRQHandler;
import org.dcm4che3.net.PDVInputStream;
import org.dcm4che3.net.pdu.AAbort;
import org.dcm4che3.net.pdu.AAssociateRQ;
import org.dcm4che3.net.pdu.PresentationContext;
import org.jspecify.annotations.Nullable;
import org.sluice.net.AcceptedContext;
import org.sluice.net.AssociationEnd;
import org.sluice.net.AssociationException;
import org.sluice.net.AssociationInfo;
import org.sluice.net.NormalizedClient;
import org.sluice.net.NormalizedCommand;
import org.sluice.net.NormalizedHandler;
import org.sluice.net.NormalizedRequest;
import org.sluice.net.ProposedContext;
import org.sluice.net.ReportChannel;
import org.sluice.net.Roles;
import org.sluice.net.Status;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.dcm4che.RequestedAssociation.Asked;
import org.sluice.net.dcm4che.RequestedAssociation.Heard;
import org.sluice.net.dcm4che.RequestedAssociation.Over;
import org.sluice.net.dcm4che.RequestedAssociation.Responded;

/** One association as requestor for the normalized services of one SOP class. */
final class NormalizedScu implements NormalizedClient {
    private static final List<String> SYNTAXES = List.of(UID.ExplicitVRLittleEndian, UID.ImplicitVRLittleEndian);
    /** Reports are for associations with this side as acceptor. */
    private static final ReportChannel NO_REPORTS = (report, answered) -> ReportChannel.Sending.OVER;

    private final RequestedAssociation association;
    private final AcceptedContext context;
    private final Requests requests;

    private NormalizedScu(RequestedAssociation association, AcceptedContext context, Requests requests) {
        this.association = association;
        this.context = context;
        this.requests = requests;
    }

    /** As {@link Dcm4cheEngine#connect(StoreClientOptions, String, Roles, NormalizedHandler)}. */
    static NormalizedScu connect(StoreClientOptions options, String sopClassUid, Roles role, NormalizedHandler handler)
            throws IOException {
        StoreClientOptions oneAtATime = options.withWindow(1);
        List<ProposedContext> contexts = List.of(new ProposedContext(1, sopClassUid, SYNTAXES));
        AAssociateRQ rq = Proposal.request(oneAtATime, contexts);
        Proposal.propose(rq, sopClassUid, role);
        Requests requests = new Requests(handler);
        RequestedAssociation association =
                RequestedAssociation.open(oneAtATime, contexts, rq, queue -> requests.into(queue));
        Optional<AcceptedContext> accepted =
                association.info().contexts().stream().findFirst();
        if (accepted.isEmpty()) {
            association.release();
            throw new AssociationException(
                    AssociationException.Kind.PROTOCOL_ERROR,
                    association.peer() + ": expected a context for " + sopClassUid + ", found it refused",
                    Optional.empty(),
                    new IOException("context refused"));
        }
        return new NormalizedScu(association, accepted.get(), requests);
    }

    /** Takes what the peer requests, on dcm4che's thread, for the thread that uses the association to perform. */
    private static final class Requests implements DimseRQHandler {
        /** A peer that asks before it is answered, though nobody said that it may: PS3.7 D.3.3.3. */
        private static final int MOST_WAITING = 8;

        private final NormalizedHandler handler;
        private final AtomicInteger waiting = new AtomicInteger();
        private @Nullable Consumer<Heard> queue;
        private volatile @Nullable NormalizedScu owner;

        private Requests(NormalizedHandler handler) {
            this.handler = handler;
        }

        private Requests into(Consumer<Heard> where) {
            queue = where;
            return this;
        }

        @Override
        public void onDimseRQ(
                Association from, PresentationContext pc, Dimse dimse, Attributes command, PDVInputStream data)
                throws IOException {
            Consumer<Heard> to = queue;
            if (to == null || waiting.incrementAndGet() > MOST_WAITING) {
                throw new AAbort();
            }
            boolean known = dimse == Dimse.N_ACTION_RQ || dimse == Dimse.N_EVENT_REPORT_RQ;
            byte[] information = known && data != null ? data.readAllBytes() : new byte[0];
            to.accept(new Asked(() -> {
                waiting.decrementAndGet();
                int status = known ? perform(dimse, command, information) : Status.UNRECOGNIZED_OPERATION;
                from.writeDimseRSP(pc, Commands.mkRSP(command, status, dimse));
            }));
        }

        private int perform(Dimse dimse, Attributes command, byte[] information) throws IOException {
            NormalizedScu mine = owner;
            if (mine == null) {
                return Status.PROCESSING_FAILURE;
            }
            Optional<NormalizedRequest> request = Normalized.request(
                    dimse,
                    command,
                    new java.io.ByteArrayInputStream(information),
                    mine.association.info(),
                    mine.context.transferSyntax());
            return request.isEmpty()
                    ? Status.RESOURCE_LIMITATION
                    : Normalized.perform(request.get(), handler, NO_REPORTS);
        }

        @Override
        public void onClose(Association from) {
            // The association tells itself.
        }
    }

    @Override
    public AssociationInfo association() {
        return association.info();
    }

    @Override
    public int request(NormalizedCommand command) throws IOException {
        requests.owner = this;
        ByteBuffer information = command.information().apply(context.transferSyntax());
        int messageId = association.nextMessageId();
        association.send(
                context,
                messageId,
                Normalized.commandOf(command, messageId, information.hasRemaining()),
                Normalized.writer(information));
        while (true) {
            Heard next = association.hear();
            if (next instanceof Responded response && response.messageId() == messageId) {
                return response.command().getInt(Tag.Status, Status.PROCESSING_FAILURE) & 0xFFFF;
            }
            perform(next);
        }
    }

    @Override
    public void serve(Duration most) throws IOException {
        requests.owner = this;
        long until = System.nanoTime() + most.toNanos();
        for (long left = most.toNanos(); left > 0; left = until - System.nanoTime()) {
            Optional<Heard> next = association.hear(Duration.ofNanos(left));
            if (next.isPresent() && next.get() instanceof Over) {
                Ending how = association.ending();
                if (how.kind() != AssociationEnd.RELEASED) {
                    throw association.broken(new IOException("over"));
                }
                break;
            }
            if (next.isEmpty() || next.get() instanceof RequestedAssociation.Enough) {
                break;
            }
            perform(next.get());
        }
        association.release();
    }

    private void perform(Heard heard) throws IOException {
        if (!(heard instanceof Asked asked)) {
            association.abort();
            throw Ending.BROKE_PROTOCOL.exception(association.peer(), new IOException("a response to nothing"));
        }
        try {
            asked.doing().perform();
        } catch (IOException e) {
            throw association.broken(e);
        }
    }

    @Override
    public void releaseWhenIdle() {
        association.enough();
    }

    @Override
    public void close() {
        association.release();
    }
}
