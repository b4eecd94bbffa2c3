package org.sluice.gateway.delivery;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.TransferSyntax;
import org.sluice.gateway.archive.Archive;
import org.sluice.gateway.archive.SharedAssociation;
import org.sluice.net.AcceptedContext;
import org.sluice.net.AssociationException;
import org.sluice.net.BodySink;
import org.sluice.net.MoveOriginator;
import org.sluice.net.PresentationContextProposal;
import org.sluice.net.Status;
import org.sluice.net.StoreAnswer;
import org.sluice.net.StoreClient;
import org.sluice.net.StoreCommand;
import org.sluice.store.DestinationQueue;
import org.sluice.store.SpoolFacts;
import org.sluice.store.SpooledInstance;
import org.sluice.text.OneLine;

/**
 * Delivers by C-STORE over one association, which is kept open and used again; it is made anew when it is lost, when
 * an instance needs a presentation context that was not proposed on it, or when another needed its place.
 */
public final class ArchiveDelivery implements Delivery {
    /** PS3.8 9.3.2.2 allows 128; one is left for Verification. */
    private static final int MOST_CONTEXTS = 127;
    /** How far ahead the queue is looked at for contexts that will be needed. */
    private static final int LOOK_AHEAD = 64;
    /** What an archive has declined on an association that is older than this is asked for anew. */
    private static final long BELIEVED = Duration.ofMinutes(10).toNanos();

    private final DestinationQueue queue;
    private final Archive archive;
    private final boolean holdsDuplicates;
    private final Adaptation adaptation;
    private final Pace pace;
    private final Runnable reached;
    private final Set<PresentationContextProposal> wanted = new LinkedHashSet<>();
    private final ByteBuffer buffer = FileBytes.buffer();
    private @Nullable SharedAssociation association;
    private Set<PresentationContextProposal> proposed = Set.of();
    private long openedAt;

    /**
     * Delivers to the archive.
     *
     * @param holdsDuplicates whether 0111H is a failure; else the instance is delivered
     * @param adaptation what becomes of instances in a transfer syntax that it does not take
     * @param pace how fast it goes
     * @param queue tells which contexts will be needed next
     * @param reached is told of each association that was made
     */
    public ArchiveDelivery(
            Archive archive,
            boolean holdsDuplicates,
            Adaptation adaptation,
            Pace pace,
            DestinationQueue queue,
            Runnable reached) {
        this.adaptation = adaptation;
        this.pace = pace;
        this.reached = reached;
        this.queue = queue;
        this.archive = archive;
        this.holdsDuplicates = holdsDuplicates;
    }

    @Override
    public boolean join() throws IOException {
        lookAhead();
        if (wanted.isEmpty()) {
            return false; // others have emptied the queue meanwhile
        }
        try {
            return open(false).isPresent();
        } catch (AssociationException e) {
            return false; // those that work will notice, with an instance in hand
        }
    }

    @Override
    public Outcome deliver(SpooledInstance instance) throws IOException {
        Optional<Outcome> unable = prepare(instance);
        if (unable.isPresent()) {
            return unable.get();
        }
        try {
            String syntax = syntaxFor(instance.facts()).orElseThrow();
            return outcome(
                    instance, client().store(command(instance.facts(), syntax), sink -> write(instance, syntax, sink)));
        } catch (UnadaptableException e) {
            return Failed.unanswered(FailureClass.SYNTAX_NOT_TAKEN, OneLine.message(e));
        } catch (AssociationException e) {
            return Failed.because(FailureClass.underWay(e), e);
        } finally {
            pause();
        }
    }

    /** Sees that the association is there that the instance needs; present when it cannot be sent. */
    private Optional<Outcome> prepare(SpooledInstance instance) throws IOException {
        SpoolFacts facts = instance.facts();
        SharedAssociation open = association;
        boolean stands = open != null && open.use() && open.client().isUsable();
        if (open != null && stands && open.client().accepts(facts.sopClassUid(), facts.transferSyntaxUid())) {
            return Optional.empty();
        }
        List<PresentationContextProposal> needed = contexts(facts);
        if (!stands || !proposed.containsAll(needed) || System.nanoTime() - openedAt > BELIEVED) {
            close();
            lookAhead();
            needed.forEach(this::want);
            try {
                if (open(true).isEmpty()) {
                    return Optional.of(new Postponed());
                }
            } catch (AssociationException e) {
                return Optional.of(Failed.because(FailureClass.whenConnecting(e), e));
            }
        }
        if (syntaxFor(facts).isEmpty()) {
            Failed failed = notAccepted(facts, client());
            pause();
            return Optional.of(failed);
        }
        return Optional.empty();
    }

    /** In which syntax the archive that is open takes the instance; empty when in none that it has or can be brought into. */
    private Optional<String> syntaxFor(SpoolFacts facts) {
        SharedAssociation open = association;
        if (open == null) {
            return Optional.empty();
        }
        return open.client().accepts(facts.sopClassUid(), facts.transferSyntaxUid())
                ? Optional.of(facts.transferSyntaxUid())
                : adaptation.targets(facts.transferSyntaxUid()).stream()
                        .filter(syntax -> open.client().accepts(facts.sopClassUid(), syntax))
                        .findFirst();
    }

    private Optional<SharedAssociation> open(boolean patient) throws IOException {
        Set<PresentationContextProposal> proposing = Set.copyOf(wanted);
        Optional<SharedAssociation> opened = archive.associate(List.copyOf(wanted), patient);
        proposed = proposing;
        association = opened.orElse(null);
        openedAt = System.nanoTime();
        if (opened.isPresent()) {
            reached.run();
        }
        return opened;
    }

