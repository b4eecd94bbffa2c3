package org.sluice.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sluice.text.Log;

/**
 * Instances on their way from one queue to another. For a moment each has a name of its own in the other queue, which says where
 * it comes from:
 *
 * <pre>
 *   queues/archive/0000000000000042.dcm                           waits; or failed/0000000000000042.dcm
 *   queues/mirror/0000000000000042.0000000000000042.from-archive  the same file, on its way
 *   queues/mirror/0000000000000042.dcm                            waits there
 * </pre>
 *
 * <p>The second is forced to disk before the first goes, and that is forced before the third comes. So when a spool is opened,
 * whatever is found of the second can be brought to its end: the instance is in one queue then. The first number is the one in
 * the other queue; it is another if that one is taken there.
 */
final class QueueMove {
    private static final Log LOG = Log.of(QueueMove.class);
    private static final Pattern ON_ITS_WAY = Pattern.compile("(\\d{16})\\.(\\d{16})\\.from-(.+)");

    private final Disk disk;
    private final SpoolHousekeeping housekeeping;
    private final DestinationQueue from;
    private final DestinationQueue to;
    private final LongSupplier freshNumber;

    private record Step(SpooledInstance instance, long number, Path onItsWay) {}

    QueueMove(
            Disk disk,
            SpoolHousekeeping housekeeping,
            DestinationQueue from,
            DestinationQueue to,
            LongSupplier freshNumber) {
        this.disk = disk;
        this.housekeeping = housekeeping;
        this.from = from;
        this.to = to;
        this.freshNumber = freshNumber;
    }

    /** Moves those that can be moved, and says which these are. */
    List<SpooledInstance> move(List<SpooledInstance> instances) {
        List<Step> steps = new ArrayList<>();
        try {
            for (SpooledInstance instance : instances) {
                steps.add(begin(instance));
            }
            to.sync();
        } catch (IOException e) {
            LOG.error("nothing is moved from {} to {}: {}", from.destination(), to.destination(), e);
            takeBack(steps);
            return List.of();
        }
        List<Step> left = leave(steps);
        takeBack(steps.subList(left.size(), steps.size()));
        try {
            from.sync();
            disk.syncDirectory(from.heldInstances().folder());
        } catch (IOException e) {
            LOG.error(
                    "{} cannot be forced to disk; what was moved may come back if the power fails: {}",
                    from.destination(),
                    e);
        }
        left.forEach(this::arrive);
        return left.stream().map(Step::instance).toList();
    }

    /** An original of which nothing was made for the other destination cannot go there. */
    private Step begin(SpooledInstance instance) throws IOException {
        SpoolFile.instance(instance.number(), instance.file(), to.destination());
        long number = instance.number();
        boolean there = to.has(number, instance.file()); // both were its destinations
        long target = there || to.isFree(number) ? number : freshNumber.getAsLong();
        String name = QueuePlaces.name(number, ".from-" + from.destination());
        Path onItsWay = to.file(target).resolveSibling(QueuePlaces.name(target, "." + name));
        disk.link(instance.file(), onItsWay);
        return new Step(instance, target, onItsWay);
    }

    private void takeBack(List<Step> steps) {
        Directories.deleteQuietly(disk, steps.stream().map(Step::onItsWay).toList());
    }

    /** Takes the old names away, as far as the disk allows. */
    private List<Step> leave(List<Step> steps) {
        for (int i = 0; i < steps.size(); i++) {
            SpooledInstance instance = steps.get(i).instance();
            Path gone = from.places().delivered(instance.number());
            boolean isHeld = instance.file().equals(from.heldInstances().file(instance.number()));
            try {
                disk.rename(instance.file(), gone);
            } catch (IOException e) {
                LOG.error("{} stays in the queue of {}: {}", instance.number(), from.destination(), e);
                return steps.subList(0, i);
            }
            housekeeping.delivered(gone);
            if (isHeld) {
                from.heldInstances().released(instance.number());
            } else {
                from.waiting().forget(instance.number());
                from.left(instance.fileLength());
            }
        }
        return steps;
    }

    private void arrive(Step step) {
        try {
            if (finish(disk, step.onItsWay(), to.file(step.number()))) {
                to.add(
                        step.number(),
                        step.instance().fileLength(),
                        step.instance().facts());
            }
        } catch (IOException e) {
            LOG.error("{} is in the queue of {} after the next start: {}", step.number(), to.destination(), e);
        }
    }

    /** False when the queue has or had it already: waiting, held or just delivered. */
    private static boolean finish(Disk disk, Path onItsWay, Path place) throws IOException {
        String name = String.valueOf(place.getFileName());
        Path held = place.resolveSibling("failed").resolve(name);
        Path delivered = place.resolveSibling(name.replace(".dcm", ".done"));
        for (Path there : List.of(place, held, delivered)) {
            if (isSame(there, onItsWay)) {
                disk.delete(onItsWay);
                return false;
            }
        }
        disk.rename(onItsWay, place);
        return true;
    }

    private static boolean isSame(Path one, Path other) throws IOException {
        return Files.exists(one) && Files.isSameFile(one, other);
    }

    /** Brings what a crash has left on its way to its end. No queue is open. */
    static void finishAll(Disk disk, Path queues) throws IOException {
        List<Path> onTheirWay;
        try (Stream<Path> files = Files.find(
                queues,
                2,
                (file, attributes) -> attributes.isRegularFile()
                        && ON_ITS_WAY
                                .matcher(String.valueOf(file.getFileName()))
                                .matches())) {
            onTheirWay = files.toList();
        }
        for (Path one : onTheirWay) {
            finishLeft(disk, queues, one);
        }
    }

    private static void finishLeft(Disk disk, Path queues, Path onItsWay) throws IOException {
        Matcher name = ON_ITS_WAY.matcher(String.valueOf(onItsWay.getFileName()));
        if (!name.matches()) {
            throw new IllegalArgumentException(onItsWay + " is not on its way");
        }
        Path from = queues.resolve(name.group(3));
        Path gone = from.resolve(name.group(2) + ".done");
        for (Path folder : List.of(from, from.resolve("failed"))) {
            Path old = folder.resolve(name.group(2) + ".dcm");
            if (isSame(old, onItsWay)) {
                if (isSame(gone, old)) {
                    disk.delete(old); // POSIX leaves both names of a file that is renamed to its other name
                } else {
                    disk.rename(old, gone);
                }
                Files.deleteIfExists(folder.resolve(name.group(2) + ".txt"));
                disk.syncDirectory(folder);
                disk.syncDirectory(from);
            }
        }
        finish(disk, onItsWay, onItsWay.resolveSibling(name.group(1) + ".dcm"));
    }
}
