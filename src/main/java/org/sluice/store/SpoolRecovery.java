package org.sluice.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a spool finds under {@code incoming} when it is opened: files whose {@link PreambleChecksum} fits were committed, or as good as
 * that, and go to the queues in which they are not; everything else was promised to nobody and is removed.
 */
final class SpoolRecovery {
    private final Disk disk;
    private final Opening opening;
    private final Map<String, DestinationQueue> queues = new LinkedHashMap<>();
    private final Set<DestinationQueue> changed = new LinkedHashSet<>();
    private long largest;

    /**
     * What was found.
     *
     * @param restored instances that were put into queues
     * @param removed beginnings of instances
     * @param largestNumber of all instances; -1 if there are none
     */
    record Result(int restored, int removed, long largestNumber) {}

    private record WholeFile(long number, Path file) {}

    /** Opens the queue of a destination. */
    interface Opening {
        DestinationQueue open(String destination) throws IOException;
    }

    /** @param largest number that instances have elsewhere */
    SpoolRecovery(Disk disk, Opening opening, long largest) {
        this.disk = disk;
        this.opening = opening;
        this.largest = largest;
    }

    /** The queues opened so far, by name: those asked for, and those that instances need besides. */
    Map<String, DestinationQueue> queues() {
        return queues;
    }

    /** Looks through the directory; the queues that there are have been opened. */
    Result recover(Path incoming) throws IOException {
        List<Path> found;
        try (var files = Files.list(incoming)) {
            found = files.filter(file -> !LogNotice.is(file)).toList();
        }
        List<WholeFile> whole = new ArrayList<>();
        int removed = 0;
        for (Path file : found) {
            OptionalLong number = PreambleChecksum.numberIn(file);
            if (number.isPresent()) {
                whole.add(new WholeFile(number.getAsLong(), file));
            } else if (Files.size(file) > 0 && !WriteProbe.isLeftOver(file)) {
                removed++;
            }
        }
        int restored = restore(whole);
        for (Path file : found) {
            disk.delete(file);
        }
        for (DestinationQueue queue : queues.values()) {
            queue.places().sweep();
        }
        disk.syncDirectory(incoming);
        return new Result(restored, removed, largest);
    }

    private int restore(List<WholeFile> whole) throws IOException {
        for (DestinationQueue queue : queues.values()) {
            largest = Math.max(largest, queue.places().largestNumber());
        }
        whole.sort(Comparator.comparingLong(WholeFile::number));
        if (!whole.isEmpty()) {
            largest = Math.max(largest, whole.get(whole.size() - 1).number());
        }
        int restored = 0;
        for (WholeFile instance : whole) {
            restored += restore(instance) ? 1 : 0;
        }
        for (DestinationQueue queue : changed) {
            queue.sync();
        }
        return restored;
    }

    /** False when the instance is in all of its queues. */
    private boolean restore(WholeFile whole) throws IOException {
        long number = whole.number();
        Path file = whole.file();
        SpoolFile instance = SpoolFile.read(file);
        boolean restored = false;
        for (String name : instance.destinations()) {
            DestinationQueue.requireName(name);
            DestinationQueue queue = queue(name);
            changed.add(queue); // also if the name is there: nobody knows whether it is on the disk
            if (!queue.has(number, file)) {
                // A number that was free after the last crash may have been given away twice.
                long free = queue.isFree(number) ? number : ++largest;
                disk.link(file, queue.file(free));
                queue.add(free, instance.length(), instance.start().facts());
                restored = true;
            }
        }
        return restored;
    }

    /** Opens a queue, unless it is open. */
    DestinationQueue queue(String name) throws IOException {
        DestinationQueue known = queues.get(name);
        if (known != null) {
            return known;
        }
        DestinationQueue opened = opening.open(name);
        queues.put(name, opened);
        return opened;
    }
}
