package org.sluice.gateway.delivery;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.MDC;
import org.sluice.gateway.delivery.Delivery.Failed;
import org.sluice.gateway.delivery.Delivery.Outcome;
import org.sluice.gateway.delivery.Delivery.Postponed;
import org.sluice.gateway.delivery.Delivery.Window;
import org.sluice.gateway.delivery.Delivery.WindowedOutcome;
import org.sluice.store.DestinationQueue;
import org.sluice.store.SpooledInstance;
import org.sluice.text.Log;
import org.sluice.text.OneLine;

/**
 * One thread that delivers to a destination, over one association: takes what the {@link RetryPlan} says, tries it, and hands
 * what became of it to {@link Results}. The first of a destination is always there; further ones come when more waits than those
 * there can take, and go when there is nothing for them to do.
 */
final class DeliveryWorker {
    private static final Log LOG = Log.of(Forwarder.class);
    /** How soon a stop, or that a pause is over, is noticed. */
    static final Duration POLL = Duration.ofMillis(500);
    /** How often it is looked whether people should know of something. */
    private static final long ALARM_LOOK = Duration.ofSeconds(1).toNanos();
    /** Empty looks before the first gives its idle association back. */
    private static final int LOOKS_BEFORE_REST = 20;
    /** Empty looks before a further one ends. */
    private static final int LOOKS_BEFORE_END = 2;

    private final Shared shared;
    private final Delivery delivery;
    private final Optional<Window> window;
    private final boolean first;
    private long lookedAt = System.nanoTime();

    /** What all workers of a destination have in common. */
    record Shared(
            DestinationQueue queue,
            RetryPlan plan,
            Results results,
            OpeningTimes times,
            CountDownLatch stopping,
            Runnable instanceTaken,
            Runnable lookForAlarm) {
        boolean isStopping() {
            return stopping.getCount() == 0;
        }
    }

    /** The first never ends before the stop. */
    DeliveryWorker(Shared shared, Delivery delivery, boolean first) {
        this.shared = shared;
        this.delivery = delivery;
        this.window = delivery.window();
        this.first = first;
    }

    /** Delivers until there is a stop, or nothing for it to do; a further one only if the destination takes it. */
    void run() throws InterruptedException {
        int emptyLooks = 0;
        while (isNeeded(emptyLooks)) {
            if (!shared.times().isOpen()) {
                waitUntilOpen();
                continue;
            }
            lookForAlarm();
            Optional<SpooledInstance> next = next();
            if (next.isPresent() && !shared.times().isOpen()) {
                shared.results().waitsAgain(next.get());
                continue;
            }
            emptyLooks = next.isPresent() ? 0 : emptyLooks + 1;
            if (next.isPresent() && !work(next.get()) && !first) {
                return;
            }
            if (first && emptyLooks == LOOKS_BEFORE_REST) {
                delivery.rest();
            }
        }
    }

    /** The destination's hours are over: the association is given back, and nothing is done until they begin again. */
    private void waitUntilOpen() throws InterruptedException {
        String destination = shared.queue().destination();
        delivery.rest();
        shared.lookForAlarm().run();
        LOG.info(
                "{} is closed by its hours; {} wait",
                destination,
                OneLine.count(shared.queue().depth(), "instance"));
        while (!shared.times().isOpen() && !shared.isStopping()) {
            shared.times().awaitOpen(shared.stopping());
        }
        if (!shared.isStopping()) {
            LOG.info(
                    "{} is open; {} wait",
                    destination,
                    OneLine.count(shared.queue().depth(), "instance"));
        }
    }

    private void lookForAlarm() {
        long now = System.nanoTime();
        if (first && now - lookedAt >= ALARM_LOOK) {
            lookedAt = now;
            shared.lookForAlarm().run();
            // Two workers and a person may have met at one instance: none stays where the plan does not know of it.
            shared.queue().rejoinUnless(shared.plan()::isSuspect);
        }
    }

    private boolean isNeeded(int emptyLooks) {
        boolean stays = first
                || (emptyLooks < LOOKS_BEFORE_END
                        && !shared.plan().isSuspected()
                        && shared.times().isOpen());
        return stays && !shared.isStopping();
    }

    private Optional<SpooledInstance> next() throws InterruptedException {
        try {
            return next(shared.plan().next(shared.queue().untried(), POLL));
        } catch (IOException e) {
            LOG.error("Spool of {} cannot be read: {}", shared.queue().destination(), e);
            sleep(POLL);
            return Optional.empty();
        }
    }

    private Optional<SpooledInstance> next(RetryPlan.Next next) throws IOException, InterruptedException {
        DestinationQueue queue = shared.queue();
        if (next instanceof RetryPlan.TakeSuspect suspect) {
            return suspect(suspect.number());
        }
        if (next instanceof RetryPlan.TakeAny) {
            return queue.pollAny(ThreadLocalRandom.current());
        }
        if (next instanceof RetryPlan.Wait idle) {
            if (shared.plan().isSuspected()) {
                sleep(idle.most());
                return Optional.empty();
            }
            return queue.poll(idle.most());
        }
        return queue.poll(Duration.ZERO);
    }

