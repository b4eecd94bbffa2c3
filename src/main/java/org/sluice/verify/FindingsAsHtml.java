package org.sluice.verify;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sluice.text.OneLine;

/** The report as one page that needs nothing else: no script, no picture, nothing to be fetched. */
public final class FindingsAsHtml implements ReportWriter {
    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>sluice verify</title>
            <style>
            body { font: 15px/1.45 system-ui, sans-serif; margin: 2em auto; max-width: 75em; padding: 0 1em; color: #1c1c1c; background: #fff }
            table { border-collapse: collapse; margin: .5em 0 1.5em; width: 100% }
            th, td { border-bottom: 1px solid #ccc; padding: .25em .6em; text-align: left; vertical-align: top; overflow-wrap: anywhere }
            th { background: #f0f0f0 }
            .good { color: #17652b } .bad { color: #a3121c }
            summary { cursor: pointer }
            </style>
            </head>
            <body>
            """;

    @Override
    public void write(VerifyReport report, Writer out) throws IOException {
        out.write(HEAD);
        out.write("<h1>sluice verify</h1>\n");
        verdict(report.counts(), out);
        String recipe = report.recipe().isEmpty() ? "none" : report.recipe() + ", SHA-256 " + report.recipeSha256();
        row(out, "p", "Recipe: " + recipe);
        row(out, "p", "Identifying attributes: PS3.15 table E.1-1, edition " + report.edition());
        row(
                out,
                "p",
                report.originals() + " originals, " + report.outputs() + " outputs, " + report.paired() + " paired; "
                        + (report.judge()
                                ? "dciodvfy looked at " + report.judged() + " pairs."
                                : "dciodvfy was not used."));
        if (!report.others().findings().isEmpty()) {
            row(out, "h2", "In no study");
            findings(report.others(), out);
        }
        for (StudyResult study : report.studies()) {
            study(study, out);
        }
        out.write("</body>\n</html>\n");
    }

    private static void study(StudyResult study, Writer out) throws IOException {
        row(out, "h2", "Study " + study.name());
        verdict(study.counts(), out);
        row(
                out,
                "p",
                study.instances() + " originals, " + study.paired() + " paired, " + study.held() + " to be held.");
        findings(study, out);
        out.write("<details><summary>What was changed, and by which line</summary>\n<table>\n");
        cells(out, "th", List.of("Attribute", "Name", "What", "Line", "Instances"));
        for (Map.Entry<Change, Long> entry : study.changes().entrySet()) {
            Change change = entry.getKey();
            cells(
                    out,
                    "td",
                    List.of(
                            change.attribute(),
                            change.name(),
                            change.what(),
                            change.line(),
                            entry.getValue().toString()));
        }
        out.write("</table>\n</details>\n");
    }

    private static void verdict(Map<FindingKind, Long> counts, Writer out) throws IOException {
        String kind = counts.isEmpty() ? "good" : "bad";
        out.write("<p class=\"" + kind + "\"><strong>" + escaped(FindingsAsText.found(counts)) + "</strong></p>\n");
    }

    private static void findings(StudyResult study, Writer out) throws IOException {
        if (study.findings().isEmpty()) {
            return;
        }
        boolean told = study.findings().stream()
                .flatMap(finding -> finding.sighting().stream())
                .anyMatch(met -> met.value().isPresent());
        out.write("<table>\n");
        Stream<String> heading = Stream.of("Kind", "File", "Where", "What", "Value of the original");
        cells(
                out,
                "th",
                Stream.concat(heading, told ? Stream.of("Value") : Stream.of()).toList());
        for (Finding finding : study.findings()) {
            Stream<String> row = Stream.of(
                    finding.kind().word(),
                    finding.file(),
                    finding.where(),
                    finding.text(),
                    finding.sighting().map(Sighting::text).orElse(""));
            String value = finding.sighting().flatMap(Sighting::value).orElse("");
            cells(
                    out,
                    "td",
                    Stream.concat(row, told ? Stream.of(value) : Stream.of()).toList());
        }
        out.write("</table>\n");
        if (study.total() > study.findings().size()) {
            row(out, "p", "and " + (study.total() - study.findings().size()) + " more findings");
        }
    }

    private static void row(Writer out, String element, String text) throws IOException {
        out.write("<" + element + ">" + escaped(text) + "</" + element + ">\n");
    }

    private static void cells(Writer out, String element, List<String> cells) throws IOException {
        out.write(cells.stream()
                .map(cell -> "<" + element + ">" + escaped(cell) + "</" + element + ">")
                .collect(Collectors.joining("", "<tr>", "</tr>\n")));
    }

    /** Whatever is in a file name or a value, it is text here. */
    static String escaped(String text) {
        return OneLine.of(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
