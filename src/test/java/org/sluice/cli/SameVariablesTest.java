package org.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.config.ConfigLoader;
import org.sluice.config.Configuration;
import org.sluice.dataset.DataSetPieces;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.HeaderMemory;
import org.sluice.dataset.HeaderRoom;
import org.sluice.dataset.Part10;
import org.sluice.dataset.Tag;
import org.sluice.dataset.TransferSyntax;
import org.sluice.files.FoundFile;
import org.sluice.gateway.route.InstanceDecision;
import org.sluice.gateway.route.NodeVariables;
import org.sluice.gateway.route.Route;
import org.sluice.gateway.route.RouteAssembly;
import org.sluice.peers.DataSetBytes;
import org.sluice.peers.DataSetTree;
import org.sluice.peers.Syntax;
import org.sluice.peers.Transcoder;
import org.sluice.peers.Transcoder.Form;
import org.sluice.peers.Transcoder.Knowledge;
import org.sluice.peers.Transcoder.Lengths;
import org.sluice.recipe.CompiledRecipe;
import org.sluice.recipe.RecipeFiles;
import org.sluice.recipe.ScreenedInstance;
import org.sluice.recipe.Screening;
import org.sluice.recipe.function.Variables;
import org.sluice.recipe.syntax.Reading;
import org.sluice.store.KnownKeys;
import org.sluice.text.SourceText;

/** A node's route, the commands over files and the library make the same of a patient, a UID and a date. */
class SameVariablesTest {
    private static final Form PLAIN = new Form(Syntax.EXPLICIT_LITTLE_ENDIAN, Lengths.DEFINED, Knowledge.EVERYTHING);
    private static final int ACCESSION_NUMBER = 0x0008_0050;
    private static final int STUDY_DATE = 0x0008_0020;
    private static final int STUDY_UID = 0x0020_000D;

    private final Path folder;
    private Path conf = Path.of("");
    private Path recipe = Path.of("");

    SameVariablesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void aNodeIsConfigured() throws Exception {
        Path key = folder.resolve("secret.key");
        recipe = Files.writeString(folder.resolve("site.deid"), """
                FORMAT dicom
                %header
                REPLACE PatientID var:id
                REPLACE AccessionNumber var:acc
                REPLACE select:VR:UI func:uid
                JITTER StudyDate var:days
                """);
        Path known =
                Files.writeString(folder.resolve("known.csv"), "PatientID,IssuerOfPatientID,pseudonym\nP7,H1,OLD-7\n");
        conf = Files.writeString(folder.resolve("sluice.yaml"), """
                listen: [{ port: 11112, bind: 127.0.0.1 }]
                routes:
                  - ae: SLUICE
                    from: [ANY]
                    recipe: RECIPE
                    variables:
                      id: { pseudonym: [PatientID, IssuerOfPatientID], key: KEY, form: "ANON-%012d", lookup-first: KNOWN }
                      days: { days: PatientID, key: KEY, from: -3650, to: -1 }
                      acc: { accession: AccessionNumber, key: KEY, prefix: "A" }
                      uid: { uids: keyed, key: KEY }
                    to: [folder]
                destinations: { folder: { folder: OUT } }
                data: DATA
                quarantine: QUARANTINE
                """.replace("RECIPE", recipe.toString())
                .replace("KEY", key.toString())
                .replace("KNOWN", known.toString())
                .replace("OUT", folder.resolve("out").toString())
                .replace("DATA", folder.resolve("var").toString())
                .replace("QUARANTINE", folder.resolve("quarantine").toString()));
    }

    private Route route() throws Exception {
        Configuration configuration = ConfigLoader.load(conf);
        KnownKeys keys = KnownKeys.read(configuration.data(), RouteAssembly.keys(configuration), false);
        return new RouteAssembly(configuration, new HeaderMemory(1 << 24), keys)
                .routes()
                .get(0);
    }

