package org.sluice.gateway.delivery;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How instances of one queue failed lately, for people to read: of so many at most, of which the first are forgotten first. An
 * instance that is not in it was not tried since the start, or is forgotten. Any thread.
 */
public final class FailureBook {
    private static final int MOST = 10_000;

    private final Map<Long, Failure> failures = new LinkedHashMap<>();
    private volatile boolean empty = true;

    /**
     * How an instance failed.
     *
     * @param tries how often it was tried since the start
     * @param first when it failed for the first time
     * @param last when it failed last
     * @param failureClass of the last failure, as {@link FailureClass#label} writes it
     * @param status what the destination answered last, as its protocol prints it; empty without an answer
     * @param words what the destination said, or what has happened; without patient values
     */
    public record Failure(int tries, Instant first, Instant last, String failureClass, String status, String words) {}

    synchronized void failed(long number, Delivery.Failed failed) {
        Instant now = Instant.now();
        Failure before = failures.remove(number);
        failures.put(
                number,
                new Failure(
                        before == null ? 1 : before.tries + 1,
                        before == null ? now : before.first,
                        now,
                        failed.failure().label(),
                        failed.status(),
                        failed.words()));
        if (failures.size() > MOST) {
            failures.remove(failures.keySet().iterator().next());
        }
        empty = false;
    }

    /** It is not in the queue any more, or begins anew. */
    void forget(long number) {
        if (!empty) {
            synchronized (this) {
                failures.remove(number);
                empty = failures.isEmpty();
            }
        }
    }

    /** How one failed. */
    public synchronized Optional<Failure> of(long number) {
        return Optional.ofNullable(failures.get(number));
    }
}
