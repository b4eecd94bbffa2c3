package org.sluice.cli;

import java.io.IOException;
import org.sluice.recipe.Inspected;

/** What deid 0.4.12 prints, byte for byte: after the last file, and for each flagged one the number 2. */
final class CompatReport implements InspectReport {
    private final Console console;
    private final DeferredText flagged = new DeferredText();
    private long clean;

    CompatReport(Console console) {
        this.console = console;
    }

    @Override
    public void add(Inspected inspected) throws IOException {
        if (inspected instanceof Inspected.Undecided undecided) {
            throw new CommandFailure(undecided.file().path() + ": " + undecided.problem());
        }
        if (inspected instanceof Inspected.Judged judged) {
            if (judged.verdict().flagged()) {
                flagged.append("FLAGGED " + judged.file().path() + " 2 files\n");
            } else {
                clean++;
            }
        }
    }

    @Override
    public void finish() throws IOException {
        console.out().print("\nSUMMARY ================================\n\n");
        if (clean > 0) {
            console.out().print("CLEAN " + clean + " files\n");
        }
        flagged.copyTo(console.out());
    }

    @Override
    public void close() throws IOException {
        flagged.close();
    }
}
