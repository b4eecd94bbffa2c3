package org.sluice.gateway.archive;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.sluice.config.DestinationConfig;
import org.sluice.net.StoreClient;
import org.sluice.text.Log;
import org.sluice.text.OneLine;

/**
 * How many associations with one archive there may be at a time, whoever of this node has them: some archives take one, and
 * leave a second without an answer until the first ends. A node that competed with itself for it would wait for its own timers.
 *
 * <p>What is configured holds for all. Less is {@linkplain #learn learnt} from the archive, and believed for some minutes. A
 * modality that waits comes first: a delivery that has no instance under way gives its association up at once, any other after
 * that instance. Deliveries take more than one only while few are open. Any thread; nobody waits for the network under the lock.
 */
public final class AssociationCeiling {
    private static final Log LOG = Log.of(AssociationCeiling.class);
    /** How long the archive is not asked for more than it took. */
    private static final Duration BELIEVED = Duration.ofMinutes(5);
    /** An association of a modality that sends nothing for so long may serve another meanwhile. */
    private static final long LULL = Duration.ofMillis(50).toNanos();
    /** Who has waited so long has the next one that is free between two instances. */
    private static final long IMPATIENT = Duration.ofSeconds(1).toNanos();
    /** How soon a lull is noticed. */
    private static final long LOOK = Duration.ofMillis(20).toNanos();

    private static final int NO_LIMIT = Integer.MAX_VALUE;

    private final String archive;
    private final int all;
    private final int deliveries;
    private final LongSupplier nanoClock;

    private final ReentrantLock lock =
            new ReentrantLock(); // guards all that follows; the atomic ones are written under it
    private final Condition changed = lock.newCondition();
    private final List<SharedAssociation> open = new ArrayList<>();
    private int taken;
    private int takenByDeliveries;
    private int learnt = NO_LIMIT;
    private long learntAt;
    private final AtomicInteger modalitiesWaiting = new AtomicInteger();
    private final AtomicInteger impatient = new AtomicInteger();

    /** What an association is for. */
    public enum Use {
        /** Instances pass straight on while a modality waits. */
        CUT_THROUGH,
        /** Instances leave the spool. */
        DELIVERY
    }

    /**
     * Nothing is open, and nothing is learnt.
     *
     * @param archive its name in the configuration
     * @param configured how many there may be; empty for as many as modalities need and four for deliveries
     * @param nanoClock counts nanoseconds
     */
    public AssociationCeiling(String archive, Optional<Integer> configured, LongSupplier nanoClock) {
        this.archive = archive;
        this.all = configured.orElse(NO_LIMIT);
        this.deliveries = configured.orElse(DestinationConfig.Archive.ASSOCIATIONS);
        this.nanoClock = nanoClock;
    }

    /**
     * Takes the right to one association, if need be that of another that is not in use: that one is released first. It is to
     * be {@linkplain #opened opened} or {@linkplain #giveUp given up}.
     *
     * @param most how long it waits for one
     * @return false when there is none
     */
    boolean take(Use use, Duration most) throws InterruptedException {
        long start = System.nanoTime();
        boolean waits = false;
        boolean hurries = false;
        @Nullable SharedAssociation instead;
        lock.lockInterruptibly();
        try {
            while (true) {
                long waited = System.nanoTime() - start;
                if (isFree(use)) {
                    count(use, 1);
                    return true;
                }
                instead = resting(use, waited);
                if (instead != null) {
                    forget(instead);
                    count(use, 1);
                    break;
                }
                if (waited >= most.toNanos()) {
                    return false;
                }
                if (!waits) {
                    waits = true;
                    modalitiesWaiting.addAndGet(use == Use.CUT_THROUGH ? 1 : 0);
                }
                if (!hurries && waited >= IMPATIENT) {
                    hurries = true;
                    impatient.incrementAndGet();
                }
                changed.awaitNanos(Math.min(LOOK, most.toNanos() - waited));
            }
        } finally {
            modalitiesWaiting.addAndGet(waits && use == Use.CUT_THROUGH ? -1 : 0);
            impatient.addAndGet(hurries ? -1 : 0);
            lock.unlock();
        }
        instead.client().release();
        return true;
    }

    private boolean isFree(Use use) {
        int most = Math.min(all, learnt());
        return use == Use.CUT_THROUGH
                ? taken < most
                : modalitiesWaiting.get() == 0 && taken < most && (takenByDeliveries == 0 || taken < deliveries);
    }

