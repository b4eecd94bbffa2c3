package org.sluice.gateway.commitment;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sluice.net.ReportChannel;
import org.sluice.store.CommitmentLedger;
import org.sluice.store.CommitmentRequest;
import org.sluice.store.CommitmentRequest.Question;
import org.sluice.store.CommitmentStatus;
import org.sluice.store.InstanceReference;

/** A commitment request that has no answer yet, and how far it has come. Guarded by itself. */
final class PendingCommitment {
    private final long number;
    private final CommitmentLedger ledger;
    private CommitmentRequest request;
    private Optional<ReportChannel> channel;
    private int firstUndecided;
    private int failures;
    private int refusals;
    private long restUntil = System.nanoTime();
    private boolean busy;
    private OptionalLong answerAwaitedUntil = OptionalLong.empty();

    PendingCommitment(
            long number, CommitmentRequest request, CommitmentLedger ledger, Optional<ReportChannel> channel) {
        this.number = number;
        this.request = request;
        this.ledger = ledger;
        this.channel = channel;
    }

    long number() {
        return number;
    }

    synchronized CommitmentRequest request() {
        return request;
    }

    synchronized void update(CommitmentRequest changed) {
        request = changed;
    }

    /** The association on which the report can go back, as long as it stands. */
    synchronized Optional<ReportChannel> channel() {
        return channel;
    }

    synchronized void channel(Optional<ReportChannel> changed) {
        channel = changed;
    }

    /** The association of the request is over; still busy with what comes next. */
    synchronized void channelIsOver() {
        channel = Optional.empty();
        answerAwaitedUntil = OptionalLong.empty();
    }

    /** Ends a rest: something has changed. */
    synchronized void wake() {
        restUntil = System.nanoTime();
    }

    /** Whether something may be done for it now; if so nobody else does until {@link #rest} or {@link #goOn}. */
    synchronized boolean begin() {
        long now = System.nanoTime();
        if (answerAwaitedUntil.isPresent() && now - answerAwaitedUntil.getAsLong() > 0) {
            goOn();
            channel = Optional.empty(); // its peer does not answer
        }
        if (busy || now - restUntil < 0) {
            return false;
        }
        busy = true;
        return true;
    }

    /** A report is about to be sent on its channel, and will be answered within this time or never. */
    synchronized void awaitAnswer(Duration most) {
        answerAwaitedUntil = OptionalLong.of(System.nanoTime() + most.toNanos());
    }

    /** Nothing more is to be done at the moment. */
    synchronized void goOn() {
        busy = false;
        answerAwaitedUntil = OptionalLong.empty();
    }

    /** What was tried has failed; returns how often so far. */
    synchronized int failed() {
        return ++failures;
    }

    /** The caller has answered a report with a failure; returns how often so far. */
    synchronized int refused() {
        return ++refusals;
    }

    synchronized void rest(long millis) {
        restUntil = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        goOn();
    }

    /** Whether the fate of one of its instances is still open. */
    synchronized boolean waitsForDestinations() {
        List<InstanceReference> instances = request.instances();
        while (firstUndecided < instances.size()
                && ledger.find(instances.get(firstUndecided).sopInstanceUid())
                        .map(CommitmentStatus::isDecided)
                        .orElse(true)) {
            firstUndecided++;
        }
        return firstUndecided < instances.size();
    }

    /** Of the instances that archives have accepted, what to ask of which archive. */
    Map<String, List<InstanceReference>> toBeAsked(Set<String> archives) {
        Map<String, List<InstanceReference>> asked = new LinkedHashMap<>();
        for (InstanceReference instance : request().instances()) {
            Optional<CommitmentStatus> fate =
                    ledger.find(instance.sopInstanceUid()).filter(it -> it.failure() == 0);
            if (fate.isPresent()) {
                fate.get().destinations().stream().filter(archives::contains).forEach(name -> asked.computeIfAbsent(
                                name, key -> new ArrayList<>())
                        .add(fate.get().sent()));
            }
        }
        return asked;
    }

    /** The report as things stand. What is not decided has failed. */
    CommitmentPush report(Set<String> archives) {
        CommitmentRequest asked = request();
        Map<String, Map<String, Integer>> answers = answers(asked);
        List<InstanceReference> committed = new ArrayList<>();
        Map<InstanceReference, Integer> failed = new LinkedHashMap<>();
        for (InstanceReference instance : asked.instances()) {
            int reason = reason(instance);
            CommitmentStatus fate =
                    reason == 0 ? ledger.find(instance.sopInstanceUid()).orElse(null) : null;
            if (fate != null && asked.relay()) {
                reason = reasonOfArchives(fate, archives, answers);
            }
            if (reason == 0) {
                committed.add(instance);
            } else {
                failed.put(instance, reason);
            }
        }
        return new CommitmentPush(asked.transactionUid(), committed, failed);
    }

    /** By archive: the Failure Reason of each instance it was asked of, 0 for a committed one. */
    private static Map<String, Map<String, Integer>> answers(CommitmentRequest asked) {
        Map<String, Map<String, Integer>> answers = new HashMap<>();
        for (Question question : asked.questions()) {
            Map<String, Integer> reasons = answers.computeIfAbsent(question.destination(), key -> new HashMap<>());
            for (InstanceReference instance : question.instances()) {
                reasons.put(
                        instance.sopInstanceUid(),
                        question.answered()
                                ? question.failures().getOrDefault(instance.sopInstanceUid(), 0)
                                : CommitmentPush.PROCESSING_FAILURE);
            }
        }
        return answers;
    }

    private int reason(InstanceReference instance) {
        @Nullable CommitmentStatus fate = ledger.find(instance.sopInstanceUid()).orElse(null);
        if (fate == null) {
            return CommitmentPush.NO_SUCH_OBJECT_INSTANCE;
        }
        if (!fate.received().sopClassUid().equals(instance.sopClassUid())) {
            return CommitmentPush.CLASS_INSTANCE_CONFLICT;
        }
        return fate.isDecided() ? fate.failure() : CommitmentPush.PROCESSING_FAILURE;
    }

    private static int reasonOfArchives(
            CommitmentStatus fate, Set<String> archives, Map<String, Map<String, Integer>> answers) {
        for (String destination : fate.destinations()) {
            if (archives.contains(destination)) {
                int reason = answers.getOrDefault(destination, Map.of())
                        .getOrDefault(fate.sent().sopInstanceUid(), CommitmentPush.PROCESSING_FAILURE);
                if (reason != 0) {
                    return reason;
                }
            }
        }
        return 0;
    }
}
