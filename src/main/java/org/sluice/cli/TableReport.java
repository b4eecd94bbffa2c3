package org.sluice.cli;

import java.io.IOException;
import java.util.function.Function;
import org.sluice.recipe.Inspected;

/**
 * {@code inspect --tsv} and {@code --csv}: the rows that {@code --save} writes, on standard output. Rows of clean files come
 * as soon as they are known, those of flagged ones after the last file.
 */
final class TableReport implements InspectReport {
    private final Console console;
    private final Function<FlagRow, String> form;
    private final DeferredText flagged = new DeferredText();

    /** @param form a row as it is printed, its line end included */
    TableReport(Console console, Function<FlagRow, String> form) {
        this.console = console;
        this.form = form;
        console.out().print(form.apply(FlagRow.HEADING));
    }

    @Override
    public void add(Inspected inspected) throws IOException {
        if (inspected instanceof Inspected.Contradicting contradicting) {
            String file = contradicting.file().path().toString();
            flagged.append(form.apply(FlagRow.of(file, contradicting.contradiction())));
        }
        if (inspected instanceof Inspected.Judged judged) {
            for (FlagRow row : FlagRow.of(judged.file().path().toString(), judged.verdict())) {
                if (judged.verdict().flagged()) {
                    flagged.append(form.apply(row));
                } else {
                    console.out().print(form.apply(row));
                }
            }
        }
    }

    @Override
    public void finish() throws IOException {
        flagged.copyTo(console.out());
    }

    @Override
    public void close() throws IOException {
        flagged.close();
    }
}
