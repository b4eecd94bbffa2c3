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
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.sluice.text.Log;

/**
 * Clean instances on their way to their destinations: durable queues, one per destination, in which every instance is
 * one Part 10 file, or stands in a {@linkplain SegmentLog log of segments}. What is in it, {@code docs/spool.md} says.
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
    private static final Log LOG = Log.of(Spool.class);

    /** Enough for the instances that come while the disk is forced a few times. */
    private static final int READY = 128;

    /** How instances are kept. */
    public enum Keeping {
        /** Each in a file of its own. */
        FILES,
        /** Many in a segment of a log; {@code docs/spool.md}. */
        SEGMENTS
    }

    private final Disk disk;
    private final Path incoming;
    private final StoreLock lock;
    private final @Nullable SegmentLog log;
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
        return open(directory, destinations, Keeping.FILES);
    }

    /** The same, with a choice of how instances are kept that come from now on. */
    public static Spool open(Path directory, Collection<String> destinations, Keeping keeping) throws IOException {
        int slots = keeping == Keeping.SEGMENTS ? SegmentLog.SLOTS : 0;
        return open(new RealDisk(), directory, destinations, READY, SpoolHousekeeping.SOON, slots);
    }

    static Spool open(Disk disk, Path directory, Collection<String> destinations, int ready, Duration housekeepingPause)
            throws IOException {
        return open(disk, directory, destinations, ready, housekeepingPause, 0);
    }

    /** @param slots of a segment; 0 for files */
    static Spool open(
            Disk disk,
            Path directory,
            Collection<String> destinations,
            int ready,
            Duration housekeepingPause,
            int slots)
            throws IOException {
        Directories.create(disk, directory);
        StoreLock lock = StoreLock.acquire(disk, directory.resolve("lock"));
        @Nullable Spool spool = null;
        try {
            HardLinks.require(disk, directory);
            spool = new Spool(disk, directory, destinations, lock, ready, housekeepingPause, slots);
            return spool;
        } finally {
            if (spool == null) {
                lock.close();
            }
        }
    }

    private Spool(
            Disk disk,
            Path directory,
            Collection<String> destinations,
            StoreLock lock,
            int readyFiles,
            Duration pause,
            int slots)
            throws IOException {
        this.disk = disk;
        this.lock = lock;
        this.incoming = directory.resolve("incoming");
        Path queuesDirectory = directory.resolve("queues");
        disk.createDirectory(incoming);
        disk.createDirectory(queuesDirectory);
        disk.syncDirectory(directory);
        incomingSync = new GroupSync(() -> disk.syncDirectory(incoming));
        probe = new WriteProbe(disk, incoming);
        ready = new ReadyFiles(disk, incoming, readyFiles);
        housekeeping = new SpoolHousekeeping(disk, ready, pause);
        QueueMove.finishAll(disk, queuesDirectory);
        log = openLog(directory, destinations, slots);
        boolean opened = false;
        try {
            SpoolRecovery recovery = new SpoolRecovery(
                    disk,
                    name -> new DestinationQueue(disk, housekeeping, name, queuesDirectory.resolve(name), log),
                    log == null ? -1 : log.largestNumber());
            for (String name : names(queuesDirectory, destinations)) {
                recovery.queue(name);
            }
            recovered = recovery.recover(incoming);
            if (log != null) {
                log.placeInto(recovery::queue);
                log.serve(recovery.queues().values());
            }
            disk.syncDirectory(queuesDirectory);
            sort(recovery.queues(), destinations);
            opened = true;
        } finally {
            if (!opened && log != null) {
                log.abandon();
            }
        }
        nextNumber = new AtomicLong(recovered.largestNumber() + 1);
    }

    private @Nullable SegmentLog openLog(Path directory, Collection<String> destinations, int slots)
            throws IOException {
        Path segments = directory.resolve("segments");
        if (slots == 0 && !Files.exists(segments)) {
            return null;
        }
        disk.createDirectory(segments);
        disk.syncDirectory(directory);
        LogNotice.put(disk, incoming);
        return slots == 0
                ? new SegmentLog(disk, segments, List.of(), SegmentLog.SLOTS, ready, housekeeping)
                : new SegmentLog(disk, segments, destinations, slots, ready, housekeeping);
    }

    private void sort(Map<String, DestinationQueue> all, Collection<String> destinations) {
        all.forEach((name, queue) -> {
            if (destinations.contains(name)) {
                queues.put(name, queue);
            } else if (queue.depth() + queue.held() > 0) {
                unclaimed.put(name, queue);
            }
        });
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
        return Incoming.begin(disk, draft(facts), targets, facts, start);
    }

    @Override
    public Incoming beginOriginal(SpoolFacts facts, ByteBuffer part10Prefix) throws IOException {
        List<DestinationQueue> targets = queues(facts);
        ByteBuffer start = PrivateInformation.addToOriginal(part10Prefix, facts);
        return Incoming.beginOriginal(disk, draft(facts), targets, facts, start);
    }

    private Draft draft(SpoolFacts facts) throws IOException {
        Optional<Draft> logged = log == null ? Optional.empty() : log.begin(facts.destinations());
        if (logged.isPresent()) {
            return logged.get();
        }
        Draft draft = new Draft.InFile(ready, ready.take());
        housekeeping.taken();
        return draft;
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
        if (!instance.forceInLog(number, targets)) {
            instance.forceWithChecksum(number);
            if (!spooling.nameIsDurable()) {
                incomingSync.sync();
            }
            place(instance, number, targets);
            housekeeping.placed(instance.leave(), targets);
        }
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
        List<SpooledInstance> moved = new ArrayList<>();
        List<SpooledInstance> inFiles = new ArrayList<>();
        for (SpooledInstance instance : instances) {
            if (isHeldIn(from, instance) || !from.places().isInLog(instance.number())) {
                inFiles.add(instance);
                continue;
            }
            try {
                leaveLog(instance, from, to, inFiles, moved);
            } catch (IOException e) {
                LOG.error("{} stays in the queue of {}: {}", instance.number(), from.destination(), e);
            }
        }
        moved.addAll(new QueueMove(disk, housekeeping, from, to, nextNumber::getAndIncrement).move(inFiles));
        return moved;
    }

    /** What has waited so long in segments that are full and nearly over gets files of its own. */
    void moveOutOfLog(Duration since) throws IOException {
        if (log != null) {
            log.moveOut(since);
        }
    }

    private static boolean isHeldIn(DestinationQueue queue, SpooledInstance instance) {
        return instance.file().equals(queue.heldInstances().file(instance.number()));
    }

    private static void leaveLog(
            SpooledInstance instance,
            DestinationQueue from,
            DestinationQueue to,
            List<SpooledInstance> inFiles,
            List<SpooledInstance> moved)
            throws IOException {
        long number = instance.number();
        if (to.places().isInLog(number)) { // both were its destinations
            from.done(instance);
            moved.add(instance);
        } else {
            from.places().moveOut(number);
            inFiles.add(SpoolFile.instance(number, from.file(number), from.destination()));
        }
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
        return recovered.removed() + (log == null ? 0 : log.cutOff());
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
            if (log != null) {
                log.close(incoming);
            }
        } finally {
            lock.close();
        }
    }
}
