package org.sluice.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Clean instances on their way to their destinations: durable queues, one per destination, in which every instance is
 * one Part 10 file. What is in it, {@code docs/spool.md} says.
 *
 * <pre>
 *   spool/lock                               held while a gateway runs
 *   spool/incoming/0000000000000044.part     arriving, promised to nobody; removed at open
 *   spool/incoming/0000000000000045.part     empty, ready for the next
 *   spool/queues/archive/0000000000000043.dcm
 *   spool/queues/mirror/0000000000000043.dcm     the same file, by a hard link
 * </pre>
 *
 * <p>A commit writes the {@link PreambleChecksum} into the file, forces the file to disk and gives it a name in each
 * queue. These names are forced to disk {@linkplain SpoolHousekeeping a moment later}, for many instances together. Until
 * then the name under {@code incoming} keeps the promise: it was on the disk {@linkplain ReadyFiles before} the instance
 * came. A file that is found there with a checksum that fits {@linkplain SpoolRecovery goes to its queues again} when the
 * spool is opened.
 *
 * <p>Whatever happens, and whenever: an instance whose {@link #commit} has returned is in the queue of each of its
 * destinations until it is done or held there. One that was being committed may be in some of them. Any number of
 * threads.
 */
public final class Spool implements InstanceSpool {

    /** Enough for the instances that come while the disk is forced a few times. */
    private static final int READY = 128;

    private final Disk disk;
    private final StoreLock lock;
    private final Map<String, DestinationQueue> queues = new LinkedHashMap<>();
    private final Map<String, DestinationQueue> unclaimed = new TreeMap<>();
    private final GroupSync incomingSync;
    private final WriteProbe probe;
    private final ReadyFiles ready;
    private final SpoolHousekeeping housekeeping;
    private final AtomicLong nextNumber;
    private final SpoolRecovery.Result recovered;

    /**
     * Opens the spool, creating what is missing of it.
     *
     * @param directory its directory; the parent is created too if need be
     * @param destinations the names of the destinations: letters, digits, hyphens, underscores and dots
     * @throws IOException when another process has it open, or the directory cannot be used
     */
    public static Spool open(Path directory, Collection<String> destinations) throws IOException {
        return open(new RealDisk(), directory, destinations, READY, SpoolHousekeeping.SOON);
    }

    static Spool open(Disk disk, Path directory, Collection<String> destinations, int ready, Duration housekeepingPause)
            throws IOException {
        Directories.create(disk, directory);
        StoreLock lock = StoreLock.acquire(disk, directory.resolve("lock"));
        @Nullable Spool spool = null;
        try {
            HardLinks.require(disk, directory);
            spool = new Spool(disk, directory, destinations, lock, ready, housekeepingPause);
            return spool;
        } finally {
            if (spool == null) {
                lock.close();
            }
        }
    }

    private Spool(
            Disk disk, Path directory, Collection<String> destinations, StoreLock lock, int readyFiles, Duration pause)
            throws IOException {
        this.disk = disk;
        this.lock = lock;
        Path incoming = directory.resolve("incoming");
        Path queuesDirectory = directory.resolve("queues");
        disk.createDirectory(incoming);
        disk.createDirectory(queuesDirectory);
        disk.syncDirectory(directory);
        incomingSync = new GroupSync(() -> disk.syncDirectory(incoming));
        probe = new WriteProbe(disk, incoming);
        ready = new ReadyFiles(disk, incoming, readyFiles);
        housekeeping = new SpoolHousekeeping(disk, ready, pause);
        QueueMove.finishAll(disk, queuesDirectory);
        SpoolRecovery recovery = new SpoolRecovery(
                disk, name -> new DestinationQueue(disk, housekeeping, name, queuesDirectory.resolve(name)));
        for (String name : names(queuesDirectory, destinations)) {
            recovery.queue(name);
        }
        recovered = recovery.recover(incoming);
        disk.syncDirectory(queuesDirectory);
        recovery.queues().forEach((name, queue) -> {
            if (destinations.contains(name)) {
                queues.put(name, queue);
            } else if (queue.depth() + queue.held() > 0) {
                unclaimed.put(name, queue);
            }
        });
        nextNumber = new AtomicLong(recovered.largestNumber() + 1);
    }

    /** The destinations asked for, then those that an earlier configuration has left on the disk. */
    private static List<String> names(Path queuesDirectory, Collection<String> destinations) throws IOException {
        List<String> names = new ArrayList<>(destinations);
        for (String name : destinations) {
            DestinationQueue.requireName(name);
        }
        try (DirectoryStream<Path> there = Files.newDirectoryStream(queuesDirectory, Files::isDirectory)) {
            for (Path queue : there) {
                String name = queue.getFileName().toString();
                if (!names.contains(name)) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    @Override
    public Incoming begin(SpoolFacts facts, ByteBuffer part10Prefix) throws IOException {
        List<DestinationQueue> targets = queues(facts);
        ByteBuffer start = PrivateInformation.add(part10Prefix, facts);
        Incoming instance = Incoming.begin(disk, ready, targets, facts, start);
        housekeeping.taken();
        return instance;
    }

    @Override
    public Incoming beginOriginal(SpoolFacts facts, ByteBuffer part10Prefix) throws IOException {
        List<DestinationQueue> targets = queues(facts);
        ByteBuffer start = PrivateInformation.addToOriginal(part10Prefix, facts);
        Incoming instance = Incoming.beginOriginal(disk, ready, targets, facts, start);
        housekeeping.taken();
        return instance;
    }

    private List<DestinationQueue> queues(SpoolFacts facts) {
        if (facts.destinations().isEmpty()) {
            throw new IllegalArgumentException("an instance without a destination cannot be spooled");
        }
        return facts.destinations().stream().map(this::queue).toList();
    }

    @Override
    public void commit(Incoming instance) throws IOException {
        Incoming.Spooling spooling = instance.spooling();
        List<DestinationQueue> targets = instance.endViews();
        long number = nextNumber.getAndIncrement();
        instance.forceWithChecksum(number);
        if (!spooling.nameIsDurable()) {
            incomingSync.sync();
        }
        place(instance, number, targets);
        housekeeping.placed(instance.leave(), targets);
        for (DestinationQueue target : targets) {
            target.add(number, instance.length(), spooling.facts());
        }
    }

    private void place(Incoming instance, long number, List<DestinationQueue> targets) throws IOException {
        List<Path> placed = new ArrayList<>(targets.size());
        try {
            for (DestinationQueue target : targets) {
                Path place = target.file(number);
                instance.linkTo(place);
                placed.add(place);
            }
        } finally {
            if (placed.size() < targets.size()) {
                Directories.deleteQuietly(disk, placed);
            }
        }
    }

    @Override
    public DestinationQueue queue(String destination) {
        DestinationQueue queue = queues.get(destination);
        if (queue == null) {
            throw new IllegalArgumentException("unknown destination \"" + destination + "\", expected one of "
                    + String.join(", ", queues.keySet()));
        }
        return queue;
    }

    /** Every queue, in the order of the destinations given to {@link #open}. */
    public Collection<DestinationQueue> queues() {
        return Collections.unmodifiableCollection(queues.values());
    }

    /** Instances that wait or are held for destinations which are not configured (any more), by name; nobody forwards them. */
    public Map<String, Integer> unclaimed() {
        Map<String, Integer> left = new TreeMap<>();
        unclaimed.forEach((name, queue) -> {
            if (queue.depth() + queue.held() > 0) {
                left.put(name, queue.depth() + queue.held());
            }
        });
        return left;
    }

    /** Every queue for a person to look into, by name; those too whose destinations are not configured any more. */
    public Map<String, QueueReview> reviews() {
        Map<String, QueueReview> reviews = new TreeMap<>();
        queues.forEach((name, queue) -> reviews.put(name, new QueueReview(disk, housekeeping, queue)));
        Set<String> left = unclaimed().keySet();
        unclaimed.forEach((name, queue) -> {
            if (left.contains(name)) {
                reviews.put(name, new QueueReview(disk, housekeeping, queue));
            }
        });
        return reviews;
    }

    /**
     * Gives instances to another destination, durably: whatever happens and whenever, each is in one of the two queues after the
     * next start. One thread at a time.
     *
     * @param instances that were taken from the queue, or are held there
     * @return those that are in the other queue now; the others are the taker's still, or held still
     */
    public List<SpooledInstance> move(List<SpooledInstance> instances, DestinationQueue from, DestinationQueue to) {
        housekeeping.settle(); // a name under incoming would bring the instance back to where it was
        return new QueueMove(disk, housekeeping, from, to, nextNumber::getAndIncrement).move(instances);
    }

    /**
     * Finds out whether an instance could be written now. One thread at a time.
     *
     * @return bytes of room that are left on the disk
     * @throws IOException when the disk is full or failing
     */
    public long probe() throws IOException {
        return probe.run();
    }

    /** How many half-received instances of the last run {@link #open} has removed. */
    public int removedAtOpen() {
        return recovered.removed();
    }

    /** How many instances that were promised just before a crash {@link #open} has put into their queues again. */
    public int restoredAtOpen() {
        return recovered.restored();
    }

    /** Lets another process open the spool. Instances that are still arriving are lost, as in a crash. */
    @Override
    public void close() throws IOException {
        try {
            housekeeping.close();
        } finally {
            lock.close();
        }
    }
}
