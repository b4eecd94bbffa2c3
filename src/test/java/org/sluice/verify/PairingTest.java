package org.sluice.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.peers.DataSetTree;
import org.sluice.peers.Syntax;
import org.sluice.peers.Transcoder.Form;
import org.sluice.peers.Transcoder.Knowledge;
import org.sluice.peers.Transcoder.Lengths;

/** Which output belongs to which original, and what is told when that cannot be known. */
class PairingTest {
    private static final Form PLAIN = new Form(Syntax.EXPLICIT_LITTLE_ENDIAN, Lengths.DEFINED, Knowledge.EVERYTHING);

    private final SampleFolders folders;
    private final SamplePatient patient = SamplePatient.of(3, 1);

    PairingTest(@TempDir Path folder) throws Exception {
        folders = new SampleFolders(folder, SampleFolders.SAFE_HEADER, PLAIN)
                .add("a1.dcm", patient.instance(1))
                .add("a2.dcm", patient.instance(2));
    }

    @Test
    void namesOfFilesDoNotMatter() throws Exception {
        rename("a1.dcm", "x.dcm");
        rename("a2.dcm", "y.dcm");
        assertThat(folders.verified().paired()).isEqualTo(2);
        assertThat(findings(folders.verified())).isEmpty();
    }

    @Test
    void anOriginalWithoutAnOutputIsTold() throws Exception {
        Files.delete(folders.outputs().resolve("a2.dcm"));
        assertThat(findings(folders.verified()))
                .containsExactly("unpaired-original a2.dcm: an original for which no output was found");
        assertThat(findings(folders.verified(Optional.empty(), Verification.Values.HIDDEN)))
                .containsExactly("unpaired-original a2.dcm: an original for which no output was found");
    }

    @Test
    void anOutputWithoutAnOriginalIsTold() throws Exception {
        Files.delete(folders.originals().resolve("a2.dcm"));
        assertThat(findings(folders.verified()))
                .containsExactly("unpaired-output a2.dcm: an output whose original was not found");
    }

    @Test
    void anOutputUnderAnotherUidIsKnownByItsContent() throws Exception {
        folders.plant("a2.dcm", patient.instance(2), output -> output.text(0x0008_0018, "UI", "2.25.5"));
        assertThat(folders.verified().paired()).isEqualTo(2);
        assertThat(findings(folders.verified()))
                .anyMatch(line -> line.startsWith("unexplained-change a2.dcm (0008,0018): has another value"));
    }

    @Test
    void imagesThatAreAllAlikeAreAmbiguousWithoutTheRecipe() throws Exception {
        DataSetTree first = patient.instance(1);
        DataSetTree copy = patient.instance(1).text(0x0008_0018, "UI", patient.uid("3.7"));
        folders.add("a1.dcm", first).add("a3.dcm", copy);
        assertThat(findings(folders.verified(Optional.empty(), Verification.Values.HIDDEN)))
                .containsExactly(
                        "ambiguous a1.dcm: an original that fits 2 outputs equally",
                        "ambiguous a3.dcm: an original that fits 2 outputs equally");
        assertThat(findings(folders.verified())).isEmpty();
    }

    @Test
    void twoOutputsUnderOneUidAreTold() throws Exception {
        Files.copy(folders.outputs().resolve("a1.dcm"), folders.outputs().resolve("a7.dcm"));
        assertThat(findings(folders.verified()))
                .contains("duplicate-output a7.dcm: has the SOP Instance UID of a1.dcm");
    }

    @Test
    void whatTheNodeWouldHoldNeedsNoOutput() throws Exception {
        Files.delete(folders.outputs().resolve("a2.dcm"));
        Path recipe = Files.writeString(folders.outputs().resolveSibling("screen.deid"), """
                FORMAT dicom
                %filter second
                LABEL second of its series
                equals InstanceNumber 2
                %include SAFE
                """.replace(
                "SAFE", Path.of("recipes/safe-header.deid").toAbsolutePath().toString()));
        VerifyReport report =
                folders.verified(Optional.of(SampleFolders.recipe(recipe.toString())), Verification.Values.HIDDEN);
        assertThat(findings(report)).isEmpty();
        assertThat(report.studies()).singleElement().satisfies(study -> {
            assertThat(study.held()).isEqualTo(1);
            assertThat(study.paired()).isEqualTo(1);
        });
    }

    @Test
    void aFileThatIsNoInstanceIsTold() throws Exception {
        Files.writeString(folders.outputs().resolve("names.csv"), "Doe;Jane;1970-02-03;and so on and so forth");
        assertThat(findings(folders.verified())).singleElement().asString().startsWith("unreadable names.csv: ");
    }

    @Test
    void aNameOfAFileThatTellsThePatientIsALeakAndNotShown() throws Exception {
        rename("a1.dcm", patient.family() + "_1.dcm");
        assertThat(findings(folders.verified()))
                .singleElement()
                .asString()
                .startsWith("leak file-")
                .contains(" file name: ", "name of (0010,0010) Patient's Name")
                .doesNotContainIgnoringCase(patient.family());
    }

    private void rename(String from, String to) throws IOException {
        Files.move(folders.outputs().resolve(from), folders.outputs().resolve(to));
    }

    private static List<String> findings(VerifyReport report) {
        Stream<StudyResult> all = Stream.concat(report.studies().stream(), Stream.of(report.others()));
        return all.flatMap(study -> study.findings().stream())
                .map(Finding::line)
                .toList();
    }
}
