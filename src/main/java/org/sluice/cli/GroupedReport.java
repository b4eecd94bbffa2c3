package org.sluice.cli;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sluice.dataset.Contradiction;
import org.sluice.files.FoundFile;
import org.sluice.recipe.Inspected;
import org.sluice.recipe.filter.Match;

/**
 * {@code inspect --json=grouped}: one JSON object as deid's documentation shows it, its layout included: the clean files, the
 * flagged ones by the section that decides, or by the kind of contradiction, and for each flagged one the reason. Clean files are printed as soon as they are
 * known; the rest follows after the last file.
 */
final class GroupedReport implements InspectReport {
    private static final String INDENT = "   ";

    private final Console console;
    private final Map<String, HeldText> flagged = new LinkedHashMap<>();
    private final HeldText reasons = new HeldText();
    private String cleanSeparator = "\n";

    /** A report that lists the sections in this order. */
    GroupedReport(Console console, Collection<String> sections) {
        this.console = console;
        sections.forEach(section -> flagged.put(section, new HeldText()));
        console.out().print("{\n" + INDENT + "\"clean\":[");
    }

    @Override
    public void add(Inspected inspected) throws IOException {
        if (inspected instanceof Inspected.Contradicting contradicting) {
            Contradiction found = contradicting.contradiction();
            flagged(contradicting.file(), found.kind().word(), found.text());
        }
        if (!(inspected instanceof Inspected.Judged judged)) {
            return;
        }
        if (judged.verdict().deciding().isEmpty()) {
            console.out()
                    .print(cleanSeparator
                            + INDENT.repeat(2)
                            + quoted(judged.file().path().toString()));
            cleanSeparator = ",\n";
            return;
        }
        Match deciding = judged.verdict().deciding().get();
        flagged(judged.file(), deciding.section(), " " + deciding.reason().strip());
    }

    private void flagged(FoundFile found, String section, String reason) throws IOException {
        String file = quoted(found.path().toString());
        HeldText group = flagged.computeIfAbsent(section, name -> new HeldText());
        group.append((group.isEmpty() ? "\n" : ",\n") + INDENT.repeat(3) + file);
        reasons.append((reasons.isEmpty() ? "\n" : ",\n") + INDENT.repeat(2) + file + ":" + quoted(reason));
    }

    private static String quoted(String text) {
        return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    @Override
    public void finish() throws IOException {
        console.out().print("\n" + INDENT + "],\n" + INDENT + "\"flagged\":{");
        String separator = "\n";
        for (Map.Entry<String, HeldText> group : flagged.entrySet()) {
            if (!group.getValue().isEmpty()) {
                console.out().print(separator + INDENT.repeat(2) + quoted(group.getKey()) + ":[");
                group.getValue().copyTo(console.out());
                console.out().print("\n" + INDENT.repeat(2) + "]");
                separator = ",\n";
            }
        }
        console.out().print("\n" + INDENT + "},\n" + INDENT + "\"reason\":{");
        reasons.copyTo(console.out());
        console.out().print("\n" + INDENT + "}\n}\n");
    }

    @Override
    public void close() throws IOException {
        for (HeldText group : flagged.values()) {
            group.close();
        }
        reasons.close();
    }
}