    private static DataSetTree instance(Random random, int number) {
        String day =
                "%04d%02d%02d".formatted(1930 + random.nextInt(100), 1 + random.nextInt(12), 1 + random.nextInt(28));
        return new DataSetTree()
                .text(0x0008_0016, "UI", "1.2.840.10008.5.1.4.1.1.7")
                .text(0x0008_0018, "UI", "1.2.3." + number)
                .text(STUDY_DATE, "DA", number % 5 == 0 ? "20240229" : day)
                .text(ACCESSION_NUMBER, "SH", number % 4 == 0 ? "" : "A" + random.nextInt(1000))
                .text(Tag.PATIENT_ID, "LO", "P" + number)
                .text(0x0010_0021, "LO", number % 3 == 0 ? "" : "H1")
                .text(STUDY_UID, "UI", "1.2.4." + random.nextInt(5));
    }

    private byte[] atTheNode(Route route, Path file) throws Exception {
        try (Part10 part10 = Part10.open(file, HeaderLimits.DEFAULT)) {
            Screening screening = route.screening(part10.syntax(), part10::meta, route.limitsOfOne(), new HeaderRoom());
            screening.read(() -> part10.pieces(Long.MAX_VALUE));
            InstanceDecision decision = route.decide(screening);
            assertThat(decision).isInstanceOf(InstanceDecision.Forward.class);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ((InstanceDecision.Forward) decision).edits().dataSet().writeTo((ByteBuffer part) -> {
                byte[] copy = new byte[part.remaining()];
                part.get(copy);
                out.writeBytes(copy);
            });
            return out.toByteArray();
        }
    }

    @Test
    void theNodeTheCommandAndTheLibraryAgree() throws Exception {
        Route route = route();
        Random random = new Random(16);
        Path study = Files.createDirectory(folder.resolve("study"));
        for (int number = 0; number < 60; number++) {
            Files.write(study.resolve(number + ".dcm"), Transcoder.file(instance(random, number), PLAIN));
        }
        CommandRun run = CommandRun.of(
                "identifiers",
                "--action",
                "put",
                "--conf",
                conf,
                "--route",
                "SLUICE",
                "--deid",
                recipe,
                "-o",
                folder.resolve("clean"),
                study);
        assertThat(run.code()).as(run.err()).isZero();
        RecipeFiles library = RecipeFiles.of(recipe);
        for (int number = 0; number < 60; number++) {
            Path in = study.resolve(number + ".dcm");
            byte[] node = atTheNode(route, in);
            byte[] command = Files.readAllBytes(folder.resolve("clean/" + number + ".dcm"));
            Path out = folder.resolve("library/" + number + ".dcm");
            library.edit(in, out, NodeVariables.of(conf, "SLUICE"));
            assertThat(Files.readAllBytes(out)).isEqualTo(command);
            assertThat(new String(command, StandardCharsets.ISO_8859_1))
                    .endsWith(new String(node, StandardCharsets.ISO_8859_1));
        }
    }

    /**
     * Two nodes, the commands over files and the library, each with variables that it has loaded for itself, make the same bytes of
     * as many random patients, UIDs and dates.
     */
    private void agree(int patients) throws Exception {
        Route one = route();
        Route two = route();
        IdentifierSets commands = IdentifierSets.NONE.or(NodeVariables.of(conf, "SLUICE"));
        Variables library = NodeVariables.of(conf, "SLUICE");
        CompiledRecipe compiled = CompiledRecipe.load(List.of(SourceText.read(recipe)), Reading.STRICT);
        FoundFile file = new FoundFile(folder.resolve("any.dcm"), Path.of("any.dcm"));
        Random random = new Random(100_000);
        for (int number = 0; number < patients; number++) {
            byte[] written = Transcoder.file(patient(random, number), PLAIN);
            byte[] node = edited(written, compiled, one.variables());
            assertThat(edited(written, compiled, two.variables()))
                    .as("patient %d at the other node", number)
                    .isEqualTo(node);
            assertThat(edited(written, compiled, commands.of(file, "1.2.3." + number)))
                    .as("patient %d by a command", number)
                    .isEqualTo(node);
            assertThat(edited(written, compiled, library))
                    .as("patient %d by the library", number)
                    .isEqualTo(node);
        }
    }

