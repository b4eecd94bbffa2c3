package org.sluice.gateway.delivery;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sluice.gateway.archive.Archive;
import org.sluice.gateway.archive.DestinationContexts;
import org.sluice.net.AssociationException;
import org.sluice.net.BodySink;
import org.sluice.net.MoveOriginator;
import org.sluice.net.PresentationContextProposal;
import org.sluice.net.Status;
import org.sluice.net.StoreAnswer;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.StoreCommand;
import org.sluice.net.engine.StoreClient;
import org.sluice.store.DestinationQueue;
import org.sluice.store.SpoolFacts;
import org.sluice.store.SpooledInstance;

/**
 * Delivers by C-STORE over one association, which is kept open and used again; it is made anew when it is lost, or
 * when an instance needs a presentation context that was not proposed on it.
 */
public final class ArchiveDelivery implements Delivery {
    /** PS3.8 9.3.2.2 allows 128; one is left for Verification. */
    private static final int MOST_CONTEXTS = 127;
    /** How far ahead the queue is looked at for contexts that will be needed. */
    private static final int LOOK_AHEAD = 64;

    private final DestinationQueue queue;
    private final StoreClientOptions options;
    private final DestinationContexts contexts;
    private final Set<PresentationContextProposal> wanted = new LinkedHashSet<>();
    private final ByteBuffer buffer = FileBytes.buffer();
    private @Nullable StoreClient client;
    private Set<PresentationContextProposal> proposed = Set.of();

    /** Delivers to the archive; the queue tells which contexts will be needed next. */
    public ArchiveDelivery(Archive archive, DestinationQueue queue) {
        this.queue = queue;
        this.options = archive.options();
        this.contexts = archive.contexts();
    }

    @Override
    public Outcome deliver(SpooledInstance instance) throws IOException {
        StoreClient association;
        try {
            association = association(instance);
        } catch (AssociationException e) {
            return Failed.because(FailureClass.whenConnecting(e), e);
        }
        if (!association.accepts(
                instance.facts().sopClassUid(), instance.facts().transferSyntaxUid())) {
            return notAccepted(instance.facts());
        }
        try {
            return outcome(instance, association.store(command(instance.facts()), sink -> write(instance, sink)));
        } catch (AssociationException e) {
            return Failed.because(FailureClass.underWay(e), e);
        }
    }

    /** The archive does not take such instances at all. */
    private Failed notAccepted(SpoolFacts facts) {
        contexts.doubt();
        return Failed.unanswered(
                FailureClass.CONTEXT_NOT_ACCEPTED,
                "presentation context not accepted: SOP class " + facts.sopClassUid() + " in transfer syntax "
                        + facts.transferSyntaxUid());
    }

    @Override
    public Optional<Window> window() {
        return options.window() > 1 ? Optional.of(new AsynchronousWindow()) : Optional.empty();
    }

    /** Whether the association that is open will do for the instance. */
    private boolean isOpenFor(SpooledInstance instance) {
        SpoolFacts facts = instance.facts();
        return client != null && client.accepts(facts.sopClassUid(), facts.transferSyntaxUid());
    }

    /** What the archive has allowed on the association that is open. */
    private int openWindow() {
        return client == null ? 1 : client.window();
    }

    /** The association that is open. */
    private StoreClient open() throws IOException {
        StoreClient open = client;
        if (open == null) {
            throw new IOException("the association is over");
        }
        return open;
    }

    private static Outcome outcome(SpooledInstance instance, StoreAnswer answer) {
        if (answer.status() == Status.SUCCESS) {
            return Delivered.PLAINLY;
        }
        String status = Status.format(answer.status());
        String comment = ErrorComment.shown(answer.errorComment(), instance);
        return answer.isDone()
                ? new Delivered(("answered " + status + " " + comment).stripTrailing())
                : Failed.answered(FailureClass.ofStatus(answer.status()), status, comment);
    }

