package org.sluice.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.sluice.text.Log;

/**
 * The instances that wait for one destination, in {@link Lanes}. A directory of files named by their number, which rises from
 * commit to commit:
 *
 * <pre>
 *   queues/archive/0000000000000041.done          delivered; removed soon
 *   queues/archive/0000000000000042.dcm           waits
 *   queues/archive/0000000000000043.dcm           waits behind it
 *   queues/archive/failed/0000000000000007.dcm    held; somebody must look
 *   queues/archive/failed/0000000000000007.txt    why
 * </pre>
 *
 * <p>A taken instance is out until the taker says {@link #done}, {@link #putBack}, {@link #setAside} or {@link #hold}; after
 * a crash it waits again. Those that were set aside wait until somebody asks for them. Any number of threads.
 */
public final class DestinationQueue {

    private static final Log LOG = Log.of(DestinationQueue.class);
    private static final long NONE = Waiting.NONE;

    private final String destination;
    private final QueuePlaces places;
    private final HeldInstances held;
    private final GroupSync directorySync;

    private final Waiting waiting = new Waiting();

    // What those read who only look: they wait for nobody, and nobody for them.
    private final AtomicInteger depth = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private volatile First first = new First(NONE, Instant.EPOCH);

    /** Since when the first that waits has been on the disk. */
    private record First(long number, Instant since) {}

    DestinationQueue(
            Disk disk, SpoolHousekeeping housekeeping, String destination, Path directory, @Nullable SegmentLog log)
            throws IOException {
        this.destination = destination;
        this.places = new QueuePlaces(disk, housekeeping, destination, directory, log);
        this.directorySync = new GroupSync(() -> disk.syncDirectory(directory));
        disk.createDirectory(directory);
        held = new HeldInstances(disk, directory.resolve("failed"));
        disk.syncDirectory(directory);
        long[] found = QueuePlaces.numbersIn(directory);
        waiting.addAll(found);
        depth.set(found.length);
        for (long number : found) {
            bytes.addAndGet(Files.size(file(number)));
        }
        held.countAtOpen();
    }

    /** The name of the destination in the configuration, which is the name of the queue's directory too. */
    public String destination() {
        return destination;
    }

    /** Waits for an instance and takes the first. */
    public SpooledInstance take() throws IOException, InterruptedException {
        while (true) {
            Optional<SpooledInstance> taken = poll(Duration.ofDays(1));
            if (taken.isPresent()) {
                return taken.get();
            }
        }
    }

