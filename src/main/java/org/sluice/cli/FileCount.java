package org.sluice.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.sluice.files.FileWalk;
import org.sluice.files.FoundFile;

/** Counts, on a thread beside the work, how many files there will be, so that the time left can be told. */
final class FileCount {
    private long counted;
    private volatile OptionalLong all = OptionalLong.empty();

    private FileCount() {}

    /** Begins to count if somebody watches; otherwise the number is never known. */
    static FileCount of(FileWalk walk, List<Path> paths, Console console) {
        FileCount count = new FileCount();
        if (console.terminal()) {
            Thread thread = new Thread(() -> count.count(walk, paths), "sluice-count");
            thread.setDaemon(true);
            thread.start();
        }
        return count;
    }

    /** How many there are; empty until that is known. */
    OptionalLong all() {
        return all;
    }

    private void count(FileWalk walk, List<Path> paths) {
        try {
            walk.visit(paths, new FileWalk.Visitor<InterruptedException>() {
                @Override
                public void file(FoundFile file) {
                    counted++;
                }

                @Override
                public void unreadable(Path folder, IOException problem) {}
            });
            all = OptionalLong.of(counted);
        } catch (IOException | InterruptedException e) {
            // The walk that does the work meets the same problem and says so; only the time left stays unknown.
            Thread.currentThread().interrupt();
        }
    }
}