    private static StoreCommand command(SpoolFacts facts) {
        return new StoreCommand(
                facts.sopClassUid(),
                facts.sopInstanceUid(),
                facts.transferSyntaxUid(),
                facts.priority(),
                Optional.ofNullable(facts.moveOriginator())
                        .map(originator -> new MoveOriginator(originator.aeTitle(), originator.messageId())));
    }

    private void write(SpooledInstance instance, BodySink sink) throws IOException {
        try (FileChannel file = instance.openDataSet()) {
            long missing = instance.dataSetLength() - FileBytes.copy(file, buffer, sink::write);
            if (missing != 0) { // thrown before the last fragment is sent, so that the archive keeps nothing
                throw instance.endsEarly(missing);
            }
        }
    }

    /** The open association if it will do, else a new one that has the instance's context among its proposals. */
    private StoreClient association(SpooledInstance instance) throws IOException {
        PresentationContextProposal needed = context(instance.facts());
        StoreClient open = client;
        if (open != null && open.isUsable() && proposed.contains(needed)) {
            return open;
        }
        close();
        want(needed);
        proposed = Set.copyOf(wanted);
        open = StoreClient.connect(options, List.copyOf(wanted));
        client = open;
        return open;
    }

    /** The most recently needed contexts; the oldest go first when there are too many. */
    private void want(PresentationContextProposal needed) throws IOException {
        for (SpooledInstance upcoming : queue.peek(LOOK_AHEAD)) {
            renew(context(upcoming.facts()));
        }
        renew(needed);
        while (wanted.size() > MOST_CONTEXTS) {
            wanted.remove(wanted.iterator().next());
        }
    }

    private void renew(PresentationContextProposal context) {
        wanted.remove(context);
        wanted.add(context);
    }

    private static PresentationContextProposal context(SpoolFacts facts) {
        return PresentationContextProposal.of(facts.sopClassUid(), facts.transferSyntaxUid());
    }

    @Override
    public void rest() {
        close();
    }

    @Override
    public void close() {
        StoreClient open = client;
        client = null;
        if (open != null) {
            open.release();
        }
    }

    /**
     * As many instances as the asynchronous operations window allows that the archive has negotiated (PS3.7 D.3.3.3) are on
     * their way at a time.
     */
    private final class AsynchronousWindow implements Window {
        private final Map<Integer, Sent> unanswered = new HashMap<>();

        /** An instance on its way, and when it was sent. */
        private record Sent(SpooledInstance instance, long at) {}

        @Override
        public boolean isWaiting() {
            return !unanswered.isEmpty();
        }

        @Override
        public boolean takes(SpooledInstance instance) {
            return unanswered.isEmpty() || (isOpenFor(instance) && unanswered.size() < openWindow());
        }

        @Override
        public Optional<WindowedOutcome> send(SpooledInstance instance) throws IOException {
            long now = System.nanoTime();
            StoreClient link;
            try {
                link = unanswered.isEmpty() ? association(instance) : open();
            } catch (AssociationException e) {
                return Optional.of(new WindowedOutcome(instance, Failed.because(FailureClass.whenConnecting(e), e), 0));
            }
            if (!isOpenFor(instance)) {
                return Optional.of(new WindowedOutcome(instance, notAccepted(instance.facts()), 0));
            }
            int messageId = link.send(command(instance.facts()), sink -> write(instance, sink));
            unanswered.put(messageId, new Sent(instance, now));
            return Optional.empty();
        }

        @Override
        public WindowedOutcome await() throws IOException {
            StoreClient.StoreResponse answer = open().await();
            Sent sent = unanswered.remove(answer.messageId());
            if (sent == null) {
                throw new IllegalStateException("an answer to message " + answer.messageId() + ", which was not sent");
            }
            return new WindowedOutcome(
                    sent.instance(), outcome(sent.instance(), answer.answer()), System.nanoTime() - sent.at());
        }

        @Override
        public List<SpooledInstance> giveUp() {
            rest();
            List<SpooledInstance> instances = new ArrayList<>();
            unanswered.values().forEach(sent -> instances.add(sent.instance()));
            unanswered.clear();
            instances.sort((one, other) -> Long.compare(one.number(), other.number()));
            return instances;
        }
    }
}