    /** What is not in use, and may be taken by another: deliveries' first, then what has rested longest. */
    private @Nullable SharedAssociation resting(Use use, long waited) {
        long now = System.nanoTime();
        return open.stream()
                .filter(one -> isForTaking(one, use, waited, now))
                .sorted(Comparator.comparing((SharedAssociation one) -> one.isOf(Use.CUT_THROUGH))
                        .thenComparing(SharedAssociation::restedAt))
                .filter(SharedAssociation::takeOver)
                .findFirst()
                .orElse(null);
    }

    private boolean isForTaking(SharedAssociation one, Use use, long waited, long now) {
        if (one.isOf(Use.DELIVERY)) {
            return use == Use.CUT_THROUGH || waited >= IMPATIENT;
        }
        boolean lull = one.isNobodys() || waited >= IMPATIENT || now - one.restedAt() >= LULL;
        return lull && (use == Use.CUT_THROUGH || modalitiesWaiting.get() == 0);
    }

    private int learnt() {
        if (learnt != NO_LIMIT && nanoClock.getAsLong() - learntAt > BELIEVED.toNanos()) {
            learnt = NO_LIMIT;
        }
        return learnt;
    }

    private void count(Use use, int more) {
        taken += more;
        takenByDeliveries += use == Use.DELIVERY ? more : 0;
    }

    private void forget(SharedAssociation one) {
        if (open.remove(one)) {
            count(one.isOf(Use.DELIVERY) ? Use.DELIVERY : Use.CUT_THROUGH, -1);
            changed.signalAll();
        }
    }

    /** The right that was taken is used for this association. */
    SharedAssociation opened(StoreClient client, Use use) {
        SharedAssociation association = new SharedAssociation(this, client, use);
        lock.lock();
        try {
            open.add(association);
        } finally {
            lock.unlock();
        }
        return association;
    }

    /** The right that was taken is not used: no association came of it. */
    void giveUp(Use use) {
        lock.lock();
        try {
            count(use, -1);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The association is over. */
    void ended(SharedAssociation association) {
        lock.lock();
        try {
            forget(association);
        } finally {
            lock.unlock();
        }
    }

    /** The archive is elsewhere now: what rests is released, and anything else as soon as it rests. */
    void moved() {
        List<SharedAssociation> resting;
        lock.lock();
        try {
            open.forEach(SharedAssociation::outdate);
            resting = open.stream().filter(SharedAssociation::takeOver).toList();
            resting.forEach(this::forget);
        } finally {
            lock.unlock();
        }
        resting.forEach(one -> one.client().release());
    }

    /** How many stand. */
    int open() {
        lock.lock();
        try {
            return open.size();
        } finally {
            lock.unlock();
        }
    }

    /** Whether one for this use should be given up as soon as no instance is under way on it. */
    boolean wants(Use use) {
        return impatient.get() > 0 || (use == Use.DELIVERY && modalitiesWaiting.get() > 0);
    }

    /** One is not in use any more, for now. */
    void rested() {
        if (modalitiesWaiting.get() > 0) {
            lock.lock();
            try {
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** The archive took so many, and no more: it is asked for no more for some minutes. */
    void learn(int most) {
        int learned = Math.max(1, most);
        lock.lock();
        try {
            if (learned != learnt()) {
                LOG.info("{} takes no more than {} at a time for now", archive, OneLine.count(learned, "association"));
            }
            learnt = learned;
            learntAt = nanoClock.getAsLong();
        } finally {
            lock.unlock();
        }
    }

    /**
     * A modality waits for the archive, which may wait for the end of another association: deliveries give up theirs until
     * this is over.
     */
    Squeeze squeeze() {
        SharedAssociation resting;
        lock.lock();
        try {
            modalitiesWaiting.incrementAndGet();
            resting = resting(Use.CUT_THROUGH, 0);
            if (resting != null) {
                forget(resting);
            }
        } finally {
            lock.unlock();
        }
        if (resting != null) {
            resting.client().release();
        }
        return () -> {
            lock.lock();
            try {
                modalitiesWaiting.decrementAndGet();
            } finally {
                lock.unlock();
            }
        };
    }

    /** While it lasts. */
    interface Squeeze {
        void end();
    }
}
