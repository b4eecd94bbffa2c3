package org.sluice.cli;

import java.io.IOException;
import java.io.Writer;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sluice.dataset.Contradiction;
import org.sluice.recipe.Inspected;
import org.sluice.recipe.filter.Match;
import org.sluice.text.OneLine;

/**
 * What {@code inspect} prints by default, as deid's documentation shows it: how many files there are, a paragraph for each
 * flagged one with the label that decides, a summary by section. It begins with a number that is known last; so of more than a
 * hundred files, what is known is printed at once, and that number comes where the summary begins.
 */
final class SeedReport implements InspectReport {
    /** So many files are held back, so that a few look as the documentation shows them. */
    private static final int HELD_FILES = 100;

    private final Console console;
    private final Paragraphs shown;
    private final HeldText paragraphs = new HeldText();
    private final Map<String, Long> flagged = new LinkedHashMap<>();
    private final Map<Contradiction.Kind, Long> contradictions = new EnumMap<>(Contradiction.Kind.class);
    private long clean;
    private long valid;
    private long unreadable;

    /** Whether the number of files and a paragraph for each flagged one stand before the summary. */
    enum Paragraphs {
        SHOWN,
        LEFT_OUT
    }

    /** A report that lists the sections in this order. */
    SeedReport(Console console, Collection<String> sections, Paragraphs shown) {
        this.console = console;
        this.shown = shown;
        sections.forEach(section -> flagged.put(section, 0L));
    }

    @Override
    public void add(Inspected inspected) throws IOException {
        take(inspected);
        if (shown == Paragraphs.LEFT_OUT) {
            paragraphs.moveTo(Writer.nullWriter());
        } else if (valid + unreadable > HELD_FILES) {
            paragraphs.moveTo(console.out());
        }
    }

    private void take(Inspected inspected) throws IOException {
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
        paragraphs.append("FLAGGED " + OneLine.of(judged.file().below().toString()) + " in section "
                + deciding.section() + "\nLABEL: LABEL " + deciding.label() + "\nCRITERIA:  "
                + deciding.reason().strip() + "\n");
    }

    @Override
    public void finish() throws IOException {
        if (shown == Paragraphs.SHOWN) {
            console.out().print("Found " + valid + " valid dicom files\n");
        }
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
