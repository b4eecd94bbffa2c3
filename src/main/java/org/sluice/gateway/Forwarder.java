package org.sluice.gateway;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.sluice.gateway.Delivery.Declined;
import org.sluice.gateway.Delivery.Outcome;
import org.sluice.net.AeTitle;
import org.sluice.store.DestinationQueue;
import org.sluice.store.SpooledInstance;

/**
 * The worker of one destination: takes instances from its queue in order, delivers them, and removes each only when
 * the destination has it. An unreachable destination is tried again with back-off, for ever; an instance that the
 * destination keeps declining is parked so that the queue goes on.
 */
final class Forwarder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);
    /** How often a destination may decline an instance for good before it is parked. */
    private static final int MOST_REFUSALS = 3;
    /** How soon a stop is noticed while the queue is empty. */
    private static final Duration POLL = Duration.ofMillis(500);
    /** Empty polls before an idle association is released. */
    private static final int POLLS_BEFORE_REST = 20;

    private final DestinationQueue queue;
    private final Delivery delivery;
    private final Backoff backoff;
    private final Meters meters;
    private final CommitmentNotes notes;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread worker;
    private int failuresInARow;
    private int refusalsInARow;

    Forwarder(DestinationQueue queue, Delivery delivery, Backoff backoff, Meters meters, CommitmentNotes notes) {
        this.queue = queue;
        this.delivery = delivery;
        this.backoff = backoff;
        this.meters = meters;
        this.notes = notes;
        this.worker = new Thread(this::run, "forward-" + queue.destination());
    }

    void start() {
        worker.start();
    }

    /** Stops after the instance in flight; what is left waits in the spool. */
    void stop() {
        stopping.countDown();
    }

    /** Waits for the worker to end, at most so long; then interrupts it, which breaks off the instance in flight. */
    void awaitStop(Duration grace) {
        try {
            worker.join(Math.max(1, grace.toMillis()));
            if (worker.isAlive()) {
                worker.interrupt();
                worker.join(TimeUnit.SECONDS.toMillis(5));
            }
        } catch (InterruptedException e) {
            worker.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
        awaitStop(Duration.ofSeconds(10));
    }

    private void run() {
        try (delivery) {
            int emptyPolls = 0;
            while (stopping.getCount() > 0) {
                Optional<SpooledInstance> next = next();
                if (next.isPresent()) {
                    emptyPolls = 0;
                    forward(next.get());
                } else if (++emptyPolls == POLLS_BEFORE_REST) {
                    delivery.rest();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<SpooledInstance> next() throws InterruptedException {
        try {
            return queue.poll(POLL);
        } catch (IOException e) {
            LOG.error("Spool of {} cannot be read: {}", queue.destination(), e.toString());
            pause();
            return Optional.empty();
        }
    }

    private void forward(SpooledInstance instance) throws InterruptedException {
        try (var scope =
                MDC.putCloseable("association", instance.facts().origin().association())) {
            long start = System.nanoTime();
            Outcome outcome = delivery.deliver(instance);
            if (outcome instanceof Declined declined) {
                declined(instance, declined);
            } else {
                delivered(instance, System.nanoTime() - start);
            }
        } catch (IOException e) {
            meters.archiveFailed(e);
            retryLater(instance, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("{} to {}: internal fault {}", uid(instance), queue.destination(), Fault.describe(e));
            retryLater(instance, "internal fault " + e.getClass().getSimpleName());
        }
    }

    private void delivered(SpooledInstance instance, long nanos) throws IOException {
        notes.delivered(instance.facts(), queue.destination());
        queue.done(instance);
        failuresInARow = 0;
        refusalsInARow = 0;
        meters.forwarded(queue.destination(), instance.dataSetLength(), nanos);
        if (InstanceLog.SHARED.wantsLine()) {
            InstanceLog.SHARED.delivered(uid(instance), queue.destination(), instance.dataSetLength(), nanos);
        }
    }

    private void declined(SpooledInstance instance, Declined declined) throws IOException, InterruptedException {
        if (!declined.retry() && ++refusalsInARow >= MOST_REFUSALS) {
            refusalsInARow = 0;
            queue.park(instance, declined.reason());
            notes.setAside(instance.facts());
            meters.forwardFailed(queue.destination());
            LOG.error(
                    "{} to {}: {}, {} times; set aside in the spool's failed folder",
                    uid(instance),
                    queue.destination(),
                    declined.reason(),
                    MOST_REFUSALS);
        } else {
            retryLater(instance, declined.reason());
        }
    }

    private void retryLater(SpooledInstance instance, String reason) throws InterruptedException {
        queue.putBack(instance, reason);
        failuresInARow++;
        meters.forwardRetried(queue.destination());
        LOG.warn(
                "{} to {}: {}; {} waiting, attempt {} follows",
                uid(instance),
                queue.destination(),
                reason,
                queue.depth(),
                failuresInARow + 1);
        pause();
    }

    private void pause() throws InterruptedException {
        Duration delay = backoff.after(Math.max(1, failuresInARow), ThreadLocalRandom.current());
        boolean stopped = stopping.await(delay.toMillis(), TimeUnit.MILLISECONDS);
        if (stopped) {
            LOG.debug("stop while backing off from {}", queue.destination());
        }
    }

    private static String uid(SpooledInstance instance) {
        return AeTitle.escape(instance.facts().sopInstanceUid());
    }
}
