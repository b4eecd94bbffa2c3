package org.sluice.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.peers.DataSetTree;
import org.sluice.peers.Syntax;
import org.sluice.peers.Transcoder.Form;
import org.sluice.peers.Transcoder.Knowledge;
import org.sluice.peers.Transcoder.Lengths;
import org.sluice.peers.TreeReader;
import org.sluice.recipe.CompiledRecipe;

/** What the shipped recipes make of an instance raises no alarm, and says by which line each change was made. */
class CleanOutputTest {
    private final Path folder;

    CleanOutputTest(@TempDir Path folder) {
        this.folder = folder;
    }

    static Stream<Form> forms() {
        return Stream.of(
                new Form(Syntax.EXPLICIT_LITTLE_ENDIAN, Lengths.DEFINED, Knowledge.EVERYTHING),
                new Form(Syntax.IMPLICIT_LITTLE_ENDIAN, Lengths.UNDEFINED, Knowledge.EVERYTHING),
                new Form(Syntax.EXPLICIT_BIG_ENDIAN, Lengths.MIXED, Knowledge.STANDARD),
                new Form(Syntax.DEFLATED_EXPLICIT_LITTLE_ENDIAN, Lengths.DEFINED, Knowledge.OLD_STANDARD));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void safeHeaderLeavesNothingToFind(Form form) throws Exception {
        assertThat(findings(folders(SampleFolders.SAFE_HEADER, form).verified()))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("forms")
    void safePrivateLeavesNothingToFind(Form form) throws Exception {
        assertThat(findings(folders(SampleFolders.SAFE_PRIVATE, form).verified()))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("forms")
    void withoutTheRecipeTheOutputIsPairedByItsContentAndAsClean(Form form) throws Exception {
        VerifyReport report =
                folders(SampleFolders.SAFE_HEADER, form).verified(Optional.empty(), Verification.Values.HIDDEN);
        assertThat(findings(report)).isEmpty();
        assertThat(report.paired()).isEqualTo(6);
    }

    @Test
    void movedDatesAreNotTakenForOthersOfThePatient() throws Exception {
        CompiledRecipe moving = recipeWith("retain-modified-dates, clean-descriptors");
        Form form = forms().findFirst().orElseThrow();
        SampleFolders folders = new SampleFolders(folder, moving, form);
        SamplePatient patient = SamplePatient.of(4, 1);
        String later = SamplePatient.da(patient.study().plusDays(17)); // which will be moved to the day of the study
        folders.add("a1.dcm", patient.instance(1).text(0x0008_0022, "DA", later));
        assertThat(findings(folders.verified())).isEmpty();
        assertThat(findings(folders.verified(Optional.empty(), Verification.Values.HIDDEN)))
                .isEmpty();
    }

    @Test
    void whatAnOptionKeepsIsNoFinding() throws Exception {
        CompiledRecipe keeping = recipeWith("retain-uids, retain-full-dates, retain-institution-identity");
        SampleFolders folders = folders(keeping, forms().findFirst().orElseThrow());
        assertThat(findings(folders.verified())).isEmpty();
        assertThat(findings(folders.verified(Optional.empty(), Verification.Values.HIDDEN)))
                .isEmpty();
    }

    @Test
    void theMarkOnDatesSaysWhatBecameOfThem() throws Exception {
        Form form = forms().findFirst().orElseThrow();
        DataSetTree original = SamplePatient.of(1, 1).instance(1);
        String[] options = {"", "retain-full-dates", "retain-modified-dates"};
        String[] marks = {"REMOVED", "UNMODIFIED", "MODIFIED"};
        for (int i = 0; i < marks.length; i++) {
            CompiledRecipe recipe = options[i].isEmpty() ? SampleFolders.SAFE_HEADER : recipeWith(options[i]);
            SampleFolders folders = new SampleFolders(folder.resolve(marks[i]), recipe, form).add("a1.dcm", original);
            byte[] output = Files.readAllBytes(folders.outputs().resolve("a1.dcm"));
            String even = marks[i] + " ".repeat(marks[i].length() % 2);
            String hex = HexFormat.of().formatHex(even.getBytes(StandardCharsets.US_ASCII));
            assertThat(TreeReader.file(output, original).lines()).contains("(0028,0303) " + hex);
        }
    }

    @Test
    void eachChangeHasItsLine() throws Exception {
        VerifyReport report = folders(
                        SampleFolders.SAFE_HEADER, forms().findFirst().orElseThrow())
                .verified();
        List<String> changes = new ArrayList<>();
        report.studies().get(0).changes().forEach((change, count) -> {
            assertThat(change.line()).startsWith("recipes/safe-header.deid:");
            changes.add(change.attribute() + " " + change.what() + " " + count);
        });
        assertThat(changes)
                .contains(
                        "(0010,0010) replaced 2",
                        "(0008,0050) emptied 2",
                        "(0008,1140)[].(0008,1155) replaced 2",
                        "(0029,1010) removed 2",
                        "(0012,0062) added 2",
                        "(6000,3000) removed 2");
    }

    private CompiledRecipe recipeWith(String options) throws Exception {
        Path file = folder.resolve("with-options.deid");
        Files.writeString(
                file,
                "FORMAT dicom\n%include " + Path.of("recipes/safe-header.deid").toAbsolutePath() + "\n%options "
                        + options + "\n");
        return SampleFolders.recipe(file.toString());
    }

    private SampleFolders folders(CompiledRecipe recipe, Form form) throws Exception {
        SampleFolders folders = new SampleFolders(folder, recipe, form);
        for (int patient = 0; patient < 3; patient++) {
            char letter = (char) ('a' + patient);
            folders.add(letter + "1.dcm", SamplePatient.of(patient, patient).instance(1));
            folders.add(letter + "2.dcm", SamplePatient.of(patient, patient).instance(2));
        }
        return folders;
    }

    private static List<String> findings(VerifyReport report) {
        Stream<StudyResult> all = Stream.concat(report.studies().stream(), Stream.of(report.others()));
        return all.flatMap(study -> study.findings().stream())
                .map(Finding::line)
                .toList();
    }
}