    /** The archive does not take such instances at all, or not as they are. */
    private Failed notAccepted(SpoolFacts facts, StoreClient client) {
        archive.contexts().doubt();
        String what = "presentation context not accepted: SOP class " + facts.sopClassUid() + " in transfer syntax "
                + facts.transferSyntaxUid();
        List<String> taken = client.association().contexts().stream()
                .filter(context -> context.abstractSyntax().equals(facts.sopClassUid()))
                .map(AcceptedContext::transferSyntax)
                .toList();
        if (taken.isEmpty()) {
            return Failed.unanswered(FailureClass.CONTEXT_NOT_ACCEPTED, what);
        }
        return Failed.unanswered(
                FailureClass.SYNTAX_NOT_TAKEN,
                what + ", but in " + String.join(", ", taken) + adaptation.whyNot(facts.transferSyntaxUid()));
    }

    /** No instance is under way: another may have the association, if it needs one more urgently. */
    private void pause() {
        SharedAssociation open = association;
        if (open != null) {
            open.rest();
        }
    }

    private StoreClient client() throws IOException {
        SharedAssociation open = association;
        if (open == null) {
            throw new IOException("the association is over");
        }
        return open.client();
    }

    @Override
    public Optional<Window> window() {
        return archive.options().window() > 1 ? Optional.of(new AsynchronousWindow()) : Optional.empty();
    }

    private Outcome outcome(SpooledInstance instance, StoreAnswer answer) {
        if (answer.status() == Status.SUCCESS) {
            return Delivered.PLAINLY;
        }
        String status = Status.format(answer.status());
        String comment = ErrorComment.shown(answer.errorComment(), instance);
        boolean isThere = answer.status() == Status.DUPLICATE_SOP_INSTANCE && !holdsDuplicates;
        return answer.isDone() || isThere
                ? new Delivered(("answered " + status + " " + comment).stripTrailing())
                : Failed.answered(FailureClass.ofStatus(answer.status()), status, comment);
    }

    private static StoreCommand command(SpoolFacts facts, String transferSyntaxUid) {
        return new StoreCommand(
                facts.sopClassUid(),
                facts.sopInstanceUid(),
                transferSyntaxUid,
                facts.priority(),
                Optional.ofNullable(facts.moveOriginator())
                        .map(originator -> new MoveOriginator(originator.aeTitle(), originator.messageId())));
    }

    private void write(SpooledInstance instance, String transferSyntaxUid, BodySink sink) throws IOException {
        if (!transferSyntaxUid.equals(instance.facts().transferSyntaxUid())) {
            adaptation.write(instance, transferSyntaxUid, pace, sink::write);
            return;
        }
        try (ReadableByteChannel dataSet = pace.over(instance.openDataSet())) {
            long missing = instance.dataSetLength() - FileBytes.copy(dataSet, buffer, sink::write);
            if (missing != 0) { // thrown before the last fragment is sent, so that the archive keeps nothing
                throw instance.endsEarly(missing);
            }
        }
    }

    /** The most recently needed contexts; the oldest go first when there are too many. */
    private void lookAhead() throws IOException {
        for (SpooledInstance upcoming : queue.peek(LOOK_AHEAD)) {
            contexts(upcoming.facts()).forEach(this::want);
        }
    }

    private void want(PresentationContextProposal context) {
        wanted.remove(context);
        wanted.add(context);
        if (wanted.size() > MOST_CONTEXTS) {
            wanted.remove(wanted.iterator().next());
        }
    }

    /**
     * Its own syntax, and others in which it can be sent. Without any the default one of PS3.5 10.1 is asked for all the same: it
     * tells whether the archive does not take the class, or not the syntax.
     */
    private List<PresentationContextProposal> contexts(SpoolFacts facts) {
        String own = facts.transferSyntaxUid();
        List<String> others = adaptation.targets(own);
        return Stream.concat(
                        others.isEmpty() ? Stream.of(TransferSyntax.IMPLICIT_LITTLE_ENDIAN.uid()) : others.stream(),
                        Stream.of(own))
                .distinct()
                .map(syntax -> PresentationContextProposal.of(facts.sopClassUid(), syntax))
                .toList();
    }

    @Override
    public void rest() {
        close();
    }

    @Override
    public void close() {
        SharedAssociation open = association;
        association = null;
        if (open != null) {
            open.end();
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
            return unanswered.isEmpty() || (isOpenFor(instance) && isWide());
        }

        /** Whether the association that is open will do for the instance. */
        private boolean isOpenFor(SpooledInstance instance) {
            return syntaxFor(instance.facts()).isPresent();
        }

        /** What the archive has allowed is not used up, and nobody waits for the association. */
        private boolean isWide() {
            SharedAssociation open = association;
            return open != null && unanswered.size() < open.client().window() && !open.isWanted();
        }

        @Override
        public Optional<WindowedOutcome> send(SpooledInstance instance) throws IOException {
            long now = System.nanoTime();
            if (unanswered.isEmpty()) {
                Optional<Outcome> unable = prepare(instance);
                if (unable.isPresent()) {
                    return Optional.of(new WindowedOutcome(instance, unable.get(), 0));
                }
            }
            String syntax = syntaxFor(instance.facts()).orElseThrow();
            int messageId = client().send(command(instance.facts(), syntax), sink -> write(instance, syntax, sink));
            unanswered.put(messageId, new Sent(instance, now));
            return Optional.empty();
        }

        @Override
        public WindowedOutcome await() throws IOException {
            StoreClient.StoreResponse answer = client().await();
            Sent sent = unanswered.remove(answer.messageId());
            if (sent == null) {
                throw new IllegalStateException("an answer to message " + answer.messageId() + ", which was not sent");
            }
            if (unanswered.isEmpty()) {
                pause();
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
