package org.sluice.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a person sees of the queue of a destination, and does with single instances of it. Whatever waits is {@linkplain
 * DestinationQueue#pollThis taken} before something is done with it, so that nobody else delivers it meanwhile. What is done
 * with held ones is for one thread at a time; else any number of threads.
 */
public final class QueueReview {
    private final Disk disk;
    private final SpoolHousekeeping housekeeping;
    private final DestinationQueue queue;

    /** Where an instance is. */
    public enum Place {
        /** It waits for its turn. */
        WAITING,
        /** Somebody has taken it, to deliver it. */
        UNDER_WAY,
        /** It is in {@code failed}. */
        HELD
    }

    /**
     * One instance.
     *
     * @param instance what its file says; empty when that is damaged
     * @param fileLength in bytes
     * @param since when it was complete in the spool
     * @param why of one that is held
     */
    public record Entry(
            long number,
            Place place,
            Optional<SpooledInstance> instance,
            long fileLength,
            Instant since,
            Optional<HeldNote> why) {}

    QueueReview(Disk disk, SpoolHousekeeping housekeeping, DestinationQueue queue) {
        this.disk = disk;
        this.housekeeping = housekeeping;
        this.queue = queue;
    }

    /** The queue that is looked at. */
    public DestinationQueue queue() {
        return queue;
    }

    /** The numbers of those that wait, in ascending order; those that are under way are not among them. */
    public long[] waiting() {
        return queue.waiting().first(Integer.MAX_VALUE);
    }

    /** The numbers of those that are held, in ascending order. */
    public long[] held() throws IOException {
        long[] numbers = queue.heldInstances().numbers();
        Arrays.sort(numbers);
        return numbers;
    }

    /** Why one is held; empty when it is not. */
    public Optional<HeldNote> why(long number) throws IOException {
        return Files.exists(queue.heldInstances().file(number))
                ? Optional.of(queue.heldInstances().why(number))
                : Optional.empty();
    }

    /** What is known of one; empty when it is not there any more. */
    public Optional<Entry> look(long number) throws IOException {
        Path held = queue.heldInstances().file(number);
        try {
            if (Files.exists(held)) {
                return Optional.of(entry(
                        number,
                        Place.HELD,
                        held,
                        Optional.of(queue.heldInstances().why(number))));
            }
            Place place = queue.waiting().has(number) ? Place.WAITING : Place.UNDER_WAY;
            long length = queue.places().length(number);
            Instant since = queue.places().since(number);
            return Optional.of(new Entry(number, place, readWaiting(number), length, since, Optional.empty()));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        }
    }

    private Optional<SpooledInstance> readWaiting(long number) throws IOException {
        try {
            return Optional.of(queue.places().read(number));
        } catch (PrivateInformation.MalformedFileException damaged) {
            return Optional.empty();
        }
    }

    private Entry entry(long number, Place place, Path file, Optional<HeldNote> why) throws IOException {
        long length = Files.size(file);
        Instant since = Files.getLastModifiedTime(file).toInstant();
        return new Entry(number, place, read(number, file), length, since, why);
    }

    private Optional<SpooledInstance> read(long number, Path file) throws IOException {
        try {
            return Optional.of(SpoolFile.instance(number, file, queue.destination()));
        } catch (PrivateInformation.MalformedFileException damaged) {
            return Optional.empty();
        }
    }

    /** One that was taken waits behind all others, whatever their priority, until the next start. */
    public void putLast(SpooledInstance taken) {
        queue.waiting().addLast(taken.number());
    }

    /**
     * One that is held waits again, in its old place.
     *
     * @throws IOException when its file is damaged or cannot be moved; then it is held as before
     */
    public void release(long number) throws IOException {
        Path held = queue.heldInstances().file(number);
        SpooledInstance instance = SpoolFile.instance(number, held, queue.destination());
        queue.heldInstances().release(number, queue.file(number));
        queue.add(number, instance.fileLength(), instance.facts());
        queue.sync();
        disk.syncDirectory(queue.heldInstances().folder()); // or it would be there twice if the power fails
    }

    /**
     * One that was taken leaves the spool. Returns when that is on the disk.
     *
     * @throws IOException when it cannot be removed; then it is still the taker's
     */
    public void drop(SpooledInstance taken) throws IOException {
        queue.done(taken);
        queue.places().force();
    }

    /**
     * The original of one that was taken, or is held; empty where the spool has only what is sent.
     *
     * @throws IOException when it is damaged, too
     */
    public Optional<StoredOriginal> original(SpooledInstance instance) throws IOException {
        return !isHeld(instance) && queue.places().isInLog(instance.number())
                ? SpoolFile.original(queue.places().inLog(instance.number()))
                : SpoolFile.original(instance.file());
    }

    /** Whether one of another queue is in this one too, since both are destinations of it; or was a moment ago. */
    public boolean hasToo(SpooledInstance ofAnother) throws IOException {
        return queue.places().isInLog(ofAnother.number()) || queue.has(ofAnother.number(), ofAnother.file());
    }

    private boolean isHeld(SpooledInstance instance) {
        return instance.file().equals(queue.heldInstances().file(instance.number()));
    }

    /**
     * One that was taken, or is held, leaves the spool. Returns when that is on the disk.
     *
     * @throws IOException when it cannot be removed; then it is where it was
     */
    public void leave(SpooledInstance instance) throws IOException {
        if (isHeld(instance)) {
            dropHeld(instance.number());
        } else {
            drop(instance);
        }
    }

    /** One that is held, as its file says; empty when that is damaged or gone. */
    public Optional<SpooledInstance> readHeld(long number) throws IOException {
        try {
            return read(number, queue.heldInstances().file(number));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        }
    }

    /** The same for one that is held. */
    public void dropHeld(long number) throws IOException {
        Path gone = queue.places().delivered(number);
        queue.heldInstances().release(number, gone);
        housekeeping.delivered(gone);
        disk.syncDirectory(queue.heldInstances().folder());
    }
}
