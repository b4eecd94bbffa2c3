package org.sluice.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.peers.Syntax;
import org.sluice.peers.Transcoder.Form;
import org.sluice.peers.Transcoder.Knowledge;
import org.sluice.peers.Transcoder.Lengths;

/** The forms of a report: each tells the same, and none tells a value unless it was asked to. */
class ReportsTest {
    private static final Form PLAIN = new Form(Syntax.EXPLICIT_LITTLE_ENDIAN, Lengths.DEFINED, Knowledge.EVERYTHING);
    private static final List<ReportWriter> FORMS =
            List.of(new FindingsAsText(), new FindingsAsTsv(), new FindingsAsJson(), new FindingsAsHtml());

    private final SampleFolders folders;
    private final SamplePatient patient = SamplePatient.of(5, 1);

    ReportsTest(@TempDir Path folder) throws Exception {
        folders = new SampleFolders(folder, SampleFolders.SAFE_HEADER, PLAIN).add("a1.dcm", patient.instance(1));
        folders.plant(
                "a1.dcm", patient.instance(1), output -> output.text(0x0008_103E, "LO", "<b>" + patient.name() + "</b>")
                        .text(0x0020_4000, "LT", patient.id() + " " + patient.born() + " " + patient.street()));
    }

    @Test
    void noFormTellsAValueOfThePatient() throws Exception {
        VerifyReport report = folders.verified();
        for (ReportWriter form : FORMS) {
            String text = written(form, report);
            assertThat(text)
                    .contains(
                            "leak",
                            "(0008,103E)",
                            "(0020,4000)",
                            "Patient's Name".replace("'", form instanceof FindingsAsHtml ? "&#39;" : "'"))
                    .doesNotContainIgnoringCase(patient.family())
                    .doesNotContainIgnoringCase(patient.given())
                    .doesNotContain(patient.id())
                    .doesNotContain(patient.accession())
                    .doesNotContain(SamplePatient.da(patient.born()))
                    .doesNotContain(patient.born().toString())
                    .doesNotContain(patient.street())
                    .doesNotContain(patient.uid("1"));
        }
    }

    @Test
    void theSameValueHasTheSameDigestInOneReportAndAnotherInTheNext() throws Exception {
        List<String> first = digests(folders.verified());
        List<String> second = digests(folders.verified());
        assertThat(first).isNotEmpty().doesNotContainAnyElementsOf(second);
        assertThat(first).hasSameSizeAs(second);
    }

    @Test
    void valuesAreInFilesWhenTheyAreAskedForAndNeverInTheSummary() throws Exception {
        VerifyReport report = folders.verified(Optional.of(SampleFolders.SAFE_HEADER), Verification.Values.TOLD);
        for (ReportWriter form : FORMS) {
            String text = written(form, report);
            if (form instanceof FindingsAsText) {
                assertThat(text).doesNotContain(patient.id(), patient.family());
            } else {
                assertThat(text).contains(patient.id(), patient.name());
            }
        }
    }

    @Test
    void thePageShowsWhateverStandsInItAsText() throws Exception {
        VerifyReport report = folders.verified(Optional.of(SampleFolders.SAFE_HEADER), Verification.Values.TOLD);
        assertThat(FindingsAsHtml.escaped("<script>'\"&")).isEqualTo("&lt;script&gt;&#39;&quot;&amp;");
        assertThat(written(new FindingsAsHtml(), report))
                .startsWith("<!DOCTYPE html>")
                .contains("default-src 'none'")
                .doesNotContain("<b>", "<script", "http://", "https://", "src=", "href=");
    }

    @Test
    void theTableHasAsManyCellsInEachRow() throws Exception {
        String table = written(new FindingsAsTsv(), folders.verified());
        assertThat(table.lines())
                .allSatisfy(row -> assertThat(row.split("\t", -1)).hasSize(FindingsAsTsv.HEADING.size()));
        assertThat(table.lines().map(row -> row.split("\t", -1)[0])).contains("row", "study", "change", "finding");
    }

    @Test
    void theJsonHasTheChangesWithTheirLinesAndTheFindings() throws Exception {
        JsonNode json = new ObjectMapper().readTree(written(new FindingsAsJson(), folders.verified()));
        assertThat(json.path("recipe").asText()).isEqualTo("recipes/safe-header.deid");
        assertThat(json.path("edition").asText()).isEqualTo("2026d");
        assertThat(json.path("paired").asInt()).isEqualTo(1);
        assertThat(json.path("counts").path("leak").asInt()).isGreaterThan(2);
        JsonNode study = json.path("studies").path(0);
        assertThat(study.path("changes")).anySatisfy(change -> {
            assertThat(change.path("attribute").asText()).isEqualTo("(0010,0010)");
            assertThat(change.path("what").asText()).isEqualTo("replaced");
            assertThat(change.path("line").asText()).matches("recipes/safe-header.deid:\\d+");
        });
        assertThat(study.path("findings")).anySatisfy(finding -> {
            assertThat(finding.path("kind").asText()).isEqualTo("leak");
            assertThat(finding.path("value").path("source").asText()).isEqualTo("(0010,0010)");
            assertThat(finding.path("value").path("shape").asText()).startsWith("AAA");
            assertThat(finding.path("value").has("text")).isFalse();
        });
    }

    @Test
    void aReportWithoutFindingsSaysSo() throws Exception {
        folders.add("a1.dcm", patient.instance(1));
        assertThat(written(new FindingsAsText(), folders.verified()))
                .startsWith("STUDY 2.25.")
                .contains("1 original, 1 output, ", " changed by ", "nothing found")
                .endsWith("1 paired: nothing found; dciodvfy is not installed, or was not asked\n");
    }

    private static List<String> digests(VerifyReport report) {
        return report.studies().get(0).findings().stream()
                .flatMap(finding -> finding.sighting().stream())
                .map(Sighting::digest)
                .distinct()
                .toList();
    }

    private static String written(ReportWriter form, VerifyReport report) throws Exception {
        StringWriter out = new StringWriter();
        form.write(report, out);
        return out.toString();
    }
}
