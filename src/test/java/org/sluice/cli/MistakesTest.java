package org.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.config.ConfigLoader;
import org.sluice.gateway.Node;
import org.sluice.net.TestEngine;
import org.sluice.peers.FreePort;

/**
 * The table at the beginning of {@code docs/operations.md}: each mistake in it is made, with a start for real, and what is
 * printed has to be what the row says. The document speaks of the folder {@code /srv/sluice}, the user {@code sluice} and the
 * port 11112. With {@code -Dupdate.golden=true} the rows are written anew, and the test fails.
 */
class MistakesTest {
    private static final Path DOCUMENT = Path.of("docs/operations.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([^|`]+) \\| (`[^|]+`) \\|$");
    private static final String RECIPE = "FORMAT dicom\n\n%header\n\nREMOVE PatientName\n";
    private static final String LINE_BREAK = "`<br>`";
    private static final byte[] LATIN_1 = "# Klinik M\u00FCnchen\n".getBytes(StandardCharsets.ISO_8859_1);

    /** Makes one mistake in a folder. */
    private interface Mistake {
        FailedStart make(Path folder) throws Exception;
    }

    private final int port = FreePort.number();

    @TempDir
    private Path root;

    private final Map<String, Mistake> mistakes = new LinkedHashMap<>();

    MistakesTest() {
        ports();
        configurations();
        recipes();
        folders();
        keys();
        directory();
        commandLines();
    }

