package org.sluice.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.sluice.files.FileWalk;
import org.sluice.files.FoundFile;

/**
 * One command that does the same to each of many files: on all cores, with the results printed in the order of the files
 * and the progress shown. Used by one thread.
 */
final class FileRun {
    private static final long FLUSH_PAUSE_NANOS = Duration.ofMillis(200).toNanos();

    private final Console console;
    private final Progress progress;
    private long results;
    private long flushed;
    private volatile OptionalLong files = OptionalLong.empty();

    FileRun(Console console) {
        this.console = console;
        this.progress = new Progress(console);
    }

    /**
     * Does the work.
     *
     * @param work done to each file, on any thread
     * @param printed takes the results, one by one in the order of the files
     * @param unlistable takes the folders that cannot be listed; the run goes on
     */
    <R> void over(
            FileWalk walk,
            List<Path> paths,
            Function<FoundFile, R> work,
            Consumer<R> printed,
            Consumer<Path> unlistable)
            throws IOException, InterruptedException {
        countIfWatched(walk, paths);
        try (OrderedWork<FoundFile, R> ordered = new OrderedWork<>(work, result -> {
            progress.clear(); // both may be on one terminal
            printed.accept(result);
            flushNowAndThen();
            progress.done(++results, files);
        })) {
            walk.visit(paths, visitor(ordered::add, unlistable));
            ordered.finish();
        } finally {
            progress.clear();
        }
    }

    /** Prints a line on standard error, where the progress is shown too. */
    void complain(String line) {
        progress.clear();
        console.error(line);
    }

    /** The first result is seen at once, the others a few times a second; on a terminal each, beside the progress. */
    private void flushNowAndThen() {
        long now = System.nanoTime();
        if (console.terminal() || results == 0 || now - flushed >= FLUSH_PAUSE_NANOS) {
            flushed = now;
            console.out().flush();
        }
    }

    /** Counts the files on a thread beside the work, so that the time left can be told. */
    private void countIfWatched(FileWalk walk, List<Path> paths) {
        if (console.terminal()) {
            Thread thread = new Thread(() -> count(walk, paths), "sluice-count");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void count(FileWalk walk, List<Path> paths) {
        long[] counted = {0};
        try {
            walk.visit(paths, visitor(file -> counted[0]++, folder -> {}));
            files = OptionalLong.of(counted[0]);
        } catch (IOException | InterruptedException e) {
            // The walk that does the work meets the same problem and says so; only the time left stays unknown.
            Thread.currentThread().interrupt();
        }
    }

    private interface Found {
        void take(FoundFile file) throws InterruptedException;
    }

    private static FileWalk.Visitor<InterruptedException> visitor(Found found, Consumer<Path> unlistable) {
        return new FileWalk.Visitor<>() {
            @Override
            public void file(FoundFile file) throws InterruptedException {
                found.take(file);
            }

            @Override
            public void unreadable(Path folder, IOException problem) {
                unlistable.accept(folder);
            }
        };
    }
}
