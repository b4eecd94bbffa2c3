package org.sluice.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.sluice.store.LedgerLine.What;
import org.sluice.text.Log;
import org.sluice.text.OneLine;

/**
 * What became of the instances for which their senders may ask storage commitment (PS3.4 Annex J), by the SOP instance
 * UID under which they were received. It outlives restarts, and forgets after a time.
 *
 * <p>Nothing is forced to disk for an instance: what the ledger says of one that waits, its file in the spool says too
 * ({@link #agreeWith}). A power failure can take the last second of deliveries from the ledger; these instances are then
 * unknown, which their senders are told, and never the other way round. A process that is killed loses nothing.
 *
 * <p>No value of a patient is in it, only UIDs. Any number of threads.
 */
public final class CommitmentLedger implements Closeable {

    private static final Log LOG = Log.of(CommitmentLedger.class);

    /** Beyond that the oldest are forgotten before their time. */
    private static final int MOST_REMEMBERED = 500_000;

    private final LedgerFiles files;
    private final Duration remember;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock(); // guards statuses, files and lists
    private final LinkedHashMap<String, CommitmentStatus> statuses =
            new LinkedHashMap<>(); // the one that changed last is last
    private final Map<List<String>, List<String>> lists = new HashMap<>(); // of destinations, each once in memory
    private volatile Runnable listener = () -> {};
    private boolean toldOfTooMany;

    /**
     * Opens the ledger, creating what is missing of it.
     *
     * @param remember how long the status of an instance is kept after it last changed
     */
    public static CommitmentLedger open(Path directory, Duration remember) throws IOException {
        return open(new RealDisk(), directory, remember, Clock.systemUTC());
    }

    static CommitmentLedger open(Disk disk, Path directory, Duration remember, Clock clock) throws IOException {
        Directories.create(disk, directory);
        OwnerOnly.close(directory);
        return new CommitmentLedger(disk, directory, remember, clock);
    }

    private CommitmentLedger(Disk disk, Path directory, Duration remember, Clock clock) throws IOException {
        this.remember = remember;
        this.clock = clock;
        this.files = new LedgerFiles(disk, directory, this::apply);
        forgetOld();
    }

    /** Calls this after each change, on the thread that made it. */
    public void onChange(Runnable told) {
        listener = told;
    }

    /**
     * An instance is about to be kept for its destinations; say so before any of them can have it.
     *
     * @throws IOException when the disk is full or failing; then the ledger is as it was
     */
    public void received(InstanceReference received, InstanceReference sent, List<String> destinations)
            throws IOException {
        record(receivedLine(received, sent, destinations));
    }

    private LedgerLine receivedLine(InstanceReference received, InstanceReference sent, List<String> destinations) {
        return new LedgerLine(
                now(),
                What.RECEIVED,
                received.sopInstanceUid(),
                List.of(
                        received.sopClassUid(),
                        sent.sopInstanceUid(),
                        sent.sopClassUid(),
                        String.join(",", destinations)));
    }

    /** An instance is at its only destination already. */
    public void passedThrough(InstanceReference received, InstanceReference sent, String destination) {
        recordOrWarn(receivedLine(received, sent, List.of(destination)));
        delivered(received.sopInstanceUid(), destination);
    }

    /** A destination has accepted an instance. */
    public void delivered(String uid, String destination) {
        recordOrWarn(new LedgerLine(now(), What.DELIVERED, uid, List.of(destination)));
    }

    /**
     * An instance will not reach all of its destinations.
     *
     * @param reason the Failure Reason, PS3.3 C.14.1.1
     */
    public void failed(InstanceReference received, int reason) {
        recordOrWarn(receivedLine(received, received, List.of("-")));
        failed(received.sopInstanceUid(), reason);
    }

    /** The same for one that the ledger has. */
    public void failed(String uid, int reason) {
        recordOrWarn(new LedgerLine(now(), What.FAILED, uid, List.of(Integer.toString(reason))));
    }

    /**
     * An instance waits for another destination in place of one, or for that one again; that it has failed is no longer so. One
     * that the ledger does not have stays unknown.
     */
    public void moved(String uid, String from, String to) throws IOException {
        Optional<CommitmentStatus> known = find(uid);
        if (known.isPresent()) {
            Set<String> waiting = new TreeSet<>(known.get().waiting());
            waiting.remove(from);
            waiting.add(to);
            record(receivedLine(known.get().received(), known.get().sent(), List.copyOf(waiting)));
        }
    }

    /** What was said to be received has not been kept after all. */
    public void forget(String uid) {
        recordOrWarn(new LedgerLine(now(), What.FORGOTTEN, uid, List.of()));
    }

    /** The status of an instance, by the UID under which it was received; empty when it is not known, or not any more. */
    public Optional<CommitmentStatus> find(String uid) {
        lock.lock();
        try {
            return Optional.ofNullable(statuses.get(uid));
        } finally {
            lock.unlock();
        }
    }

