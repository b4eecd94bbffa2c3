package org.sluice.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What a spool has in its files and in its {@linkplain SegmentLog log}, for somebody who only looks: nothing is locked and nothing is
 * changed, whether a node is at work there or not.
 */
public final class SpoolInventory {
    private final Path queues;
    private final SegmentLook log;

    /**
     * What the spool has for a destination.
     *
     * @param destination for which it waits, or is held
     * @param held whether it is held
     * @param content what it says of itself; empty when it is damaged
     */
    public record Found(String destination, boolean held, Optional<Content> content) {}

    /**
     * An instance as its destination gets it.
     *
     * @param dataSetLength bytes of the data set that is sent
     */
    public record Content(SpoolFacts facts, long dataSetLength) {}

    /** @param spool the spool's directory, which need not exist */
    public SpoolInventory(Path spool) {
        this.queues = spool.resolve("queues");
        this.log = new SegmentLook(spool.resolve("segments"));
    }

    /**
     * Shows everything that waits or is held, once for each destination. What comes or goes meanwhile may be shown or not. The log
     * comes first: out of it instances go into files, and never back.
     */
    public void forEach(Consumer<Found> action) throws IOException {
        Map<String, Set<Long>> shown = new HashMap<>();
        for (int id : log.ids()) {
            SegmentLook.Seen seen = log.at(id);
            for (SegmentLook.Waits waits : seen.waiting()) {
                String destination = waits.destination();
                if (QueuePlaces.isFree(queues.resolve(destination), waits.number())) {
                    shown.computeIfAbsent(destination, name -> new HashSet<>()).add(waits.number());
                    action.accept(new Found(destination, false, waits.content()));
                }
            }
            seen.unsure().forEach(name -> action.accept(new Found(name, false, Optional.empty())));
        }
        for (Path queue : folders()) {
            forEach(queue, shown.getOrDefault(queue.getFileName().toString(), Set.of()), action);
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

    private static void forEach(Path queue, Set<Long> shown, Consumer<Found> action) throws IOException {
        Path failed = queue.resolve("failed");
        TreeSet<Long> numbers = new TreeSet<>(numbersIn(failed));
        numbers.addAll(numbersIn(queue));
        numbers.addAll(numbersIn(failed)); // what is moved from one to the other is in one of the three lists at least
        numbers.removeAll(shown);
        String destination = queue.getFileName().toString();
        for (long number : numbers) {
            String name = QueuePlaces.name(number);
            if (!show(queue.resolve(name), destination, false, action)) {
                show(failed.resolve(name), destination, true, action);
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
    private static boolean show(Path file, String destination, boolean held, Consumer<Found> action)
            throws IOException {
        try (SpoolBytes bytes = SpoolBytes.of(file)) {
            action.accept(new Found(destination, held, SpoolFile.content(file, bytes, destination)));
            return true;
        } catch (NoSuchFileException gone) {
            return false;
        }
    }
}