    private static DataSetTree patient(Random random, int number) {
        String id = random.ints(1 + random.nextInt(20), ' ', 0x7F)
                .mapToObj(Character::toString)
                .collect(Collectors.joining())
                .replace("\\", "/");
        return instance(random, number)
                .text(Tag.PATIENT_ID, "LO", "P" + id)
                .text(STUDY_UID, "UI", "1.2." + random.nextInt(Integer.MAX_VALUE) + "." + random.nextInt(10_000));
    }

    private static byte[] edited(byte[] file, CompiledRecipe recipe, Variables variables) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ScreenedInstance instance = ScreenedInstance.of(
                Part10.absentMeta(),
                TransferSyntax.of(Syntax.EXPLICIT_LITTLE_ENDIAN.uid()),
                () -> dataSet(file),
                recipe,
                HeaderLimits.DEFAULT);
        instance.requireSound();
        instance.writeDataSet(instance.edit(variables), part -> {
            byte[] copy = new byte[part.remaining()];
            part.get(copy);
            out.writeBytes(copy);
        });
        return out.toByteArray();
    }

    private static DataSetPieces dataSet(byte[] file) {
        byte[] dataSet = DataSetBytes.of(file).dataSet();
        return new DataSetPieces(
                Channels.newChannel(new ByteArrayInputStream(dataSet)),
                ByteBuffer.allocate(0),
                ByteBuffer.allocate(1 << 12),
                false,
                Long.MAX_VALUE);
    }

    @Test
    void allEntrancesAgreeOnRandomPatients() throws Exception {
        agree(500);
    }

    @Test
    @org.junit.jupiter.api.Tag("heavy")
    void allEntrancesAgreeOnAHundredThousandRandomPatients() throws Exception {
        agree(100_000);
    }

    @Test
    void whoIsKnownKeepsThePseudonymAndWhoHasNoAccessionNumberGetsNone() throws Exception {
        route();
        Path file = Files.write(folder.resolve("7.dcm"), Transcoder.file(instance(new Random(1), 7), PLAIN));
        Path other = Files.write(folder.resolve("8.dcm"), Transcoder.file(instance(new Random(1), 8), PLAIN));
        List<String> lines = CommandRun.of(
                        "evaluate", "--recipe", recipe, "--conf", conf, "--route", "SLUICE", file, other)
                .lines();
        assertThat(lines.get(0))
                .contains("OLD-7")
                .containsPattern("\"00080050\":\\{\"vr\":\"SH\",\"Value\":\\[\"A[0-9A-Z]{15}\"");
        assertThat(lines.get(1))
                .containsPattern("ANON-[0-9]{12}")
                .doesNotContain("\"00080050\":{\"vr\":\"SH\",\"Value\":[\"A");
    }

    @Test
    void aKeyThatTheNodeHasNotMadeIsNotMadeByACommand() {
        CommandRun run = CommandRun.of(
                "evaluate", "--recipe", recipe, "--conf", conf, "--route", "SLUICE", folder.resolve("none.dcm"));
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("expected the key of the node, found none");
        assertThat(folder.resolve("secret.key")).doesNotExist();
    }

    @Test
    void anotherRouteIsAnsweredWithThoseThatThereAre() throws Exception {
        route();
        CommandRun run = CommandRun.of(
                "evaluate", "--recipe", recipe, "--conf", conf, "--route", "OTHER", folder.resolve("x.dcm"));
        assertThat(run.err()).contains("expected a route OTHER, found SLUICE");
        assertThat(CommandRun.of("evaluate", "--recipe", recipe, "--conf", conf, folder.resolve("x.dcm"))
                        .err())
                .contains("--conf FILE and --route AE go together");
    }
}
