package org.sluice.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.sluice.dataset.Contradiction;
import org.sluice.recipe.filter.Verdict;

/**
 * The table that {@code inspect --save} writes: one row for each clean file, then one for each match of each flagged file.
 * Complete or not there at all: it gets its name when it is finished. For one thread.
 */
final class FlagTable implements AutoCloseable {
    private final Path target;
    private final Path unfinished;
    private final BufferedWriter clean;
    private final HeldText flagged = new HeldText();

    FlagTable(Path target) throws IOException {
        this.target = target;
        Path folder = target.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(target + " is no file name");
        }
        Files.createDirectories(folder);
        this.unfinished = Files.createTempFile(folder, ".inspect-", ".part");
        this.clean = Files.newBufferedWriter(unfinished, StandardOpenOption.TRUNCATE_EXISTING);
        clean.write(FlagRow.HEADING.tabSeparated());
    }

    void add(String file, Verdict verdict) throws IOException {
        for (FlagRow row : FlagRow.of(file, verdict)) {
            if (verdict.flagged()) {
                flagged.append(row.tabSeparated());
            } else {
                clean.write(row.tabSeparated());
            }
        }
    }

    /** A file that no filter was asked about. */
    void add(String file, Contradiction found) throws IOException {
        flagged.append(FlagRow.of(file, found).tabSeparated());
    }

    void finish() throws IOException {
        flagged.copyTo(clean);
        clean.close();
        Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        clean.close();
        flagged.close();
        Files.deleteIfExists(unfinished);
    }
}