    /**
     * Takes the instance whose turn it is, for which it waits at most so long. An instance whose file the spool cannot have
     * written is held in {@code failed}, one whose file is gone is forgotten; both are logged.
     *
     * @throws IOException when the file cannot be read; the instance then still waits
     */
    public Optional<SpooledInstance> poll(Duration wait) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + wait.toNanos();
        OptionalLong number = waiting.takeNext(deadline);
        while (number.isPresent()) {
            Optional<SpooledInstance> instance = readOrHold(number.getAsLong());
            if (instance.isPresent()) {
                return instance;
            }
            number = waiting.takeNext(deadline);
        }
        return Optional.empty();
    }

    /** Takes any of those that were not set aside, whatever its turn; empty when there is none. */
    public Optional<SpooledInstance> pollAny(RandomGenerator random) throws IOException {
        for (long number = waiting.takeAny(random); number != NONE; number = waiting.takeAny(random)) {
            Optional<SpooledInstance> instance = readOrHold(number);
            if (instance.isPresent()) {
                return instance;
            }
        }
        return Optional.empty();
    }

    /** Takes one that was {@linkplain #setAside set aside}; empty when it is not there any more. */
    public Optional<SpooledInstance> pollAside(long number) throws IOException {
        return waiting.takeAside(number) ? readOrHold(number) : Optional.empty();
    }

    /** Takes one, whatever its turn; empty when it is out or not there any more. */
    public Optional<SpooledInstance> pollThis(long number) throws IOException {
        return waiting.take(number) ? readOrHold(number) : Optional.empty();
    }

    /** How many wait and were not set aside. */
    public int untried() {
        return waiting.inLanes();
    }

    /** Reads without the lock: a disk that is slow to read must not keep committers waiting. */
    private Optional<SpooledInstance> readOrHold(long number) throws IOException {
        try {
            return Optional.of(places.read(number));
        } catch (PrivateInformation.MalformedFileException e) {
            LOG.warn("Spool of {}: {} is held in failed: {}", destination, QueuePlaces.name(number), e.getMessage());
            long length = places.length(number);
            moveToFailed(number, HeldNote.damaged(String.valueOf(e.getMessage())));
            left(length);
        } catch (NoSuchFileException e) {
            LOG.warn("Spool of {}: {} was removed by somebody else", destination, QueuePlaces.name(number));
            left(0);
        } catch (IOException e) {
            waiting.failed("cannot be read from the spool");
            waiting.add(0, Lanes.OF_THE_START, number);
            throw e;
        }
        return Optional.empty();
    }

    /** The first instances that wait, at most so many, without taking them; those that cannot be read are left out. */
    public List<SpooledInstance> peek(int most) throws IOException {
        List<SpooledInstance> seen = new ArrayList<>();
        for (long number : waiting.first(most)) {
            look(number).ifPresent(seen::add);
        }
        return seen;
    }

    private Optional<SpooledInstance> look(long number) throws IOException {
        try {
            return Optional.of(places.read(number));
        } catch (NoSuchFileException | PrivateInformation.MalformedFileException e) {
            LOG.debug("Spool of {}: {} is no longer there, or damaged", destination, number);
            return Optional.empty();
        }
    }

    /** Shows every instance that waits, one by one; those that cannot be read are left out. */
    void forEachWaiting(Consumer<SpooledInstance> action) throws IOException {
        for (long number : waiting.first(Integer.MAX_VALUE)) {
            look(number).ifPresent(action);
        }
    }

    /** The destination has the instance: it leaves the spool. If the machine fails right now it is delivered again. */
    public void done(SpooledInstance instance) throws IOException {
        places.done(instance.number());
        waiting.forget(instance.number());
        left(instance.fileLength());
    }

    /** Delivery failed for now: the instance waits again, in its old place. The reason carries no patient value. */
    public void putBack(SpooledInstance instance, String reason) {
        waiting.failed(reason);
        putBack(instance);
    }

    /** It was not tried: it waits again, in its old place. */
    public void putBack(SpooledInstance instance) {
        waiting.add(instance.facts().priority(), Lanes.key(instance.facts()), instance.number());
    }

    /** Delivery failed for now: the instance waits until {@link #pollAside}. The reason carries no patient value. */
    public void setAside(SpooledInstance instance, String reason) {
        waiting.failed(reason);
        waiting.setAside(instance.number());
    }

    /** Those that were set aside, and that nobody will ask for, wait among the others again. */
    public void rejoinUnless(LongPredicate askedFor) {
        for (long number : waiting.aside()) {
            if (!askedFor.test(number)) {
                rejoin(number);
            }
        }
    }

    /** One that was set aside waits among the others again. */
    public void rejoin(long number) {
        if (waiting.takeAside(number)) {
            waiting.add(0, Lanes.OF_THE_START, number);
        }
    }

    /**
     * The destination does not take the instance: it is held in {@code failed}, with the note beside it, so that the queue goes
     * on without it.
     */
    public void hold(SpooledInstance instance, HeldNote why) throws IOException {
        moveToFailed(instance.number(), why);
        waiting.forget(instance.number());
        left(instance.fileLength());
    }

    /** The same with a reason that carries no patient value. */
    void hold(SpooledInstance instance, String reason) throws IOException {
        hold(instance, HeldNote.of(reason));
    }

    void left(long length) {
        depth.decrementAndGet();
        bytes.addAndGet(-length);
    }

    /** Instances that are not yet delivered, those that are out included; held ones do not count. */
    public int depth() {
        return depth.get();
    }

    /** Bytes of the files of {@link #depth} instances. */
    public long bytes() {
        return bytes.get();
    }

    /** Instances in {@code failed}, those of earlier runs included; see {@link #recountHeld}. */
    public int held() {
        return held.count();
    }

    /** Counts those in {@code failed} again if somebody may have changed what is there. One thread at a time. */
    public void recountHeld() throws IOException {
        held.recount();
    }

    /** Why the last delivery that failed did so, empty if none has. */
    public String lastReason() {
        return waiting.lastReason();
    }

    /** How long the first instance that waits has been on the disk; empty if none waits. */
    public Optional<Duration> oldestAge(Instant now) {
        long number = waiting.lowest();
        if (number == NONE) {
            return Optional.empty();
        }
        First known = first;
        try {
            if (known.number != number) { // the same one is asked for again and again while nothing goes on
                known = new First(number, places.since(number));
                first = known;
            }
        } catch (IOException gone) {
            return Optional.empty(); // delivered between the two looks
        }
        Duration age = Duration.between(known.since, now);
        return Optional.of(age.isNegative() ? Duration.ZERO : age);
    }

    Path file(long number) {
        return places.file(number);
    }

    QueuePlaces places() {
        return places;
    }

    /** One that was there at the start waits again. */
    void found(long number, long length) {
        depth.incrementAndGet();
        bytes.addAndGet(length);
        waiting.add(0, Lanes.OF_THE_START, number);
    }

    /**
     * Brings those of some numbers that wait, and that nobody has taken, into files of their own.
     *
     * @throws IOException when one cannot be brought; it waits as before, and those behind it
     */
    void moveOut(long[] numbers) throws IOException {
        for (long number : numbers) {
            boolean aside = waiting.takeAside(number);
            if (places.isInLog(number) && (aside || waiting.take(number))) {
                try {
                    places.moveOut(number);
                } finally {
                    putBackAsItWas(number, aside);
                }
            } else if (aside) {
                waiting.setAside(number);
            }
        }
    }

    private void putBackAsItWas(long number, boolean aside) {
        if (aside) {
            waiting.setAside(number);
        } else {
            waiting.add(0, Lanes.OF_THE_START, number);
        }
    }

    /** Returns when the files placed in the directory before are there for good. */
    void sync() throws IOException {
        directorySync.sync();
    }

    void add(long number, long length, SpoolFacts facts) {
        depth.incrementAndGet();
        bytes.addAndGet(length);
        waiting.add(facts.priority(), Lanes.key(facts), number);
    }

    /** Names a directory, so it is made of letters, digits, hyphens, underscores and, but for the first, dots. */
    static void requireName(String destination) {
        if (!destination.matches("[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}")) {
            throw new IllegalArgumentException("destination \"" + destination + "\" cannot name a directory");
        }
    }

    /** The numbers that wait and are not out. */
    Waiting waiting() {
        return waiting;
    }

    HeldInstances heldInstances() {
        return held;
    }

    /** Whether the file is or was in this queue under the number: waiting, held or delivered. */
    boolean has(long number, Path file) throws IOException {
        return places.has(number, file);
    }

    /** Whether no file of this queue has the number. */
    boolean isFree(long number) {
        return places.isFree(number);
    }

    private void moveToFailed(long number, HeldNote why) throws IOException {
        places.hold(number, held, why);
        waiting.failed(why.reason());
    }
}
