package org.sluice.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the instances of a queue lie: in files of their own, by number, or in the log. Any number of threads. */
final class QueuePlaces {
    private static final String SUFFIX = ".dcm";
    private static final String DELIVERED = ".done";
    /** On the way from the log into a file. */
    private static final String LEAVING = ".leaving";

    private static final String FAILED = "failed";

    private final Disk disk;
    private final SpoolHousekeeping housekeeping;
    private final String destination;
    private final Path directory;
    private final Path failed;
    private final @Nullable SegmentLog log;

    QueuePlaces(
            Disk disk, SpoolHousekeeping housekeeping, String destination, Path directory, @Nullable SegmentLog log) {
        this.disk = disk;
        this.housekeeping = housekeeping;
        this.destination = destination;
        this.directory = directory;
        this.failed = directory.resolve(FAILED);
        this.log = log;
    }

    Path file(long number) {
        return directory.resolve(name(number));
    }

    Path delivered(long number) {
        return directory.resolve(name(number, DELIVERED));
    }

    private static List<Path> places(Path directory, long number) {
        return List.of(
                directory.resolve(name(number)),
                directory.resolve(FAILED).resolve(name(number)),
                directory.resolve(name(number, DELIVERED)));
    }

    boolean isInLog(long number) {
        return log != null && log.has(number, destination);
    }

    /** One that is in the log. */
    SegmentRecord inLog(long number) throws IOException {
        if (log == null) {
            throw new NoSuchFileException("instance " + number);
        }
        return log.find(number, destination);
    }

    /** Whether the file is or was in this queue under the number: waiting, held or delivered. */
    boolean has(long number, Path file) throws IOException {
        for (Path place : places(directory, number)) {
            if (Files.exists(place) && Files.isSameFile(place, file)) {
                return true;
            }
        }
        return false;
    }

    /** Whether no file of this queue has the number. */
    boolean isFree(long number) {
        return isFree(directory, number);
    }

    /** The same of the queue in a directory. */
    static boolean isFree(Path directory, long number) {
        return places(directory, number).stream().noneMatch(Files::exists);
    }

    /** One that waits or is out. */
    SpooledInstance read(long number) throws IOException {
        return isInLog(number)
                ? SpoolFile.instance(inLog(number), destination)
                : SpoolFile.instance(number, file(number), destination);
    }

    long length(long number) throws IOException {
        return log != null && log.has(number, destination) ? log.length(number, destination) : Files.size(file(number));
    }

    /** Since when it has been complete. */
    Instant since(long number) throws IOException {
        return log != null && log.has(number, destination)
                ? log.since(number, destination)
                : Files.getLastModifiedTime(file(number)).toInstant();
    }

    /** It leaves the queue. If the machine fails right now it is there again. */
    void done(long number) throws IOException {
        if (log != null && log.leave(number, destination, SegmentMarks.Kind.DONE)) {
            return;
        }
        Path delivered = delivered(number);
        disk.rename(file(number), delivered);
        housekeeping.delivered(delivered);
    }

    /** Returns when it is on the disk what has left. */
    void force() throws IOException {
        if (log != null) {
            log.forceMarks();
        }
        disk.syncDirectory(directory);
    }

    /** Moves one that nobody else has into the folder of those that are held. */
    void hold(long number, HeldInstances held, HeldNote why) throws IOException {
        boolean wasInLog = isInLog(number);
        held.add(number, wasInLog ? copy(number) : file(number), why);
        disk.syncDirectory(failed); // before it is for good that it is gone from where it was
        if (wasInLog) {
            leftLog(number);
        } else {
            disk.syncDirectory(directory); // or it would be there twice if the power fails
        }
    }

    /** Sees that one that nobody else has is in a file of its own. */
    void moveOut(long number) throws IOException {
        if (isInLog(number)) {
            disk.rename(copy(number), file(number));
            disk.syncDirectory(directory);
            leftLog(number);
        }
    }

    private Path copy(long number) throws IOException {
        Path leaving = directory.resolve(name(number, LEAVING));
        Files.deleteIfExists(leaving);
        if (log != null) {
            log.copyOut(number, destination, leaving);
        }
        return leaving;
    }

    /** From now on the file counts; whatever comes of it later, the log knows before. */
    private void leftLog(long number) throws IOException {
        if (log != null) {
            log.leave(number, destination, SegmentMarks.Kind.MOVED);
            log.forceMarks();
        }
    }

    /** Removes what was delivered in an earlier run, and what did not become a file. */
    void sweep() throws IOException {
        List<Path> files;
        try (var names = Files.list(directory)) {
            files = names.filter(file -> file.getFileName().toString().matches("[0-9]{16}\\.(done|leaving)"))
                    .toList();
        }
        for (Path file : files) {
            disk.delete(file);
        }
    }

    /** The largest number that a file of this queue has, held ones included; -1 if there is none. */
    long largestNumber() throws IOException {
        long largest = -1;
        for (Path place : List.of(directory, failed)) {
            for (long number : numbersIn(place)) {
                largest = Math.max(largest, number);
            }
        }
        return largest;
    }

    static String name(long number) {
        return name(number, SUFFIX);
    }

    static String name(long number, String suffix) {
        return "%016d%s".formatted(number, suffix);
    }

    static long[] numbersIn(Path directory) throws IOException {
        try (var names = Files.list(directory)) {
            return names.map(path -> path.getFileName().toString())
                    .filter(name -> name.matches("[0-9]{16}\\.dcm"))
                    .mapToLong(name -> Long.parseLong(name.substring(0, 16)))
                    .toArray();
        }
    }
}
