package org.sluice.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What the files of a spool say, for somebody who only looks: nothing is locked and nothing is changed, whether a node is at work
 * there or not.
 */
public final class SpoolInventory {
    private final Path queues;
    private final Path segments;

    /**
     * An instance of which a file is there, or which waits in the log.
     *
     * @param destination whose queue it is in
     * @param held whether it is held there
     * @param instance what the file says; empty when it is damaged
     */
    public record Found(String destination, long number, boolean held, Optional<SpooledInstance> instance) {}

    /** @param spool the spool's directory, which need not exist */
    public SpoolInventory(Path spool) {
        this.queues = spool.resolve("queues");
        this.segments = spool.resolve("segments");
    }

    /** Shows everything that waits or is held. What comes or goes meanwhile may be shown or not. */
    public void forEach(Consumer<Found> action) throws IOException {
        Set<Shown> shown = new HashSet<>(); // what leaves the log has a file before that is marked
        if (Files.isDirectory(segments)) {
            forEachInLog(found -> {
                shown.add(new Shown(found.destination(), found.number()));
                action.accept(found);
            });
        }
        for (Path queue : folders()) {
            forEach(queue, found -> {
                if (!shown.contains(new Shown(found.destination(), found.number()))) {
                    action.accept(found);
                }
            });
        }
    }

    private record Shown(String destination, long number) {}

    private void forEachInLog(Consumer<Found> action) throws IOException {
        List<Integer> ids;
        try (Stream<Path> files = Files.list(segments)) {
            ids = files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.matches("\\d{6}\\.segment"))
                    .map(name -> Integer.valueOf(name.substring(0, 6)))
                    .toList();
        }
        for (int id : ids) {
            try (Segment segment = Segment.look(segments, id)) {
                for (SegmentRecovery.Found found : SegmentRecovery.look(segment)) {
                    show(found, action);
                }
            } catch (NoSuchFileException gone) {
                continue; // nobody waited for anything in it
            }
        }
    }

    private static void show(SegmentRecovery.Found found, Consumer<Found> action) throws IOException {
        List<String> names = found.segment().header().destinations();
        for (int i = 0; i < names.size(); i++) {
            if ((found.destinations() & (1L << i)) != 0) {
                Optional<SpooledInstance> instance;
                try {
                    SegmentRecord inSegment = new SegmentRecord(found.segment(), found.head());
                    instance = Optional.of(SpoolFile.instance(inSegment, names.get(i)));
                } catch (PrivateInformation.MalformedFileException damaged) {
                    instance = Optional.empty();
                }
                action.accept(new Found(names.get(i), found.number(), false, instance));
            }
        }
    }

    private List<Path> folders() throws IOException {
        List<Path> folders = new ArrayList<>();
        if (Files.isDirectory(queues)) {
            try (DirectoryStream<Path> there = Files.newDirectoryStream(queues, Files::isDirectory)) {
                there.forEach(folders::add);
            }
        }
        return folders;
    }

    private static void forEach(Path queue, Consumer<Found> action) throws IOException {
        Path failed = queue.resolve("failed");
        TreeSet<Long> numbers = new TreeSet<>(numbersIn(failed));
        numbers.addAll(numbersIn(queue));
        numbers.addAll(numbersIn(failed)); // what is moved from one to the other is in one of the three lists at least
        String destination = queue.getFileName().toString();
        for (long number : numbers) {
            String name = QueuePlaces.name(number);
            if (!show(queue.resolve(name), destination, number, false, action)) {
                show(failed.resolve(name), destination, number, true, action);
            }
        }
    }

    private static List<Long> numbersIn(Path folder) throws IOException {
        List<Long> numbers = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            for (long number : QueuePlaces.numbersIn(folder)) {
                numbers.add(number);
            }
        }
        return numbers;
    }

    /** False when there is no such file. */
    private static boolean show(Path file, String destination, long number, boolean held, Consumer<Found> action)
            throws IOException {
        Optional<SpooledInstance> instance;
        try {
            instance = Optional.of(SpoolFile.instance(number, file, destination));
        } catch (PrivateInformation.MalformedFileException damaged) {
            instance = Optional.empty();
        } catch (NoSuchFileException gone) {
            return false;
        }
        action.accept(new Found(destination, number, held, instance));
        return true;
    }
}