    private void ports() {
        mistakes.put("Another program has the port", folder -> {
            try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return start(folder, right(folder));
            }
        });
        mistakes.put("Another program has the port for HTTP", folder -> {
            try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return start(
                        folder,
                        right(folder)
                                .replace("port: PORT", "port: 0")
                                .replace("http: { port: 0 }", "http: { port: PORT }"));
            }
        });
        mistakes.put("Sluice runs already", folder -> {
            write(folder, right(folder));
            try (Node running = Node.start(ConfigLoader.load(folder.resolve("sluice.yaml")), TestEngine.ENGINES)) {
                return FailedStart.of(folder);
            }
        });
        mistakes.put("A port that only root may use", folder -> {
            write(
                    folder,
                    right(folder)
                            .replace("port: PORT, bind: 127.0.0.1", "port: 104, bind: 0.0.0.0")
                            .replace("http: { port: 0 }", "http: { port: 0, bind: 0.0.0.0 }"));
            return FailedStart.inNetworkOfItsOwn(folder);
        });
        mistakes.put(
                "An address of another host",
                folder -> start(folder, right(folder).replace("127.0.0.1 }]", "192.0.2.7 }]")));
        mistakes.put(
                "A host name that is none",
                folder -> start(folder, right(folder).replace("127.0.0.1 }]", "gate.invalid }]")));
    }

    private void configurations() {
        mistakes.put("No configuration", folder -> FailedStart.of(folder));
        mistakes.put("A folder for the configuration", folder -> {
            Files.createDirectory(folder.resolve("sluice.yaml"));
            return FailedStart.of(folder);
        });
        mistakes.put("A configuration that this user may not read", folder -> {
            write(folder, right(folder));
            return FailedStart.withoutRightsOfRoot(closed(folder, "sluice.yaml", "---------"));
        });
        mistakes.put("A configuration in Latin-1", folder -> {
            Files.write(folder.resolve("sluice.yaml"), LATIN_1);
            return FailedStart.of(folder);
        });
        mistakes.put("A tab in the configuration", folder -> start(folder, "listen:\n\t- { port: PORT }\n"));
        mistakes.put(
                "A key that is misspelt", folder -> start(folder, right(folder).replace("quarantine:", "quarantene:")));
        mistakes.put(
                "A destination that is misspelt",
                folder -> start(folder, right(folder).replace("[archive]", "[archiv]")));
    }

    private void directory() {
        mistakes.put(
                "A directory that is out of reach at the first start",
                folder -> start(
                        folder,
                        right(folder).replace("host: 127.0.0.1, port: 104", "from: directory")
                                + "directory: { ldap: \"127.0.0.1:PORT\", base: \"dc=example,dc=org\" }\n"));
    }

    private void recipes() {
        mistakes.put(
                "A recipe that is not there",
                folder -> start(folder, right(folder).replace("site.deid", "sight.deid")));
        mistakes.put(
                "A folder for a recipe", folder -> start(folder, right(folder).replace("/site.deid", "")));
        mistakes.put("A recipe that this user may not read", folder -> {
            write(folder, right(folder));
            return FailedStart.withoutRightsOfRoot(closed(folder, "site.deid", "---------"));
        });
        mistakes.put("A recipe in Latin-1", folder -> {
            write(folder, right(folder));
            Files.write(folder.resolve("site.deid"), LATIN_1);
            return FailedStart.of(folder);
        });
        mistakes.put("A field that is misspelt in a recipe", folder -> {
            write(folder, right(folder));
            Files.writeString(folder.resolve("site.deid"), RECIPE.replace("PatientName", "PatientsName"));
            return FailedStart.of(folder);
        });
        mistakes.put("A variable that the route does not give", folder -> {
            write(folder, right(folder));
            Files.writeString(folder.resolve("site.deid"), RECIPE + "REPLACE PatientID var:id\n");
            return FailedStart.of(folder);
        });
    }

    private void folders() {
        mistakes.put("A file where the data folder should be", folder -> {
            Files.createFile(folder.resolve("var"));
            return start(folder, right(folder));
        });
        mistakes.put("A file where the quarantine should be", folder -> {
            Files.createFile(folder.resolve("quarantine"));
            return start(folder, right(folder));
        });
        mistakes.put("A data folder of another user", folder -> {
            write(folder, right(folder));
            Files.createDirectory(
                    folder.resolve("var"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            return FailedStart.asNobody(folder);
        });
        mistakes.put("A folder in which this user may make none", folder -> {
            write(folder, right(folder));
            return FailedStart.asNobody(folder);
        });
        mistakes.put("A folder as destination that is not open", folder -> {
            write(
                    folder,
                    right(folder)
                            .replace("{ ae: ARCHIVE, host: 127.0.0.1, port: 104 }", "{ folder: " + folder + "/out }"));
            Files.createDirectory(folder.resolve("out"));
            return FailedStart.withoutRightsOfRoot(closed(folder, "out", "r-xr-x---"));
        });
        mistakes.put("A disk that is mounted read-only", folder -> {
            write(folder, right(folder));
            return FailedStart.onDisk(folder, "ro");
        });
        mistakes.put("A full disk", folder -> {
            write(folder, right(folder));
            return FailedStart.onDisk(folder, "size=256k");
        });
    }

    private void keys() {
        mistakes.put("A key that others may read", folder -> {
            Path key = Files.writeString(folder.resolve("secret.key"), "ab".repeat(32));
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
            return start(folder, withKey(folder));
        });
        mistakes.put("A folder for a key", folder -> {
            Files.createDirectory(folder.resolve("secret.key"));
            return start(folder, withKey(folder));
        });
        mistakes.put("A key that is lost", folder -> {
            write(folder, withKey(folder));
            Node.start(ConfigLoader.load(folder.resolve("sluice.yaml")), TestEngine.ENGINES)
                    .close();
            Files.delete(folder.resolve("secret.key"));
            return FailedStart.of(folder);
        });
        mistakes.put("A certificate that is not there", folder -> {
            Files.createFile(folder.resolve("gate.key"));
            return start(
                    folder,
                    right(folder)
                            .replace(
                                    "127.0.0.1 }]",
                                    "127.0.0.1, tls: {\n    key: " + folder + "/gate.key,\n    certificate: " + folder
                                            + "/gate.pem } }]"));
        });
        mistakes.put("A table in Latin-1", folder -> {
            Files.write(folder.resolve("trial.csv"), LATIN_1);
            return start(
                    folder,
                    right(folder)
                            .replace(
                                    "to: [archive],",
                                    "to: [archive],\n      variables: { trial: { key: PatientID, column: trial, lookup: "
                                            + folder + "/trial.csv } },\n     "));
        });
    }

    private void commandLines() {
        mistakes.put("An option that is misspelt", folder -> {
            write(folder, right(folder));
            return FailedStart.of(folder, "--chekc");
        });
        mistakes.put("A command that is misspelt", folder -> {
            CommandRun run = CommandRun.of("sevre");
            return new FailedStart(run.code(), run.err());
        });
    }

    private static String right(Path folder) {
        return """
                listen: [{ port: PORT, bind: 127.0.0.1 }]
                routes:
                  - { ae: SLUICE, to: [archive], recipe: %1$s/site.deid }
                destinations:
                  archive: { ae: ARCHIVE, host: 127.0.0.1, port: 104 }
                data: %1$s/var
                quarantine: %1$s/quarantine
                http: { port: 0 }
                """.formatted(folder);
    }

    private static String withKey(Path folder) {
        return right(folder)
                .replace(
                        "to: [archive],",
                        "to: [archive],\n      variables: { id: { pseudonym: PatientID, key: " + folder
                                + "/secret.key } },\n     ");
    }

    private void write(Path folder, String configuration) throws IOException {
        Files.writeString(folder.resolve("site.deid"), RECIPE);
        Files.writeString(folder.resolve("sluice.yaml"), configuration.replace("PORT", Integer.toString(port)));
    }

    private FailedStart start(Path folder, String configuration) throws IOException {
        write(folder, configuration);
        return FailedStart.of(folder);
    }

    private static Path closed(Path folder, String name, String permissions) throws IOException {
        Files.setPosixFilePermissions(folder.resolve(name), PosixFilePermissions.fromString(permissions));
        return folder;
    }

    private static Map<String, String> rows() throws IOException {
        Map<String, String> rows = new LinkedHashMap<>();
        Matcher row = ROW.matcher(Files.readString(DOCUMENT));
        while (row.find()) {
            assertThat(rows.put(row.group(1), row.group(2))).as(row.group(1)).isNull();
        }
        return rows;
    }

    @Test
    void theTableHasAllThatIsTriedHereAndNothingElse() throws IOException {
        assertThat(rows().keySet()).containsExactlyElementsOf(mistakes.keySet());
        assertThat(mistakes).hasSizeGreaterThanOrEqualTo(20);
    }

    @TestFactory
    Stream<DynamicTest> aMistakeIsToldInTheWordsOfItsRow() throws IOException {
        if (Boolean.getBoolean("update.golden")) {
            return Stream.of(DynamicTest.dynamicTest("the rows are written anew", this::writeRows));
        }
        Map<String, String> rows = rows();
        return mistakes.entrySet().stream()
                .map(mistake -> DynamicTest.dynamicTest(mistake.getKey(), () -> {
                    FailedStart start = mistake.getValue().make(folder());
                    List<String> printed = normal(start.printed()).lines().toList();
                    assertThat(printed).containsAll(List.of(told(rows.getOrDefault(mistake.getKey(), "``"))));
                    assertThat(start.printed()).doesNotContain("Exception", "\tat ", "mistake in sluice");
                    assertThat(start.code())
                            .isEqualTo(isOfCommandLine(mistake.getKey()) ? ExitCode.USAGE : ExitCode.PROBLEM);
                    theCaretIsUnderWhatIsWrong(start.printed());
                }));
    }

    /** Lines that have to be printed. */
    private static String[] told(String cell) {
        return cell.substring(1, cell.length() - 1).split(LINE_BREAK);
    }

    private static boolean isOfCommandLine(String mistake) {
        return List.of("An option that is misspelt", "A command that is misspelt")
                .contains(mistake);
    }

    /** What {@code file:line:column} names stands above the caret, in a line of the file where one is shown. */
    private static void theCaretIsUnderWhatIsWrong(String printed) throws IOException {
        List<String> lines = printed.lines().toList();
        for (int i = 0; i + 2 < lines.size(); i++) {
            Matcher place =
                    Pattern.compile("(/.*?):([0-9]+):([0-9]+): error: .*").matcher(lines.get(i));
            if (place.matches() && lines.get(i + 2).strip().startsWith("^")) {
                int column = Integer.parseInt(place.group(3)) - 1;
                String line = new String(Files.readAllBytes(Path.of(place.group(1))), StandardCharsets.ISO_8859_1)
                        .lines()
                        .skip(Integer.parseInt(place.group(2)) - 1)
                        .findFirst()
                        .orElseThrow();
                String marks = lines.get(i + 2);
                assertThat(lines.get(i + 1).substring(marks.indexOf('^'), marks.length()))
                        .isEqualTo(line.substring(column, column + marks.strip().length()));
            }
        }
    }

    private Path folder() throws IOException {
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path folder = Files.createTempDirectory(root, "sluice");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        return folder;
    }

    /** In the words of the document. */
    private String normal(String printed) {
        String user = printed.contains("user nobody") ? "nobody" : System.getProperty("user.name");
        return printed.replaceAll(Pattern.quote(root.toString()) + "/sluice[0-9]+", "/srv/sluice")
                .replace(Integer.toString(port), "11112")
                .replace('`', '\'') // which would end what is code in the document
                .replaceAll("which has [^;]*;", "which has 127.0.0.1, 10.1.0.5;")
                .replaceAll("fingerprint [0-9a-f]{16}", "fingerprint 3f0a9c5e71d2b846")
                .replaceAll("belongs to " + user + ", group [^,]*,", "belongs to sluice, group sluice,")
                .replaceAll("\\b" + user + "\\b(?!, group)", "sluice");
    }

    private void writeRows() throws Exception {
        StringBuilder rows = new StringBuilder("| Mistake | What is printed |\n| --- | --- |\n");
        for (Map.Entry<String, Mistake> mistake : mistakes.entrySet()) {
            FailedStart start = mistake.getValue().make(folder());
            List<String> told = normal(start.printed())
                    .lines()
                    .filter(line -> !line.equals("error: the node does not start"))
                    .filter(line -> !line.startsWith("    ") || line.contains("did you mean"))
                    .filter(line -> !line.startsWith("See "))
                    .toList();
            rows.append("| " + mistake.getKey() + " | `" + String.join(LINE_BREAK, told) + "` |\n");
        }
        String document = Files.readString(DOCUMENT);
        Files.writeString(
                DOCUMENT,
                document.replaceFirst("(?s)\\| Mistake \\|.*?\n(?=\n)", Matcher.quoteReplacement(rows.toString())));
        fail("the rows were written anew: look at the difference");
    }
}