    /** How many instances are remembered. */
    public int size() {
        lock.lock();
        try {
            return statuses.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * After a start, what waits in the spool is the truth about what waits: the ledger learns what it lacks, and forgets
     * what it took to be waiting and is not there.
     */
    public void agreeWith(Spool spool) throws IOException {
        Map<String, SpoolFacts> waiting = new HashMap<>();
        Map<String, Set<String>> queues = new HashMap<>();
        for (DestinationQueue queue : spool.queues()) {
            queue.forEachWaiting(instance -> {
                SpoolFacts facts = instance.facts();
                if (facts.commitmentSopClassUid() != null) {
                    waiting.put(facts.receivedSopInstanceUid(), facts);
                    queues.computeIfAbsent(facts.receivedSopInstanceUid(), uid -> new TreeSet<>())
                            .add(queue.destination());
                }
            });
        }
        lock.lock();
        try {
            statuses.entrySet().removeIf(one -> !one.getValue().isDecided() && !waiting.containsKey(one.getKey()));
            waiting.forEach((uid, facts) -> learn(uid, facts, List.copyOf(queues.getOrDefault(uid, Set.of()))));
        } finally {
            lock.unlock();
        }
    }

    private void learn(String uid, SpoolFacts facts, List<String> queues) {
        CommitmentStatus known = statuses.get(uid);
        String sopClass = facts.commitmentSopClassUid();
        if (known != null && known.failure() != 0 && !queues.containsAll(known.waiting())) {
            return; // it still is not at all of its destinations, nor on the way to them
        }
        if (known != null) {
            put(uid, known.waitingFor(queues, now()));
        } else if (sopClass != null) {
            InstanceReference sent = new InstanceReference(facts.sopClassUid(), facts.sopInstanceUid());
            put(uid, new CommitmentStatus(new InstanceReference(sopClass, uid), sent, queues, queues, 0, now()));
        }
    }

    private void recordOrWarn(LedgerLine line) {
        try {
            record(line);
        } catch (IOException e) {
            apply(line); // true all the same, until the next start
            LOG.warn("Ledger of commitments: {} cannot be noted: {}", line.uid(), OneLine.message(e));
        }
    }

    private void record(LedgerLine line) throws IOException {
        lock.lock();
        try {
            files.append(line);
            apply(line);
        } finally {
            lock.unlock();
        }
        listener.run();
    }

    private void apply(LedgerLine line) {
        lock.lock();
        try {
            @Nullable CommitmentStatus before = statuses.get(line.uid());
            switch (line.what()) {
                case RECEIVED -> put(line.uid(), received(line));
                case FORGOTTEN -> statuses.remove(line.uid());
                case DELIVERED -> {
                    if (before != null) {
                        put(line.uid(), before.deliveredTo(line.rest().get(0), line.at()));
                    }
                }
                case FAILED -> {
                    if (before != null) {
                        put(
                                line.uid(),
                                before.failed(Integer.parseInt(line.rest().get(0)), line.at()));
                    }
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private CommitmentStatus received(LedgerLine line) {
        List<String> rest = line.rest();
        List<String> destinations = once(List.of(rest.get(3).split(",", -1)));
        return new CommitmentStatus(
                new InstanceReference(rest.get(0).intern(), line.uid()),
                new InstanceReference(rest.get(2).intern(), rest.get(1)),
                destinations,
                destinations,
                0,
                line.at());
    }

    private List<String> once(List<String> list) {
        return lists.computeIfAbsent(list, List::copyOf);
    }

    private void put(String uid, CommitmentStatus status) {
        statuses.remove(uid);
        statuses.put(uid, status);
        if (statuses.size() > MOST_REMEMBERED) {
            statuses.remove(statuses.keySet().iterator().next());
            if (!toldOfTooMany) {
                toldOfTooMany = true;
                LOG.warn("Ledger of commitments: more than {}, the oldest are forgotten", MOST_REMEMBERED);
            }
        }
    }

    /** Returns when all that was said so far is on the disk. */
    public void sync() throws IOException {
        files.sync();
    }

    /** Forgets what was decided so long ago that nobody will ask. */
    public void forgetOld() throws IOException {
        Instant now = clock.instant();
        lock.lock();
        try {
            long oldest = now.minus(remember).getEpochSecond();
            Iterator<CommitmentStatus> eldest = statuses.values().iterator();
            while (eldest.hasNext()) {
                CommitmentStatus status = eldest.next();
                if (status.changedAt() > oldest) {
                    break;
                }
                if (status.isDecided()) {
                    eldest.remove();
                }
            }
            files.removeOlderThan(remember, now);
        } finally {
            lock.unlock();
        }
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }

    @Override
    public void close() throws IOException {
        files.close();
    }
}
