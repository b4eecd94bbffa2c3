package org.sluice.gateway.delivery;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.MDC;
import org.sluice.gateway.archive.Backoff;
import org.sluice.gateway.commitment.CommitmentNotes;
import org.sluice.gateway.delivery.Delivery.Failed;
import org.sluice.gateway.delivery.Delivery.Outcome;
import org.sluice.gateway.delivery.Delivery.Window;
import org.sluice.gateway.delivery.Delivery.WindowedOutcome;
import org.sluice.gateway.meters.AssociationMeters;
import org.sluice.gateway.meters.DestinationMeters;
import org.sluice.gateway.meters.InstanceLog;
import org.sluice.gateway.meters.Meters;
import org.sluice.store.DestinationQueue;
import org.sluice.store.SpooledInstance;
import org.sluice.text.Log;
import org.sluice.text.OneLine;

/**
 * The worker of one destination: takes instances from its queue in order, delivers them, and removes each only when
 * the destination has it. An unreachable destination is tried again with back-off, for ever; an instance that the
 * destination keeps declining is held in a folder of its own so that the queue goes on.
 */
public final class Forwarder implements AutoCloseable {
    private static final Log LOG = Log.of(Forwarder.class);
    /** How often a destination may decline an instance for good before it is held. */
    private static final int MOST_REFUSALS = 3;
    /** How soon a stop is noticed while the queue is empty. */
    private static final Duration POLL = Duration.ofMillis(500);
    /** Empty polls before an idle association is released. */
    private static final int POLLS_BEFORE_REST = 20;
    /** After the grace, for those that are interrupted to end. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final DestinationQueue queue;
    private final Delivery delivery;
    private final Backoff backoff;
    private final DestinationMeters meters;
    private final AssociationMeters associations;
    private final CommitmentNotes notes;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread worker;
    private final Optional<Window> window;
    /** How often each instance was declined for good. */
    private final Map<Long, Integer> refusals = new HashMap<>();

    private int failuresInARow;

    /** Empties the queue by this delivery once it is {@linkplain #start started}. */
    public Forwarder(DestinationQueue queue, Delivery delivery, Backoff backoff, Meters meters, CommitmentNotes notes) {
        this.queue = queue;
        this.delivery = delivery;
        this.window = delivery.window();
        this.backoff = backoff;
        this.meters = meters.destination(queue.destination());
        this.associations = meters.associations();
        this.notes = notes;
        this.worker = new Thread(this::run, "forward-" + queue.destination());
    }

    /** Begins to deliver, on a thread of its own. */
    public void start() {
        worker.start();
    }

    /** Stops after the instance in flight; what is left waits in the spool. */
    public void stop() {
        stopping.countDown();
    }

    /**
     * Waits for all of them to end, at most so long in all; then interrupts those that have not, which breaks off the
     * instances in flight.
     */
    public static void awaitStop(Collection<Forwarder> forwarders, Duration grace) {
        if (!haveEnded(forwarders, grace)) {
            forwarders.forEach(forwarder -> forwarder.worker.interrupt());
            haveEnded(forwarders, LAST_WORDS);
        }
    }

