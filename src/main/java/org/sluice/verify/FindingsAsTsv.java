package org.sluice.verify;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.sluice.text.OneLine;

/** A table with tabs: a row for each study, for each change in it with its line, and for each finding. */
public final class FindingsAsTsv implements ReportWriter {
    static final List<String> HEADING = List.of(
            "row",
            "study",
            "kind",
            "file",
            "where",
            "count",
            "text",
            "line",
            "source",
            "category",
            "shape",
            "digest",
            "value");

    @Override
    public void write(VerifyReport report, Writer out) throws IOException {
        row(out, HEADING.toArray(String[]::new));
        for (StudyResult study : report.studies()) {
            String name = study.name();
            row(out, "study", name, "", "", "", Long.toString(study.instances()), FindingsAsText.found(study.counts()));
            for (Map.Entry<Change, Long> entry : study.changes().entrySet()) {
                Change change = entry.getKey();
                String count = entry.getValue().toString();
                row(out, "change", name, change.what(), "", change.attribute(), count, change.name(), change.line());
            }
            findings(study, name, out);
        }
        findings(report.others(), "", out);
    }

    private static void findings(StudyResult study, String name, Writer out) throws IOException {
        for (Finding finding : study.findings()) {
            String kind = finding.kind().word();
            if (finding.sighting().isEmpty()) {
                row(out, "finding", name, kind, finding.file(), finding.where(), "1", finding.text());
                continue;
            }
            Sighting met = finding.sighting().get();
            row(
                    out,
                    "finding",
                    name,
                    kind,
                    finding.file(),
                    finding.where(),
                    "1",
                    finding.text(),
                    "",
                    met.source() + " " + met.attribute(),
                    met.category().word(),
                    met.shape(),
                    met.digest(),
                    met.value().orElse(""));
        }
    }

    /** Cells that are left out at the end are empty. */
    private static void row(Writer out, String... cells) throws IOException {
        String row = List.of(cells).stream().map(OneLine::cell).collect(Collectors.joining("\t"));
        out.write(row + "\t".repeat(HEADING.size() - cells.length) + "\n");
    }
}
