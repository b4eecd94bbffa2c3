package org.sluice.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How much is in the quarantine. What the quarantine itself puts there counts at once; what people remove by hand is found by
 * {@link #refresh}, which looks at the times of the studies' folders and lists the files of those days alone in which one of
 * them has changed. A few numbers are kept for each day, so that a million files cost no memory.
 *
 * <p>Any thread may tell of instances and ask; one refreshes. No file is looked at under the lock.
 */
final class QuarantineCensus {
    /** A folder can change again within the same tick of the file system's clock: what is so young is not taken as known. */
    private static final Duration TICK = Duration.ofSeconds(2);

    /** So often a day in which instances come all the time is left as it is; then it is counted all the same. */
    private static final int MOST_PASSED_OVER = 5;

    private static final long UNKNOWN = 0;
    private static final long NONE = Long.MAX_VALUE;

    private final QuarantineFolders folders;
    private final QuarantineIndex index;

    /** Guarded by this. */
    private final Map<String, Day> days = new HashMap<>();

    private volatile QuarantineTotals totals = QuarantineTotals.NONE;
    private volatile boolean complete;

    /** What is known of a day's folder; guarded by the census. */
    private static final class Day {
        private long signature = UNKNOWN;
        private Found found = Found.NONE;
        private int placing;
        private int changes;
        private int passedOver;
    }

    /** Whether a person has to decide about an instance. */
    enum Need {
        DECISION,
        NOTHING;

        static Need of(QuarantineEntry entry) {
            return entry.kind() == QuarantineEntry.Kind.ORIGINAL ? NOTHING : DECISION;
        }
    }

    /** The Part 10 files of a day, and those of them that wait for a decision; the times of the oldest in milliseconds. */
    private record Found(long count, long bytes, long oldest, long waiting, long oldestWaiting) {
        private static final Found NONE = new Found(0, 0, QuarantineCensus.NONE, 0, QuarantineCensus.NONE);

        private Found plus(Found more) {
            return new Found(
                    count + more.count,
                    bytes + more.bytes,
                    Math.min(oldest, more.oldest),
                    waiting + more.waiting,
                    Math.min(oldestWaiting, more.oldestWaiting));
        }

        /** One that is there. */
        private static Found one(long bytes, long time, Need need) {
            boolean waits = need == Need.DECISION;
            return new Found(1, bytes, time, waits ? 1 : 0, waits ? time : QuarantineCensus.NONE);
        }

        /** One that has gone; which is the oldest then, the next look finds out. */
        private static Found lessOne(long bytes, Need need) {
            return new Found(-1, -bytes, QuarantineCensus.NONE, need == Need.DECISION ? -1 : 0, QuarantineCensus.NONE);
        }
    }

    /** @param index says which of the files wait for nobody */
    QuarantineCensus(QuarantineFolders folders, QuarantineIndex index) {
        this.folders = folders;
        this.index = index;
    }

    /** What is there; empty until all of it has been looked at once. */
    Optional<QuarantineTotals> totals() {
        return complete ? Optional.of(totals) : Optional.empty();
    }

    /** An instance is about to be put into a folder of a day; {@link #placed} or {@link #failed} follows. */
    synchronized void placing(String folder) {
        day(folder).placing++;
    }

    /** It is there, and so long. */
    synchronized void placed(String folder, long length, Need need) {
        Day day = day(folder);
        day.placing--;
        change(day, Found.one(length, System.currentTimeMillis(), need));
    }

    /** Nobody knows whether it is there. */
    synchronized void failed(String folder) {
        Day day = day(folder);
        day.placing--;
        day.changes++;
        day.signature = UNKNOWN;
    }

    /** An instance so long has left a folder of a day. */
    synchronized void left(String folder, long length, Need need) {
        change(day(folder), Found.lessOne(length, need));
    }

    private void change(Day day, Found more) {
        day.changes++;
        day.found = day.found.plus(more);
        QuarantineTotals before = totals;
        totals = new QuarantineTotals(
                before.instances() + more.count(),
                before.bytes() + more.bytes(),
                before.oldest().or(() -> instant(more.oldest())),
                before.waiting() + more.waiting(),
                before.oldestWaiting().or(() -> instant(more.oldestWaiting())));
    }

    private static Optional<Instant> instant(long millis) {
        return millis == NONE ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    /** The record of the day of a folder {@code 2026/11-22/1.2.3}, or of the day itself. */
    private Day day(String folder) {
        int end = QuarantineFolders.DAY_LENGTH;
        return days.computeIfAbsent(folder.substring(0, end), name -> new Day());
    }

    /** Looks for what has changed by other hands than ours. One thread at a time. */
    void refresh() throws IOException {
        Map<String, Integer> before = changes();
        List<String> found = folders.days();
        for (String day : found) {
            refresh(day);
        }
        found.forEach(before::remove);
        publish(before);
    }

    private synchronized Map<String, Integer> changes() {
        Map<String, Integer> changes = new HashMap<>();
        days.forEach((name, day) -> changes.put(name, day.changes));
        return changes;
    }

    private void refresh(String name) throws IOException {
        long known;
        int changes;
        synchronized (this) {
            Day day = day(name);
            known = day.signature;
            changes = day.placing > 0 ? -1 : day.changes;
        }
        long signature = signature(name);
        if (signature != UNKNOWN && signature == known) {
            return;
        }
        Found found = count(name);
        synchronized (this) {
            Day day = day(name);
            boolean quiet = day.placing == 0 && day.changes == changes;
            if (quiet || ++day.passedOver > MOST_PASSED_OVER) {
                day.found = found;
                day.signature = quiet ? signature : UNKNOWN;
                day.passedOver = 0;
            }
        }
    }

    /** Adds up all days; those whose folders are gone are forgotten, unless something has come meanwhile. */
    private synchronized void publish(Map<String, Integer> gone) {
        gone.forEach((name, changes) ->
                days.computeIfPresent(name, (key, day) -> day.placing == 0 && day.changes == changes ? null : day));
        Found all = Found.NONE;
        for (Day day : days.values()) {
            all = all.plus(day.found);
        }
        totals = new QuarantineTotals(
                all.count(), all.bytes(), instant(all.oldest()), all.waiting(), instant(all.oldestWaiting()));
        complete = true;
    }

    /** Made of the names of a day's studies and the times at which their folders changed last. */
    private long signature(String day) throws IOException {
        long signature = 1;
        long latest = 0;
        try (DirectoryStream<Path> studies = Files.newDirectoryStream(folders.path(day))) {
            for (Path study : studies) {
                Optional<BasicFileAttributes> attributes = attributes(study);
                if (attributes.isPresent()) {
                    long time = attributes.get().lastModifiedTime().toMillis();
                    latest = Math.max(latest, time);
                    signature += mixed(study.getFileName().toString().hashCode() + mixed(time)); // in any order
                }
            }
        } catch (NoSuchFileException gone) {
            return UNKNOWN;
        }
        return System.currentTimeMillis() - latest < TICK.toMillis() ? UNKNOWN : signature;
    }

    /** Spreads the bits of a number, as the last step of SplitMix64 does. */
    private static long mixed(long number) {
        long z = (number ^ (number >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    private Found count(String day) throws IOException {
        Found found = Found.NONE;
        Set<String> originals = index.originals(day);
        try (DirectoryStream<Path> studies = Files.newDirectoryStream(folders.path(day))) {
            for (Path study : studies) {
                found = found.plus(count(study, originals));
            }
        } catch (NoSuchFileException gone) {
            return Found.NONE;
        }
        return found;
    }

    /** @param originals the names of files that wait for nobody, with that of the study's folder */
    private static Found count(Path study, Set<String> originals) throws IOException {
        Found found = Found.NONE;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(study, "*.dcm")) {
            for (Path file : files) {
                Optional<BasicFileAttributes> attributes = attributes(file);
                if (attributes.isPresent()) {
                    boolean original = originals.contains(study.getFileName() + "/" + file.getFileName());
                    found = found.plus(Found.one(
                            attributes.get().size(),
                            attributes.get().lastModifiedTime().toMillis(),
                            original ? Need.NOTHING : Need.DECISION));
                }
            }
        } catch (NoSuchFileException | NotDirectoryException none) {
            return Found.NONE;
        }
        return found;
    }

    private static Optional<BasicFileAttributes> attributes(Path file) throws IOException {
        try {
            return Optional.of(Files.readAttributes(file, BasicFileAttributes.class));
        } catch (NoSuchFileException gone) {
            return Optional.empty(); // between the two looks
        }
    }
}
