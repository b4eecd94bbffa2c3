package org.sluice.gateway.delivery;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sluice.gateway.commitment.CommitmentNotes;
import org.sluice.gateway.meters.DestinationMeters;
import org.sluice.gateway.meters.Meters;
import org.sluice.ledger.Ledger;
import org.sluice.store.DestinationQueue;
import org.sluice.text.Log;
import org.sluice.text.OneLine;

/**
 * Empties the queue of one destination: removes an instance only when the destination has it, tries others for ever or holds them,
 * as {@link RetryPlan} says. One thread works always, more while more waits than it can take and the destination allows it.
 */
public final class Forwarder implements AutoCloseable {
    private static final Log LOG = Log.of(Forwarder.class);
    /** After the grace, for those that are interrupted to end. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);
    /** After the destination had no room for one more, or the last further one had nothing to do. */
    private static final long PAUSE_BEFORE_MORE = Duration.ofSeconds(2).toNanos();

    private static final Executor SOON = CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS);

    private final DestinationQueue queue;
    private final Deliveries deliveries;
    private final int most;
    private final OpeningTimes times;
    private final RetryPlan plan;
    private final FailureBook book = new FailureBook();
    private final DestinationMeters meters;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final DeliveryWorker.Shared shared;
    private final Thread first;
    /** Guarded by this, as is what follows. */
    private final List<Thread> further = new ArrayList<>();

    private boolean joining;
    private long moreAt = System.nanoTime();
    private volatile int workers = 1;
    private volatile boolean alarmed;
    private final AtomicBoolean lookingSoon = new AtomicBoolean();

    /** Makes what each thread delivers with. */
    public interface Deliveries {
        /**
         * One more.
         *
         * @param reached to be told when the destination was reached
         */
        Delivery open(Runnable reached) throws IOException;
    }

    /**
     * Empties the queue once it is {@linkplain #start started}.
     *
     * @param most how many threads may deliver at a time
     * @param times when they may
     */
    public Forwarder(
            DestinationQueue queue,
            Deliveries deliveries,
            int most,
            OpeningTimes times,
            Perseverance retry,
            Meters meters,
            CommitmentNotes notes,
            Ledger ledger) {
        this.queue = queue;
        this.deliveries = deliveries;
        this.most = most;
        this.times = times;
        this.plan = new RetryPlan(retry, System::nanoTime, new Random());
        this.meters = meters.destination(queue.destination());
        Results results = new Results(queue, plan, book, meters, notes, ledger);
        this.shared =
                new DeliveryWorker.Shared(queue, plan, results, times, stopping, this::instanceTaken, this::alarm);
        this.first = new Thread(() -> run(true), "forward-" + queue.destination());
    }

    /** Begins to deliver, on threads of its own. */
    public void start() {
        first.start();
    }

    /** Stops after the instances in flight; what is left waits in the spool. */
    public void stop() {
        stopping.countDown();
    }

    /**
     * Waits for all of them to end, at most so long in all; then interrupts those that have not, which breaks off the
     * instances in flight.
     */
    public static void awaitStop(Collection<Forwarder> forwarders, Duration grace) {
        if (!haveEnded(forwarders, grace)) {
            forwarders.forEach(forwarder -> forwarder.threads().forEach(Thread::interrupt));
            haveEnded(forwarders, LAST_WORDS);
        }
    }

    private static boolean haveEnded(Collection<Forwarder> forwarders, Duration most) {
        long until = System.nanoTime() + most.toNanos();
        List<Thread> threads =
                forwarders.stream().flatMap(one -> one.threads().stream()).toList();
        try {
            for (Thread thread : threads) {
                long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
                thread.join(Math.max(1, left));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return threads.stream().noneMatch(Thread::isAlive);
    }

    private synchronized List<Thread> threads() {
        List<Thread> threads = new ArrayList<>(further);
        threads.add(first);
        return threads;
    }

    @Override
    public void close() {
        stop();
        awaitStop(List.of(this), Duration.ofSeconds(10));
    }

    private void run(boolean isFirst) {
        try (Delivery delivery = deliveries.open(this::reached)) {
            boolean joined = isFirst || delivery.join();
            if (!isFirst) {
                joined(joined);
            }
            if (joined) {
                new DeliveryWorker(shared, delivery, isFirst).run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.error("{}: {}", queue.destination(), e);
        } finally {
            if (!isFirst) {
                ended();
            }
        }
    }

    /** The destination can be reached: what is in hand need not be delivered before others try, too. */
    private void reached() {
        plan.reached();
        instanceTaken();
    }

    /** A worker has something to do: when more waits than all of them are at, one more is of use. */
    private void instanceTaken() {
        if (most > 1 && !lookingSoon.getAndSet(true)) {
            SOON.execute(this::lookAgain);
        }
        addWorkerIfBusy();
    }

    /** All may be at something that takes long when more comes. */
    private void lookAgain() {
        lookingSoon.set(false);
        if (queue.depth() > 0 && stopping.getCount() > 0 && !plan.isSuspected() && times.isOpen()) {
            instanceTaken();
        }
    }

    private void addWorkerIfBusy() {
        if (most > 1 && workers < most && queue.untried() > workers && !plan.isSuspected() && times.isOpen()) {
            addWorker();
        }
    }

    private synchronized void addWorker() {
        boolean mayAdd = !joining && workers < most && System.nanoTime() - moreAt >= 0 && stopping.getCount() > 0;
        if (mayAdd) {
            joining = true;
            workers++;
            Thread thread = new Thread(() -> run(false), "forward-" + queue.destination());
            further.add(thread);
            thread.start();
        }
    }

    private synchronized void joined(boolean joined) {
        joining = false;
        if (!joined) {
            moreAt = System.nanoTime() + PAUSE_BEFORE_MORE;
        }
    }

    private synchronized void ended() {
        joining = false;
        workers--;
        further.remove(Thread.currentThread());
    }

    /** The name of the destination. */
    public String destination() {
        return queue.destination();
    }

    /** How the instances that wait have failed. */
    public FailureBook failures() {
        return book;
    }

    /** Whoever has taken the instance from the queue does something else with it: its failures are forgotten. */
    public void forget(long number) {
        plan.gone(number);
        book.forget(number);
    }

    /** Tries the destination now, if it is being left in peace for a while. */
    public void resume() {
        plan.resume();
    }

    /** Until when it is given nothing because of its hours, in words; empty when it is open. */
    public Optional<String> closed() {
        return times.opensAt()
                .map(opensAt -> "destination " + queue.destination() + " is closed by its hours until " + opensAt
                        + "; in the spool for it: " + OneLine.count(queue.depth(), "instance"));
    }

    /** When instances go to the destination. */
    public OpeningTimes times() {
        return times;
    }

    /** What people should know of the destination, in words; empty when all is well. Looks anew. */
    public Optional<String> alarm() {
        Optional<Instant> since = times.isOpen() ? plan.alarming(Instant.now(), times.openSince()) : Optional.empty();
        meters.alarm(since.isPresent());
        if (since.isEmpty()) {
            alarmed = false;
            return Optional.empty();
        }
        Duration age = Duration.between(since.get(), Instant.now());
        String words = "destination " + queue.destination() + " does not take "
                + OneLine.count(queue.depth(), "instance") + ", for " + age.toMinutes() + " min: " + queue.lastReason();
        if (!alarmed) {
            alarmed = true;
            LOG.error("{}", words);
        }
        return Optional.of(words);
    }
}
