package org.sluice.cli;

import java.io.IOException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sluice.dataset.Contradiction;
import org.sluice.recipe.Match;

/**
 * What {@code inspect} prints by default, as deid's documentation shows it: how many files there are, a paragraph for each
 * flagged one with the label that decides, a summary by section. It begins with a number that is known last, so all of it
 * comes at the end.
 */
final class SeedReport implements InspectReport {
    private final Console console;
    private final HeldText paragraphs = new HeldText();
    private final Map<String, Long> flagged = new LinkedHashMap<>();
    private final Map<Contradiction.Kind, Long> contradictions = new EnumMap<>(Contradiction.Kind.class);
    private long clean;
    private long valid;
    private long unreadable;

    /** A report that lists the sections in this order. */
    SeedReport(Console console, Collection<String> sections) {
        this.console = console;
        sections.forEach(section -> flagged.put(section, 0L));
    }

    @Override
    public void add(Inspected inspected) throws IOException {
        if (inspected instanceof Inspected.Contradicting contradicting) {
            valid++;
            Contradiction found = contradicting.contradiction();
            contradictions.merge(found.kind(), 1L, Long::sum);
            paragraphs.append("CONTRADICTION " + contradicting.file().below() + " "
                    + found.kind().word() + ": " + found.text() + "\n");
            return;
        }
        if (!(inspected instanceof Inspected.Judged judged)) {
            unreadable++;
            return;
        }
        valid++;
        if (judged.verdict().deciding().isEmpty()) {
            clean++;
            return;
        }
        Match deciding = judged.verdict().deciding().get();
        flagged.merge(deciding.section(), 1L, Long::sum);
        paragraphs.append("FLAGGED " + judged.file().below() + " in section " + deciding.section() + "\nLABEL: LABEL "
                + deciding.label() + "\nCRITERIA:  " + deciding.reason().strip() + "\n");
    }

    @Override
    public void finish() throws IOException {
        console.out().print("Found " + valid + " valid dicom files\n");
        paragraphs.copyTo(console.out());
        console.out().print("\nSUMMARY ================================\n\n");
        count("CLEAN", clean);
        flagged.forEach((section, files) -> count("FLAGGED " + section, files));
        contradictions.forEach((kind, files) -> count("CONTRADICTION " + kind.word(), files));
        count("UNREADABLE", unreadable);
    }

    private void count(String words, long files) {
        if (files > 0) {
            console.out().print(words + " " + files + " files\n");
        }
    }

    @Override
    public void close() throws IOException {
        paragraphs.close();
    }
}
