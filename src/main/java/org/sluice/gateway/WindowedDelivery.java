package org.sluice.gateway;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.gateway.Delivery.Outcome;
import org.sluice.net.engine.StoreClient;
import org.sluice.store.SpooledInstance;

/**
 * Sends instances to an archive without waiting for the answer to each: as many as the asynchronous operations window
 * allows that the archive has negotiated (PS3.7 D.3.3.3). Answers may come in any order. Used by one thread.
 */
final class WindowedDelivery {
    private final ArchiveDelivery archive;
    private final Map<Integer, Sent> unanswered = new HashMap<>();

    /** An instance on its way, and when it was sent. */
    private record Sent(SpooledInstance instance, long at) {}

    /** What became of an instance, and how long that took. */
    record Answered(SpooledInstance instance, Outcome outcome, long nanos) {}

    WindowedDelivery(ArchiveDelivery archive) {
        this.archive = archive;
    }

    boolean isWaiting() {
        return !unanswered.isEmpty();
    }

    /** Whether the instance can be sent before another answer has come. */
    boolean takes(SpooledInstance instance) {
        return unanswered.isEmpty() || (archive.isOpenFor(instance) && unanswered.size() < archive.openWindow());
    }

    /**
     * Sends it. Only for one that it {@link #takes}.
     *
     * @return present when it was not sent because the archive takes no such instance
     * @throws IOException the archive cannot be reached, or broke off; none of those on their way will be answered
     */
    Optional<Answered> send(SpooledInstance instance) throws IOException {
        long now = System.nanoTime();
        StoreClient client = unanswered.isEmpty() ? archive.association(instance) : archive.open();
        if (!archive.isOpenFor(instance)) {
            return Optional.of(new Answered(instance, archive.notAccepted(instance.facts()), 0));
        }
        int messageId = client.send(ArchiveDelivery.command(instance.facts()), sink -> archive.write(instance, sink));
        unanswered.put(messageId, new Sent(instance, now));
        return Optional.empty();
    }

    /**
     * Waits for any answer.
     *
     * @throws IOException the archive broke off; none of those on their way will be answered
     */
    Answered await() throws IOException {
        StoreClient.StoreResponse answer = archive.open().await();
        Sent sent = unanswered.remove(answer.messageId());
        if (sent == null) {
            throw new IllegalStateException("an answer to message " + answer.messageId() + ", which was not sent");
        }
        return new Answered(sent.instance(), ArchiveDelivery.outcome(answer.answer()), System.nanoTime() - sent.at());
    }

    /** Gives up waiting for those on their way, and names them in the order of the queue; the association is over. */
    List<SpooledInstance> giveUp() {
        archive.rest();
        List<SpooledInstance> instances = new ArrayList<>();
        unanswered.values().forEach(sent -> instances.add(sent.instance()));
        unanswered.clear();
        instances.sort((one, other) -> Long.compare(one.number(), other.number()));
        return instances;
    }
}
