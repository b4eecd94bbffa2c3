package org.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.config.ConfigLoader;
import org.sluice.config.Configuration;
import org.sluice.dataset.HeaderMemory;
import org.sluice.gateway.route.RouteAssembly;
import org.sluice.store.KnownKeys;

/** What the shipped recipes score in sets that no recipe and no list of words was tuned to, and what the scorer finds. */
class MidiBTest {
    /** The date on which it was chosen; nobody has looked at its set. */
    private static final String SEED = "20261130";

    private static final Path DOCUMENT = Path.of("docs/midi-b.md");

    private final Path folder;
    private Path conf = Path.of("");

    MidiBTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void aSetAndARoute() throws Exception {
        CommandRun made = CommandRun.of(
                "benchmark", "midi-b", "generate", "--seed", SEED, "--patients", "48", folder.resolve("set"));
        assertThat(made.code()).as(made.err()).isZero();
        assertThat(made.out()).startsWith("192 instances, ");
        conf = Files.writeString(folder.resolve("sluice.yaml"), """
                listen: [{ port: 11112, bind: 127.0.0.1 }]
                routes:
                  - ae: SLUICE
                    from: [ANY]
                    recipe: recipes/research.deid
                    variables:
                      id: { pseudonym: PatientID, key: KEY, prefix: "ANON-" }
                      days: { days: PatientID, key: KEY, from: -3650, to: -1 }
                      uid: { uids: keyed, key: KEY }
                    to: [folder]
                destinations: { folder: { folder: OUT } }
                data: DATA
                quarantine: QUARANTINE
                """.replace(
                        "KEY", folder.resolve("secret.key").toString())
                .replace("OUT", folder.resolve("out").toString())
                .replace("DATA", folder.resolve("var").toString())
                .replace("QUARANTINE", folder.resolve("quarantine").toString()));
        Configuration configuration = ConfigLoader.load(conf);
        KnownKeys keys = KnownKeys.read(configuration.data(), RouteAssembly.keys(configuration), false);
        assertThat(new RouteAssembly(configuration, new HeaderMemory(1 << 24), keys).routes())
                .hasSize(1);
    }

    /** What came of the set with a recipe and the screen for burned in writing. */
    private Path cleaned(String recipe) throws Exception {
        Path site = Files.writeString(
                folder.resolve(recipe + "-site.deid"),
                "FORMAT dicom\n%include " + Path.of("recipes").toAbsolutePath().resolve(recipe + ".deid")
                        + "\n%include " + Path.of("recipes").toAbsolutePath().resolve("burned-in.deid") + "\n");
        Path output = folder.resolve(recipe);
        CommandRun run = CommandRun.of(
                "clean",
                "--deid",
                site,
                "--conf",
                conf,
                "--route",
                "SLUICE",
                "-o",
                output,
                folder.resolve("set/images"));
        assertThat(run.code()).as(run.err()).isZero();
        return output;
    }

    private CommandRun score(Path output, Object... more) {
        List<Object> words = new ArrayList<>(List.of(
                "benchmark", "midi-b", "score", "--key", folder.resolve("set/answer-key.csv"), "--output", output));
        words.addAll(List.of(more));
        return CommandRun.of(words.toArray());
    }

    private Map<String, String[]> rows(CommandRun run) {
        Map<String, String[]> rows = new HashMap<>();
        run.lines().forEach(line -> rows.put(line.split("\t", -1)[0], line.split("\t", -1)));
        return rows;
    }

    @Test
    void researchScoresNinetyNinePercentAndRemovesAllThatHasToGo() throws Exception {
        Path failures = folder.resolve("failures.tsv");
        CommandRun run = score(
                cleaned("research"),
                "--original",
                folder.resolve("set/images"),
                "--failures",
                failures,
                "--at-least",
                "99");
        assertThat(run.code())
                .as(run.out() + run.err() + Files.readString(failures))
                .isZero();
        Map<String, String[]> rows = rows(run);
        assertThat(Double.parseDouble(rows.get("all")[3])).isGreaterThanOrEqualTo(99);
        for (String action :
                List.of("text_removed", "date_shifted", "uid_changed", "uid_consistent", "patid_consistent")) {
            assertThat(rows.get(action)[3]).as(action).isEqualTo("100.00");
        }
        assertThat(rows.get("pixels_hidden")[3]).isEqualTo("100.00");
        assertThat(rows.get("pixels_retained")[3]).isEqualTo("100.00");
        assertThat(run.err()).doesNotContain("not scored");
        assertThat(Files.readString(DOCUMENT)).contains(documented(run));
    }

    /** The rows as the document has them. */
    private static String documented(CommandRun run) {
        return run.lines().stream()
                .skip(1)
                .map(line -> line.split("\t", -1))
                .map(row -> "| `%s` | %s | %s | %s |".formatted(row[0], row[1], row[2], row[3]))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void safeHeaderRemovesAllThatHasToGo() throws Exception {
        CommandRun run = score(cleaned("safe-header"), "--original", folder.resolve("set/images"));
        assertThat(run.code()).as(run.err()).isZero();
        for (String action :
                List.of("text_removed", "date_shifted", "uid_changed", "uid_consistent", "pixels_hidden")) {
            assertThat(rows(run).get(action)[3]).as(action).isEqualTo("100.00");
        }
        assertThat(Files.readString(DOCUMENT)).contains(documented(run));
    }

    @Test
    void aSetThatNobodyCleanedKeepsAllAndRemovesNothing() {
        CommandRun run =
                score(folder.resolve("set/images"), "--original", folder.resolve("set/images"), "--at-least", "90");
        assertThat(run.code()).isEqualTo(1);
        Map<String, String[]> rows = rows(run);
        for (String action : List.of("text_removed", "date_shifted", "uid_changed", "pixels_hidden")) {
            assertThat(rows.get(action)[2]).as(action).isEqualTo("0");
        }
        for (String action : List.of("tag_retained", "text_retained", "text_notnull", "pixels_retained")) {
            assertThat(rows.get(action)[3]).as(action).isEqualTo("100.00");
        }
    }

    @Test
    void mappingFilesDoWhatTheOriginalsDo() throws Exception {
        Path uids = Files.writeString(folder.resolve("uids.csv"), "id_old,id_new\n1.2,1.2\n");
        Path patients = Files.writeString(folder.resolve("patids.csv"), "id_old,id_new\nP,P\n");
        CommandRun run = score(folder.resolve("set/images"), "--uids", uids, "--patient-ids", patients);
        assertThat(rows(run).get("uid_consistent")[2]).isEqualTo("0");
        assertThat(rows(run).get("tag_retained")[3]).isEqualTo("100.00");
        assertThat(score(folder.resolve("set/images"), "--uids", uids).err()).contains("--uids and --patient-ids");
    }

    @Test
    void whatIsInNoOutputIsToldAndAFileThatIsNoneFails() throws Exception {
        Path output = Files.createDirectories(folder.resolve("few"));
        Files.copy(folder.resolve("set/images/p0000/s0/i01.dcm"), output.resolve("a.dcm"));
        Path uids = Files.writeString(folder.resolve("uids.csv"), "id_old,id_new\n");
        CommandRun run = score(output, "--uids", uids, "--patient-ids", uids);
        assertThat(run.err()).contains("191 instances of the key in no output");
        Files.writeString(output.resolve("b.dcm"), "no instance");
        CommandRun broken = score(output, "--uids", uids, "--patient-ids", uids);
        assertThat(broken.code()).isEqualTo(1);
        assertThat(broken.err()).contains("NOT SCORED " + output.resolve("b.dcm"));
    }
}
