package org.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** A log of tiny segments, and beside it what it should be: for each destination a set of what waits, and one of what is held. */
final class SegmentModel {
    static final List<String> DESTINATIONS = List.of("archive", "mirror");
    /** Instances of more than 32 KiB get a file of their own. */
    private static final int SLOTS = 16;

    private final Path root;
    private final ForgetfulDisk below;
    private FaultyDisk disk;
    private Spool spool;
    private int uids;

    private final Map<String, byte[]> contents = new HashMap<>();
    private final Map<String, Set<String>> waiting = new HashMap<>();
    private final Map<String, Set<String>> held = new HashMap<>();
    private final Map<String, Set<String>> gone = new HashMap<>();

    SegmentModel(Path parent) {
        try {
            root = Files.createTempDirectory(parent, "log");
            below = new ForgetfulDisk(root.resolve("graveyard"));
            disk = new FaultyDisk(below, Integer.MAX_VALUE, FaultyDisk.Afterwards.DEAD);
            spool = open();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        for (Map<String, Set<String>> each : List.of(waiting, held, gone)) {
            DESTINATIONS.forEach(destination -> each.put(destination, new TreeSet<>()));
        }
    }

    private Spool open() throws IOException {
        return Spool.open(disk, root.resolve("spool"), DESTINATIONS, 1, SpoolHousekeeping.AT_ONCE, SLOTS);
    }

    private String fresh(int size) {
        String uid = "1.%04d".formatted(uids++);
        byte[] content = new byte[size];
        new Random(uids).nextBytes(content);
        contents.put(uid, content);
        return uid;
    }

    private void promised(String uid, List<String> destinations) {
        destinations.forEach(destination -> waiting.get(destination).add(uid));
    }

    void commit(List<String> destinations, int size) throws IOException {
        String uid = fresh(size);
        try (Incoming incoming = begin(uid, destinations)) {
            incoming.write(ByteBuffer.wrap(contents.get(uid)));
            spool.commit(incoming);
        }
        promised(uid, destinations);
    }

    private Incoming begin(String uid, List<String> destinations) throws IOException {
        return spool.begin(Samples.facts(uid, destinations.toArray(String[]::new)), Samples.prefix());
    }

    /** Each gets all but the first byte, with another in its place. */
    void commitOriginal(List<String> destinations, int size) throws IOException {
        String uid = fresh(size + 1);
        byte[] content = contents.get(uid);
        SpoolFacts facts = Samples.facts("1.2.3", destinations.toArray(String[]::new));
        try (Incoming original = spool.beginOriginal(facts, Samples.prefix())) {
            original.write(ByteBuffer.allocate(1), ByteBuffer.wrap(content, 1, size));
            for (String destination : destinations) {
                ViewWriter view = original.view();
                view.write(ByteBuffer.wrap(content, 0, 1));
                view.keep(1, size);
                view.end(List.of(destination), Samples.CT_IMAGE_STORAGE, uid);
            }
            spool.commit(original);
        }
        promised(uid, destinations);
    }

    /** Two come at the same time, piece by piece; the second is committed first, or not at all. */
    void commitTwo(int size, int other, boolean both) throws IOException {
        String one = fresh(size);
        String two = fresh(other);
        try (Incoming first = begin(one, DESTINATIONS);
                Incoming second = begin(two, DESTINATIONS)) {
            int piece = 5000;
            for (int at = 0; at < Math.max(size, other); at += piece) {
                write(first, contents.get(one), at, piece);
                write(second, contents.get(two), at, piece);
            }
            if (both) {
                spool.commit(second);
                promised(two, DESTINATIONS);
            }
            spool.commit(first);
            promised(one, DESTINATIONS);
        }
    }

    private static void write(Incoming incoming, byte[] content, int at, int piece) throws IOException {
        if (at < content.length) {
            incoming.write(ByteBuffer.wrap(content, at, Math.min(piece, content.length - at)));
        }
    }

    private Optional<SpooledInstance> take(String destination) throws IOException, InterruptedException {
        Optional<SpooledInstance> taken = spool.queue(destination).poll(Duration.ZERO);
        assertThat(taken.isPresent()).isEqualTo(!waiting.get(destination).isEmpty());
        if (taken.isPresent()) {
            assertThat(Samples.bytes(taken.get())).isEqualTo(contents.get(uid(taken.get())));
        }
        return taken;
    }

    private static String uid(SpooledInstance instance) {
        return instance.facts().sopInstanceUid();
    }

    void deliver(String destination) throws IOException, InterruptedException {
        Optional<SpooledInstance> taken = take(destination);
        if (taken.isPresent()) {
            spool.queue(destination).done(taken.get());
            waiting.get(destination).remove(uid(taken.get()));
            gone.get(destination).add(uid(taken.get()));
        }
    }

    void putBack(String destination) throws IOException, InterruptedException {
        take(destination).ifPresent(taken -> spool.queue(destination).putBack(taken));
    }

    void hold(String destination) throws IOException, InterruptedException {
        Optional<SpooledInstance> taken = take(destination);
        if (taken.isPresent()) {
            spool.queue(destination).hold(taken.get(), "refused");
            waiting.get(destination).remove(uid(taken.get()));
            held.get(destination).add(uid(taken.get()));
        }
    }

    void release(String destination) throws IOException {
        QueueReview review = spool.reviews().get(destination);
        for (long number : review.held()) {
            String uid = uid(review.readHeld(number).orElseThrow());
            review.release(number);
            held.get(destination).remove(uid);
            waiting.get(destination).add(uid);
        }
    }

    void moveOut() throws IOException {
        spool.moveOutOfLog(Duration.ZERO);
    }

    void restart() throws IOException {
        spool.close();
        disk = new FaultyDisk(below, Integer.MAX_VALUE, FaultyDisk.Afterwards.DEAD);
        spool = open();
    }

    void kill() throws IOException {
        die();
        spool = open();
    }

    private void die() {
        disk.die();
        try {
            spool.close();
        } catch (IOException dead) {
            // as it should be
        }
        disk = new FaultyDisk(below, Integer.MAX_VALUE, FaultyDisk.Afterwards.DEAD);
    }

    /** What had left may be there again; nothing is missing. */
    void powerFails(ForgetfulDisk.Loss loss) throws IOException {
        die();
        below.powerFails(loss);
        spool = open();
        for (String destination : DESTINATIONS) {
            Set<String> expected = new HashSet<>(waiting.get(destination));
            expected.addAll(held.get(destination));
            Set<String> found = new HashSet<>(heldIn(destination));
            found.addAll(waitingIn(destination));
            assertThat(found).containsAll(expected);
            expected.addAll(gone.get(destination));
            assertThat(expected).containsAll(found);
            waiting.put(destination, new TreeSet<>(waitingIn(destination)));
            held.put(destination, new TreeSet<>(heldIn(destination)));
        }
    }

    private List<String> waitingIn(String destination) throws IOException {
        return Samples.waiting(spool, destination);
    }

    private List<String> heldIn(String destination) throws IOException {
        List<String> found = new ArrayList<>();
        QueueReview review = spool.reviews().get(destination);
        for (long number : review.held()) {
            found.add(uid(review.readHeld(number).orElseThrow()));
        }
        return found;
    }

    void check() throws IOException {
        for (String destination : DESTINATIONS) {
            DestinationQueue queue = spool.queue(destination);
            assertThat(waitingIn(destination))
                    .as("waits for %s", destination)
                    .containsExactlyInAnyOrderElementsOf(waiting.get(destination));
            assertThat(heldIn(destination))
                    .as("held for %s", destination)
                    .containsExactlyInAnyOrderElementsOf(held.get(destination));
            assertThat(queue.depth()).isEqualTo(waiting.get(destination).size());
            for (SpooledInstance instance : queue.peek(1000)) {
                assertThat(Arrays.equals(Samples.bytes(instance), contents.get(uid(instance))))
                        .as("%s is whole", uid(instance))
                        .isTrue();
            }
        }
    }

    void end() {
        try {
            spool.close();
            delete(root);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static void delete(Path tree) throws IOException {
        try (var files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
