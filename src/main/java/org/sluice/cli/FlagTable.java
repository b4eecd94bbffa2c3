package org.sluice.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.sluice.dataset.Contradiction;
import org.sluice.files.NewFile;
import org.sluice.recipe.filter.Verdict;

/**
 * The table that {@code inspect --save} writes: one row for each clean file, then one for each match of each flagged file.
 * Complete or not there at all: it gets its name when it is finished. For one thread.
 */
final class FlagTable implements AutoCloseable {
    private final NewFile file;
    private final Writer clean;
    private final DeferredText flagged = new DeferredText();

    FlagTable(Path target) throws IOException {
        this.file = new NewFile(target);
        this.clean = new BufferedWriter(Channels.newWriter(file, StandardCharsets.UTF_8));
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
        clean.flush();
        file.finish(NewFile.Existing.REPLACE);
    }

    @Override
    public void close() throws IOException {
        file.close();
        flagged.close();
    }
}
