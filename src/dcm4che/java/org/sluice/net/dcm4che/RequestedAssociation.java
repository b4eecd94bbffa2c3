package org.sluice.net.dcm4che;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.net.Association;
import org.dcm4che3.net.DataWriter;
import org.dcm4che3.net.DimseRQHandler;
import org.dcm4che3.net.DimseRSPHandler;
import org.dcm4che3.net.pdu.AAssociateAC;
import org.dcm4che3.net.pdu.AAssociateRQ;
import org.dcm4che3.net.pdu.PresentationContext;
import org.jspecify.annotations.Nullable;
import org.sluice.net.AcceptedContext;
import org.sluice.net.AssociationException;
import org.sluice.net.AssociationInfo;
import org.sluice.net.ProposedContext;
import org.sluice.net.StoreClientOptions;
import org.sluice.text.Log;
import org.sluice.text.OneLine;

/**
 * One association as requestor, from the connection to the end. Used by one thread at a time; what dcm4che's thread hears from
 * the peer is queued for that one.
 */
final class RequestedAssociation {
    private static final Log LOG = Log.of(RequestedAssociation.class);
    /** After an end that a write found, for what the peer said last to be read. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final StoreClientOptions options;
    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Caller caller;
    private final Association association;
    private final AssociationInfo info;
    private int lastMessageId;
    private long instances;
    private boolean closed;

    /** What dcm4che's thread tells. */
    sealed interface Heard {}

    /** A response. */
    record Responded(int messageId, Attributes command) implements Heard {}

    /** Something to be done by the thread that uses the association. */
    record Asked(Doing doing) implements Heard {}

    /** The association is over. */
    record Over() implements Heard {}

    /** Somebody wants the association to be released. */
    record Enough() implements Heard {}

    /** What a request of the peer makes this side do. */
    interface Doing {
        void perform() throws IOException;
    }

    private RequestedAssociation(
            StoreClientOptions options, List<ProposedContext> contexts, AAssociateRQ rq, Hearing hearing)
            throws IOException {
        this.options = options;
        this.caller = new Caller(options, this::ended);
        this.association = caller.connect(rq, hearing.requests(heard::add));
        noteWhetherBelieved();
        AAssociateAC ac = association.getAAssociateAC();
        this.info = new AssociationInfo(
                Watchdog.shared().nextRequestedId(),
                options.callingAe(),
                options.calledAe(),
                options.remote(),
                caller.socket().local(),
                text(ac.getImplClassUID()),
                text(ac.getImplVersionName()),
                Proposal.accepted(contexts, ac),
                caller.socket().tls());
    }

    /** Makes who hears the requests of the peer, out of where they are put. */
    interface Hearing {
        DimseRQHandler requests(java.util.function.Consumer<Heard> queue);
    }

    /**
     * Connects and negotiates.
     *
     * @throws AssociationException no connection, rejected, or no answer in time
     */
    static RequestedAssociation open(
            StoreClientOptions options, List<ProposedContext> contexts, AAssociateRQ rq, Hearing hearing)
            throws IOException {
        return new RequestedAssociation(options, contexts, rq, hearing);
    }

    private static String text(@Nullable String mayBeMissing) {
        return mayBeMissing == null ? "" : mayBeMissing;
    }

    /** Without a response the peer may not know about users at all, which is its right: PS3.7 D.3.3.7. */
    private void noteWhetherBelieved() {
        if (options.user().isPresent() && association.getAAssociateAC().getUserIdentityAC() == null) {
            LOG.warn(
                    "{} does not say whether it believes {}",
                    peer(),
                    options.user().get());
        }
    }

    private void ended() {
        heard.add(new Over());
        over.countDown();
    }

    String peer() {
        return caller.peer();
    }

    AssociationInfo info() {
        return info;
    }

    AAssociateAC acceptance() {
        return association.getAAssociateAC();
    }

    int nextMessageId() {
        lastMessageId = lastMessageId % 0xFFFF + 1;
        return lastMessageId;
    }

