package org.sluice.verify;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.sluice.text.OneLine;

/** A short summary for people: a line for each study, and what was found in it. */
public final class FindingsAsText implements ReportWriter {
    private static final int MOST_OF_A_STUDY = 20;

    @Override
    public void write(VerifyReport report, Writer out) throws IOException {
        for (StudyResult study : report.studies()) {
            out.write(OneLine.of(study(study)) + "\n");
            findings(study, out);
        }
        findings(report.others(), out);
        out.write(OneLine.of(summary(report)) + "\n");
    }

    private static String study(StudyResult study) {
        long attributes = study.changes().keySet().stream()
                .map(Change::attribute)
                .distinct()
                .count();
        long lines = study.changes().keySet().stream()
                .map(Change::line)
                .filter(line -> !line.isEmpty())
                .distinct()
                .count();
        String by = lines == 0 ? "" : " by " + OneLine.count(lines, "line");
        String held = study.held() == 0 ? "" : ", " + study.held() + " to be held";
        return "STUDY " + study.name() + ": " + OneLine.count(study.instances(), "original") + ", "
                + OneLine.count(study.paired(), "output") + held + ", "
                + OneLine.count(attributes, "attribute") + " changed" + by + ", " + found(study.counts());
    }

    private static void findings(StudyResult study, Writer out) throws IOException {
        List<Finding> shown = study.findings().stream().limit(MOST_OF_A_STUDY).toList();
        for (Finding finding : shown) {
            out.write("  " + OneLine.of(finding.line()) + "\n");
        }
        if (study.total() > shown.size()) {
            out.write("  and " + OneLine.count(study.total() - shown.size(), "more finding") + "\n");
        }
    }

    /** {@code nothing found}, or how many of each kind. */
    static String found(Map<FindingKind, Long> counts) {
        return counts.isEmpty()
                ? "nothing found"
                : counts.entrySet().stream()
                        .map(entry -> entry.getValue() + " " + entry.getKey().word())
                        .collect(Collectors.joining(", "));
    }

    private static String summary(VerifyReport report) {
        String judged = report.judge()
                ? "; dciodvfy looked at " + report.judged() + " of " + report.paired()
                : "; dciodvfy is not installed, or was not asked";
        return "VERIFIED " + OneLine.count(report.originals(), "original") + " in "
                + OneLine.count(report.studies().size(), "study").replace("studys", "studies") + ", "
                + OneLine.count(report.outputs(), "output") + ", " + report.paired() + " paired: "
                + found(report.counts()) + judged;
    }
}
