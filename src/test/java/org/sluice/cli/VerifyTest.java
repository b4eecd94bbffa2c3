package org.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.peers.DataSetTree;
import org.sluice.peers.Syntax;
import org.sluice.peers.Transcoder;
import org.sluice.peers.Transcoder.Form;
import org.sluice.peers.Transcoder.Knowledge;
import org.sluice.peers.Transcoder.Lengths;

/** {@code sluice verify}: what {@code identifiers} and a route make of a folder is proved, and what is wrong with it found. */
class VerifyTest {
    private static final Form PLAIN = new Form(Syntax.EXPLICIT_LITTLE_ENDIAN, Lengths.DEFINED, Knowledge.EVERYTHING);

    private final Path folder;
    private final Path originals;
    private final Path outputs;
    private Path variables = Path.of("");

    VerifyTest(@TempDir Path folder) {
        this.folder = folder;
        this.originals = folder.resolve("originals");
        this.outputs = folder.resolve("outputs");
    }

    @BeforeEach
    void aFolderIsDeidentified() throws Exception {
        Files.createDirectories(originals);
        for (int i = 1; i <= 3; i++) {
            Files.write(originals.resolve(i + ".dcm"), Transcoder.file(instance(i), PLAIN));
        }
        variables = Files.writeString(folder.resolve("ids.json"), "{\"id\": \"ANON-1\"}");
        CommandRun run = CommandRun.of(
                "identifiers",
                "--action",
                "put",
                "--deid",
                "recipes/safe-header.deid",
                "--ids",
                variables,
                "-o",
                outputs,
                originals);
        assertThat(run.code()).isZero();
    }

    private static DataSetTree instance(int number) {
        return new DataSetTree()
                .text(0x0008_0016, "UI", "1.2.840.10008.5.1.4.1.1.7")
                .text(0x0008_0018, "UI", "1.2.826.0.1.3680043.9." + number)
                .text(0x0008_0020, "DA", "20190312")
                .text(0x0010_0010, "PN", "Thornbury^Eleanor")
                .text(0x0010_0020, "LO", "MRN4711002")
                .text(0x0020_000D, "UI", "1.2.826.0.1.3680043.10.1")
                .text(0x0020_0013, "IS", "" + number);
    }

    private CommandRun verify(Object... more) {
        Object[] line = new Object[more.length + 5];
        Object[] first = {"verify", "--original", originals, "--output", outputs};
        System.arraycopy(first, 0, line, 0, 5);
        System.arraycopy(more, 0, line, 5, more.length);
        return CommandRun.of(line);
    }

    @Test
    void whatTheCommandMadeIsProvedWithItsRecipeAndVariables() {
        CommandRun run = verify("--recipe", "recipes/safe-header.deid", "--vars", variables, "--dciodvfy", "0");
        assertThat(run.out())
                .startsWith("STUDY 2.25.")
                .contains("3 originals, 3 outputs, ", "nothing found")
                .doesNotContain("1.2.826");
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
    }

    @Test
    void theTableThatCleanLeavesBesideItsFilesIsNoneOfThem() throws Exception {
        Path nothing = Files.writeString(folder.resolve("nothing.deid"), "FORMAT dicom\n\n%header\n");
        Path copies = folder.resolve("copies");
        assertThat(CommandRun.of("clean", "--deid", nothing, "--outfolder", copies, outputs)
                        .code())
                .isZero();
        assertThat(copies.resolve("clean-results.tsv")).exists();
        CommandRun run = CommandRun.of(
                "verify",
                "--original",
                originals,
                "--output",
                copies,
                "--recipe",
                "recipes/safe-header.deid",
                "--vars",
                variables,
                "--dciodvfy",
                "0");
        assertThat(run.out()).contains("3 originals, 3 outputs, ", "nothing found");
        assertThat(run.code()).as(run.out() + run.err()).isZero();
    }