    private Optional<SpooledInstance> suspect(long number) throws IOException {
        Optional<SpooledInstance> suspect = Optional.empty();
        try {
            suspect = shared.queue().pollAside(number);
            return suspect;
        } finally {
            if (suspect.isEmpty()) {
                shared.plan().gone(number);
            }
        }
    }

    private void sleep(Duration most) throws InterruptedException {
        if (shared.stopping().await(most.toNanos(), TimeUnit.NANOSECONDS)) {
            LOG.debug("stop while backing off from {}", shared.queue().destination());
        }
    }

    /** False when the destination has no room for one more association. */
    private boolean work(SpooledInstance instance) throws InterruptedException {
        shared.instanceTaken().run();
        boolean alone = window.isEmpty() || shared.plan().isSuspect(instance.number());
        return alone ? forward(instance) : forwardMany(window.get(), instance);
    }

    private boolean forward(SpooledInstance instance) {
        RetryPlan.Begin begin = shared.plan().begin();
        try (var scope =
                MDC.putCloseable("association", instance.facts().origin().association())) {
            Outcome outcome = tried(instance);
            shared.results().settle(instance, outcome, begin, System.nanoTime() - begin.at());
            return !(outcome instanceof Postponed);
        } catch (IOException | RuntimeException e) {
            LOG.error(
                    "{} to {}: {}",
                    instance.facts().sopInstanceUid(),
                    shared.queue().destination(),
                    e);
            return true;
        }
    }

    private Outcome tried(SpooledInstance instance) {
        try {
            return delivery.deliver(instance);
        } catch (IOException e) {
            return Failed.because(FailureClass.underWay(e), e);
        } catch (RuntimeException e) {
            return fault(e);
        }
    }

    private Failed fault(RuntimeException e) {
        LOG.error("{}: internal fault {}", shared.queue().destination(), OneLine.fault(e));
        return Failed.unanswered(
                FailureClass.INTERNAL_FAULT, "internal fault " + e.getClass().getSimpleName());
    }

    /**
     * Forwards an instance and those behind it until the queue is empty or one fails; what has been sent is waited for in any
     * case.
     */
    private boolean forwardMany(Window window, SpooledInstance first) throws InterruptedException {
        Optional<SpooledInstance> next = Optional.of(first);
        boolean goesOn = true;
        boolean hasRoom = true;
        RetryPlan.Begin begin = shared.plan().begin();
        try {
            while (next.isPresent() || window.isWaiting()) {
                boolean sends = next.isPresent() && window.takes(next.get());
                Optional<WindowedOutcome> answered = sends ? window.send(next.get()) : Optional.of(window.await());
                next = sends ? Optional.empty() : next;
                if (answered.isPresent()) {
                    WindowedOutcome one = answered.get();
                    hasRoom &= !(one.outcome() instanceof Postponed);
                    goesOn &= settle(one, begin);
                }
                if (next.isEmpty() && goesOn) {
                    next = following();
                }
            }
        } catch (IOException e) {
            giveUp(window, next, e, begin);
        } catch (RuntimeException e) {
            LOG.error("{}: internal fault {}", shared.queue().destination(), OneLine.fault(e));
            giveUp(
                    window,
                    next,
                    new IOException("internal fault " + e.getClass().getSimpleName()),
                    begin);
        }
        return hasRoom;
    }

    private boolean settle(WindowedOutcome answered, RetryPlan.Begin begin) throws IOException {
        SpooledInstance instance = answered.instance();
        try (var scope =
                MDC.putCloseable("association", instance.facts().origin().association())) {
            return shared.results().settle(instance, answered.outcome(), begin, answered.nanos());
        }
    }

    /** The next for the window; none when it is to run empty because of a stop, of the hours, or of a suspect that is due. */
    private Optional<SpooledInstance> following() throws IOException, InterruptedException {
        DestinationQueue queue = shared.queue();
        boolean ends =
                shared.isStopping() || !shared.times().isOpen() || shared.plan().isForSuspect(queue.untried());
        return ends ? Optional.empty() : queue.poll(Duration.ZERO);
    }

    /** The association broke: everything that has no answer is sent again. */
    private void giveUp(Window window, Optional<SpooledInstance> next, IOException why, RetryPlan.Begin begin) {
        List<SpooledInstance> again = new ArrayList<>(window.giveUp());
        next.ifPresent(again::add);
        try {
            if (!again.isEmpty()) {
                shared.results().brokeOff(again, why, begin);
            }
        } catch (IOException e) {
            LOG.error("{}: {}", shared.queue().destination(), e);
        }
    }
}
