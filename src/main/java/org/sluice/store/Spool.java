package org.sluice.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Clean instances on their way to their destinations: durable queues, one per destination, in which every instance is
 * one Part 10 file.
 *
 * <pre>
 *   spool/lock                               held while a gateway runs
 *   spool/incoming/0000000000000044.part     arriving, promised to nobody; removed at open
 *   spool/queues/archive/0000000000000043.dcm
 *   spool/queues/mirror/0000000000000043.dcm     the same file, by a hard link
 * </pre>
 *
 * <p>Whatever happens, and whenever: an instance whose {@link #commit} has returned is in the queue of each of its
 * destinations until it is done or parked there. One that was being committed may be in some of them. Any number of
 * threads.
 */
public final class Spool implements Closeable {

    private final Disk disk;
    private final Path incoming;
    private final StoreLock lock;
    private final Map<String, DestinationQueue> queues = new LinkedHashMap<>();
    private final Map<String, Integer> unclaimed = new TreeMap<>();
    private final AtomicLong nextIncoming = new AtomicLong();
    private final AtomicLong nextNumber;
    private final int removedAtOpen;

    /**
     * Opens the spool, creating what is missing of it.
     *
     * @param directory its directory; the parent is created too if need be
     * @param destinations the names of the destinations: letters, digits, hyphens, underscores and dots
     * @throws IOException when another process has it open, or the directory cannot be used
     */
    public static Spool open(Path directory, Collection<String> destinations) throws IOException {
        return open(new RealDisk(), directory, destinations);
    }

    static Spool open(Disk disk, Path directory, Collection<String> destinations) throws IOException {
        Directories.create(disk, directory);
        StoreLock lock = StoreLock.acquire(disk, directory.resolve("lock"));
        @Nullable Spool spool = null;
        try {
            spool = new Spool(disk, directory, destinations, lock);
            return spool;
        } finally {
            if (spool == null) {
                lock.close();
            }
        }
    }

    private Spool(Disk disk, Path directory, Collection<String> destinations, StoreLock lock) throws IOException {
        this.disk = disk;
        this.lock = lock;
        this.incoming = directory.resolve("incoming");
        Path queuesDirectory = directory.resolve("queues");
        disk.createDirectory(incoming);
        disk.createDirectory(queuesDirectory);
        disk.syncDirectory(directory);
        removedAtOpen = Directories.empty(disk, incoming);
        long largest = -1;
        for (String name : names(queuesDirectory, destinations)) {
            DestinationQueue queue = new DestinationQueue(disk, name, queuesDirectory.resolve(name));
            largest = Math.max(largest, queue.largestNumber());
            if (destinations.contains(name)) {
                queues.put(name, queue);
            } else if (queue.depth() > 0) {
                unclaimed.put(name, queue.depth());
            }
        }
        disk.syncDirectory(queuesDirectory);
        nextNumber = new AtomicLong(largest + 1);
    }

    /** The destinations asked for, then those that an earlier configuration has left on the disk. */
    private static List<String> names(Path queuesDirectory, Collection<String> destinations) throws IOException {
        List<String> names = new ArrayList<>(destinations);
        for (String name : destinations) {
            if (!name.matches("[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}")) {
                throw new IllegalArgumentException("destination \"" + name + "\" cannot name a directory");
            }
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

    /**
     * Begins an instance.
     *
     * @param facts what the forwarder will need
     * @param part10Prefix preamble, DICM and file meta information, (0002,0000) first and right; the facts are added
     *     to it as private information, so it must have none
     */
    public Incoming begin(SpoolFacts facts, ByteBuffer part10Prefix) throws IOException {
        ByteBuffer start = FactsInMeta.add(part10Prefix, facts);
        String name = "%016d.part".formatted(nextIncoming.getAndIncrement());
        return Incoming.begin(disk, incoming.resolve(name), start);
    }

    /**
     * Puts a complete instance in the queues of its destinations, durably: when this returns, no crash can lose it.
     *
     * @throws IOException when the disk is full or failing; then no queue has the instance
     */
    public void commit(Incoming instance, List<String> destinations) throws IOException {
        if (destinations.isEmpty()) {
            throw new IllegalArgumentException("an instance without a destination cannot be spooled");
        }
        List<DestinationQueue> targets = destinations.stream().map(this::queue).toList();
        instance.force();
        long number = nextNumber.getAndIncrement();
        place(instance, number, targets);
        for (DestinationQueue target : targets) {
            target.add(number, instance.length());
        }
    }

    private void place(Incoming instance, long number, List<DestinationQueue> targets) throws IOException {
        List<Path> placed = new ArrayList<>(targets.size());
        boolean durable = false;
        try {
            for (DestinationQueue target : targets) {
                Path place = target.file(number);
                if (placed.size() < targets.size() - 1) {
                    instance.linkTo(place);
                } else {
                    instance.moveTo(place);
                }
                placed.add(place);
            }
            for (DestinationQueue target : targets) {
                target.sync();
            }
            durable = true;
        } finally {
            if (!durable) {
                Directories.deleteQuietly(disk, placed);
            }
        }
    }

    /**
     * The queue of a destination.
     *
     * @throws IllegalArgumentException when the spool was not opened with it
     */
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

    /** Instances that wait for destinations which are not configured (any more), by name; nobody forwards them. */
    public Map<String, Integer> unclaimed() {
        return Map.copyOf(unclaimed);
    }

    /** How many half-received instances of the last run {@link #open} has removed. */
    public int removedAtOpen() {
        return removedAtOpen;
    }

    /** Lets another process open the spool. Instances that are still arriving are lost, as in a crash. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