    private static boolean haveEnded(Collection<Forwarder> forwarders, Duration most) {
        long until = System.nanoTime() + most.toNanos();
        try {
            for (Forwarder forwarder : forwarders) {
                long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
                forwarder.worker.join(Math.max(1, left));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return forwarders.stream().noneMatch(forwarder -> forwarder.worker.isAlive());
    }

    @Override
    public void close() {
        stop();
        awaitStop(List.of(this), Duration.ofSeconds(10));
    }

    private void run() {
        try (delivery) {
            int emptyPolls = 0;
            while (stopping.getCount() > 0) {
                Optional<SpooledInstance> next = next();
                if (next.isPresent()) {
                    emptyPolls = 0;
                    if (window.isPresent()) {
                        forwardMany(window.get(), next.get());
                    } else {
                        forward(next.get());
                    }
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
            LOG.error("Spool of {} cannot be read: {}", queue.destination(), e);
            pause();
            return Optional.empty();
        }
    }

    private void forward(SpooledInstance instance) throws InterruptedException {
        try (var scope =
                MDC.putCloseable("association", instance.facts().origin().association())) {
            long start = System.nanoTime();
            Outcome outcome = delivery.deliver(instance);
            if (outcome instanceof Failed declined) {
                declined.cause().ifPresent(associations::archiveFailed);
                declined(instance, declined);
            } else {
                delivered(instance, System.nanoTime() - start);
            }
        } catch (IOException e) {
            associations.archiveFailed(e);
            retryLater(List.of(instance), OneLine.message(e));
        } catch (RuntimeException e) {
            LOG.error("{} to {}: internal fault {}", uid(instance), queue.destination(), OneLine.fault(e));
            retryLater(List.of(instance), "internal fault " + e.getClass().getSimpleName());
        }
    }

    /**
     * Forwards an instance and those behind it until the queue is empty or one is declined; what has been sent is waited
     * for in any case. One that is declined is tried again behind those that went with it.
     */
    private void forwardMany(Window window, SpooledInstance first) throws InterruptedException {
        List<WindowedOutcome> declined = new ArrayList<>();
        Optional<SpooledInstance> next = Optional.of(first);
        try {
            while (next.isPresent() || window.isWaiting()) {
                boolean sends = next.isPresent() && window.takes(next.get());
                Optional<WindowedOutcome> answered = sends ? window.send(next.get()) : Optional.of(window.await());
                next = sends ? Optional.empty() : next;
                if (answered.isPresent()) {
                    settle(answered.get(), declined);
                }
                if (next.isEmpty() && declined.isEmpty() && stopping.getCount() > 0) {
                    next = queue.poll(Duration.ZERO);
                }
            }
            declined(declined);
        } catch (IOException e) {
            associations.archiveFailed(e);
            giveUp(window, next, declined, OneLine.message(e));
        } catch (RuntimeException e) {
            LOG.error("{}: internal fault {}", queue.destination(), OneLine.fault(e));
            giveUp(window, next, declined, "internal fault " + e.getClass().getSimpleName());
        }
    }

    private void settle(WindowedOutcome answered, List<WindowedOutcome> declined) throws IOException {
        SpooledInstance instance = answered.instance();
        if (answered.outcome() instanceof Failed failed) {
            failed.cause().ifPresent(associations::archiveFailed);
            declined.add(answered);
            return;
        }
        try (var scope =
                MDC.putCloseable("association", instance.facts().origin().association())) {
            delivered(instance, answered.nanos());
        } catch (IOException e) {
            queue.putBack(instance, "cannot be removed from the spool");
            throw e;
        }
    }

    /** Several at a time, with one pause for all that are tried again. */
    private void declined(List<WindowedOutcome> declined) throws IOException, InterruptedException {
        for (WindowedOutcome answered : List.copyOf(declined)) {
            Failed outcome = (Failed) answered.outcome();
            if (isRefusedForGood(answered.instance(), outcome)) {
                hold(answered.instance(), outcome);
                declined.remove(answered);
            }
        }
        if (!declined.isEmpty()) {
            Failed last = (Failed) declined.get(declined.size() - 1).outcome();
            List<SpooledInstance> again =
                    declined.stream().map(WindowedOutcome::instance).toList();
            declined.clear();
            retryLater(again, last.reason());
        }
    }

    /** The association broke: everything that has no answer is sent again. */
    private void giveUp(Window window, Optional<SpooledInstance> next, List<WindowedOutcome> declined, String reason)
            throws InterruptedException {
        List<SpooledInstance> again = window.giveUp();
        next.ifPresent(again::add);
        declined.forEach(answered -> again.add(answered.instance()));
        retryLater(again, reason);
    }

    private void delivered(SpooledInstance instance, long nanos) throws IOException {
        notes.delivered(instance.facts(), queue.destination());
        // Counted before it leaves the queue, so that a scrape finds it in one place at least.
        meters.delivered(
                instance.dataSetLength(), nanos, instance.facts().origin().receivedAt(), instance.acceptedAt());
        queue.done(instance);
        failuresInARow = 0;
        refusals.remove(instance.number());
        if (InstanceLog.SHARED.wantsLine()) {
            InstanceLog.SHARED.delivered(uid(instance), queue.destination(), instance.dataSetLength(), nanos);
        }
    }

    private void declined(SpooledInstance instance, Failed declined) throws IOException, InterruptedException {
        if (isRefusedForGood(instance, declined)) {
            hold(instance, declined);
        } else {
            retryLater(List.of(instance), declined.reason());
        }
    }

    private boolean isRefusedForGood(SpooledInstance instance, Failed declined) {
        return declined.failure().fault() == FailureClass.Fault.INSTANCE
                && refusals.merge(instance.number(), 1, Integer::sum) >= MOST_REFUSALS;
    }

    private void hold(SpooledInstance instance, Failed declined) throws IOException {
        refusals.remove(instance.number());
        queue.hold(instance, declined.reason());
        notes.held(instance.facts());
        meters.held();
        LOG.error(
                "{} to {}: {}, {} times; held in the spool's failed folder",
                uid(instance),
                queue.destination(),
                declined.reason(),
                MOST_REFUSALS);
    }

    private void retryLater(List<SpooledInstance> instances, String reason) throws InterruptedException {
        failuresInARow++;
        for (SpooledInstance instance : instances) {
            queue.putBack(instance, reason);
            meters.retried();
            LOG.warn(
                    "{} to {}: {}; {} waiting, attempt {} follows",
                    uid(instance),
                    queue.destination(),
                    reason,
                    queue.depth(),
                    failuresInARow + 1);
        }
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
        return instance.facts().sopInstanceUid();
    }
}