    @Test
    void aLeakIsTheExitCodeAndInEveryReport() throws Exception {
        Path leaking = outputs.resolve("2.dcm");
        Files.write(
                leaking,
                Transcoder.file(
                        instance(2).text(0x0008_0018, "UI", "2.25.1").text(0x0010_0020, "LO", "ANON-1"), PLAIN));
        Path json = folder.resolve("proof.json");
        Path tsv = folder.resolve("proof.tsv");
        Path html = folder.resolve("proof.html");
        CommandRun run = verify(
                "--recipe",
                "recipes/safe-header.deid",
                "--vars",
                variables,
                "--dciodvfy",
                "0",
                "--json",
                json,
                "--tsv",
                tsv,
                "--html",
                html);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("  leak 2.dcm (0010,0010): ").doesNotContain("Thornbury", "MRN4711002");
        for (Path report : new Path[] {json, tsv, html}) {
            assertThat(Files.readString(report)).contains("leak", "(0010,0010)").doesNotContain("Thornbury");
        }
        verify("--recipe", "recipes/safe-header.deid", "--vars", variables, "--json", json, "--show-values");
        assertThat(Files.readString(json)).contains("Thornbury^Eleanor");
    }

    @Test
    void withoutARecipeOutputsArePairedByTheirContent() {
        CommandRun run = verify("--dciodvfy", "0");
        assertThat(run.out()).contains("3 originals, 3 outputs, ", "nothing found");
        assertThat(run.code()).isZero();
    }

    @Test
    void theRecipeAndTheVariablesOfARouteAreThoseOfTheNode() throws Exception {
        Path site = Files.writeString(
                folder.resolve("site.deid"),
                "FORMAT dicom\n%header\nREPLACE PatientName var:who\n"
                        + "REPLACE PatientID var:who\nREMOVE StudyDate\nREPLACE select:VR:UI func:uid\n");
        Path conf = Files.writeString(folder.resolve("sluice.yaml"), """
                listen: [{ port: 11112, bind: 127.0.0.1 }]
                routes:
                  - { ae: SLUICE, from: [ANY], recipe: SITE, to: [folder], variables: { who: { pseudonym: PatientID, key: KEY } } }
                destinations: { folder: { folder: OUT } }
                data: DATA
                quarantine: HELD
                """.replace("SITE", site.toString())
                .replace("KEY", folder.resolve("secret.key").toString())
                .replace("OUT", folder.resolve("out").toString())
                .replace("DATA", folder.resolve("var").toString())
                .replace("HELD", folder.resolve("held").toString()));
        Path key = Files.writeString(folder.resolve("secret.key"), "5a".repeat(32) + "\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Path other = folder.resolve("other");
        CommandRun put = CommandRun.of(
                "identifiers",
                "--action",
                "put",
                "--conf",
                conf,
                "--route",
                "SLUICE",
                "--deid",
                site,
                "-o",
                other,
                originals);
        assertThat(put.err()).doesNotContain("error");
        CommandRun run = CommandRun.of(
                "verify",
                "--original",
                originals,
                "--output",
                other,
                "--conf",
                conf,
                "--route",
                "SLUICE",
                "--dciodvfy",
                "0");
        assertThat(run.out() + run.err()).contains("3 originals, 3 outputs, ", "nothing found");
        assertThat(run.code()).isZero();
    }

    @Test
    void whatMakesNoSenseOrCannotBeReadIsAUsageError() throws Exception {
        assertThat(CommandRun.of("verify", "--original", originals, "--output", folder.resolve("none"))
                        .code())
                .isEqualTo(2);
        assertThat(verify("--recipe", folder.resolve("none.deid")).code()).isEqualTo(2);
        assertThat(verify("--show-values").err()).contains("--show-values goes with --json, --tsv or --html");
        CommandRun asked = verify("--recipe", "recipes/safe-header.deid");
        assertThat(asked.code()).isEqualTo(2);
        assertThat(asked.err()).contains("--vars FILE.json", "id");
        assertThat(verify("--json", folder.resolve("a"), "--tsv", folder.resolve("a"))
                        .err())
                .contains("named twice");
    }
}