    /**
     * Sends a request.
     *
     * @param data writes its data set; null when it has none
     * @throws AssociationException the association is over
     * @throws IOException the writer failed; the association was aborted
     */
    void send(AcceptedContext context, int messageId, Attributes command, @Nullable DataWriter data)
            throws IOException {
        boolean sent = false;
        try {
            checkOpen();
            association.invoke(
                    new PresentationContext(context.id(), 0, context.transferSyntax()),
                    command,
                    data,
                    new Answered(messageId),
                    0,
                    0);
            sent = true;
        } catch (AssociationException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw broken(e);
        } catch (IOException e) {
            if (association.isReadyForDataTransfer() && !OutgoingBody.SendingFailure.isCauseOf(e)) {
                throw e; // of who writes the data set
            }
            throw broken(e);
        } finally {
            if (!sent) {
                abort();
            }
        }
    }

    private void checkOpen() throws AssociationException {
        if (closed) {
            throw broken(new IOException("closed"));
        }
    }

    private final class Answered extends DimseRSPHandler {
        private Answered(int messageId) {
            super(messageId);
        }

        @Override
        public void onDimseRSP(Association from, Attributes command, @Nullable Attributes data) {
            super.onDimseRSP(from, command, data);
            heard.add(new Responded(getMessageID(), command));
        }
    }

    /**
     * What the peer says next.
     *
     * @throws AssociationException nothing came in time, or the association is over
     */
    Heard hear() throws AssociationException {
        Optional<Heard> next = hear(options.timeouts().dimse());
        if (next.isEmpty()) {
            caller.socket().endBy(Ending.timedOut("no response came in time"));
            abort();
            throw broken(new IOException("no response"));
        }
        if (next.get() instanceof Over || next.get() instanceof Enough) {
            throw broken(new IOException("over"));
        }
        return next.get();
    }

    /** The same, empty when nothing came in that time. */
    Optional<Heard> hear(Duration most) {
        try {
            Heard next = heard.poll(most.toNanos(), TimeUnit.NANOSECONDS);
            if (next instanceof Over) {
                heard.add(next); // it stays so
            }
            return Optional.ofNullable(next);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(new Over());
        }
    }

    /** From any thread: {@link #hear} returns. */
    void enough() {
        heard.add(new Enough());
    }

    /** Why the association is over, once dcm4che has read what the peer said last. */
    AssociationException broken(Throwable cause) {
        awaitEnd(LAST_WORDS);
        end();
        IOException seen = association.getException();
        return caller.socket().ending().exception(peer(), seen == null ? cause : seen);
    }

    /** How it ended. */
    Ending ending() {
        return caller.socket().ending();
    }

    /** Answers a request of the peer. */
    void respond(PresentationContext context, Attributes response) throws IOException {
        association.writeDimseRSP(context, response);
    }

    /** One more instance has reached the peer. */
    void countInstance() {
        instances++;
    }

    /** Whether it stands, as far as is known. */
    boolean isOpen() {
        return !closed && association.isReadyForDataTransfer() && over.getCount() > 0;
    }

    /** Whether nobody has said anything that was not asked for. */
    boolean isQuiet() {
        return heard.isEmpty();
    }

    /** Releases, and waits for the answer for a bounded time; never throws. */
    void release() {
        if (closed) {
            return;
        }
        try {
            association.release();
        } catch (IOException e) {
            LOG.debug("{} is over already: {}", peer(), e);
        }
        if (!awaitEnd(options.timeouts().release().plus(LAST_WORDS))) {
            caller.socket().cut();
        }
        end();
    }

    /** Aborts, and waits at most two seconds for the peer to have read it; never throws. */
    void abort() {
        if (closed) {
            return;
        }
        caller.socket().endBy(Ending.ABORTED);
        association.abort();
        if (!awaitEnd(LAST_WORDS)) {
            caller.socket().cut();
        }
        end();
    }

    private boolean awaitEnd(Duration most) {
        try {
            return over.await(most.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void end() {
        if (!closed) {
            closed = true;
            caller.socket().close();
            LOG.info(
                    "{}>{}: {} sent, {}",
                    options.callingAe(),
                    peer(),
                    OneLine.count(instances, "instance"),
                    ending().words());
        }
    }
}
