package org.sluice.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sluice.peers.DataSetTree;
import org.sluice.peers.Syntax;
import org.sluice.peers.Transcoder.Form;
import org.sluice.peers.Transcoder.Knowledge;
import org.sluice.peers.Transcoder.Lengths;

/** Whatever is left of a person in an output is found, wherever it stands and however it is written. */
class PlantedLeaksTest {
    private static final int SEEDS = 10;
    private static final List<Syntax> SYNTAXES = List.of(
            Syntax.EXPLICIT_LITTLE_ENDIAN,
            Syntax.IMPLICIT_LITTLE_ENDIAN,
            Syntax.EXPLICIT_BIG_ENDIAN,
            Syntax.DEFLATED_EXPLICIT_LITTLE_ENDIAN);

    private final Path folder;

    PlantedLeaksTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @EnumSource
    void isFoundInOnePatient(Planted leak) throws Exception {
        isFound(leak, leak.name().length() % SEEDS);
    }

    @Tag("heavy")
    @ParameterizedTest
    @EnumSource
    void isFoundInEachOfTenPatients(Planted leak) throws Exception {
        for (int seed = 0; seed < SEEDS; seed++) {
            isFound(leak, seed);
        }
    }

    private void isFound(Planted leak, int seed) throws Exception {
        Form form = new Form(SYNTAXES.get(seed % 4), Lengths.values()[seed % 3], Knowledge.EVERYTHING);
        SamplePatient patient = SamplePatient.of(seed, 1);
        DataSetTree second = patient.instance(2);
        SampleFolders folders = new SampleFolders(folder.resolve("" + seed), SampleFolders.SAFE_HEADER, form);
        folders.add("a2.dcm", second);
        if (leak.concernsSeveral()) {
            folders.add("a1.dcm", patient.instance(1))
                    .add("b1.dcm", SamplePatient.of(seed, 2).instance(1));
        }
        folders.plant("a2.dcm", second, leak.of(patient));
        folders.plantBytes("a2.dcm", file -> leak.in(file, patient));
        found(leak, seed, folders.verified());
    }

    private static void found(Planted leak, int seed, VerifyReport report) {
        List<Finding> findings = new ArrayList<>(report.others().findings());
        report.studies().forEach(study -> findings.addAll(study.findings()));
        assertThat(findings).as("%s of patient %d", leak, seed).anySatisfy(finding -> {
            assertThat(finding.kind()).isEqualTo(leak.kind());
            assertThat(finding.where()).isEqualTo(leak.where());
        });
        if (!leak.concernsSeveral()) {
            assertThat(findings).extracting(Finding::file).containsOnly("a2.dcm");
        }
    }
}
