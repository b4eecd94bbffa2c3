package org.sluice.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sluice.crosswalk.CrosswalkEntry;
import org.sluice.crosswalk.CrosswalkReader;
import org.sluice.text.OneLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice reidentify}: who became whom, read back by who has the private key. */
@Command(
        name = "reidentify",
        description = {
            "Reads crosswalks with the private key and prints which original belongs to which pseudonym: a line for each patient"
                    + " and study. With --of only for these: a patient's pseudonym, or any other value that an attribute has"
                    + " become, such as a Study Instance UID or an accession number.",
            "",
            "What is damaged, or encrypted to another key, is named with its place; all else is read. The lines hold patient"
                    + " data.",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all was read, and each --of was found",
            "1:something was not, or the key or its passphrase does not fit",
            "2:the command line makes no sense"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice reidentify --key trustee.key crosswalk.pem",
            "  sluice reidentify --key trustee.key --tsv --of ANON-17 --of 2.25.4711 crosswalk-1.pem crosswalk-2.pem"
        })
final class Reidentify implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATIENT = "PatientID";
    private static final String STUDY = "StudyInstanceUID";

    private final Console console;
    private final Set<CrosswalkEntry> told = new HashSet<>();
    private final Set<String> found = new HashSet<>();
    private long problems;

    @Option(names = "--key", required = true, paramLabel = "PRIVATE", description = "The private key, a PEM file.")
    private Path key = Path.of("");

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = "Its first line is the passphrase of the key; without it you are asked, if there is one.")
    private @Nullable Path passphraseFile;

    @Option(
            names = "--of",
            paramLabel = "VALUE",
            description = "Only what is about this pseudonym, UID or number; may be given several times.")
    private List<String> wanted = List.of();

    @Option(names = "--tsv", description = "Print a table: a row for each attribute.")
    private boolean tsv;

    @Option(names = "--json", description = "Print an object on each line.")
    private boolean json;

    @Parameters(arity = "1..*", paramLabel = "CROSSWALK", description = "Files that were written as crosswalks.")
    private List<Path> files = List.of();

    Reidentify(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (tsv && json) {
            throw new UsageFailure("--tsv and --json: expected one of them, found both");
        }
        CrosswalkReader reader = CrosswalkReader.of(key, this::passphrase, this::take, this::complain);
        if (tsv) {
            console.out().print("patient\tstudy\tattribute\tbecame\toriginal\n");
        }
        for (Path file : files) {
            reader.read(file);
        }
        wanted.stream().filter(one -> !found.contains(one)).forEach(one -> complain(OneLine.of(one) + ": not found"));
        if (problems > 0) {
            console.error("the key is " + reader.keyIdentifier() + "; lines that were read: " + told.size());
        }
        return problems == 0 ? ExitCode.OK : ExitCode.PROBLEM;
    }

    private char[] passphrase() throws IOException {
        return passphraseFile == null ? typed() : Passcode.read(passphraseFile);
    }

    private static char[] typed() {
        java.io.Console terminal = Optional.ofNullable(System.console())
                .orElseThrow(() -> new UsageFailure(
                        "the key has a passphrase, and there is no terminal to type it on: --passphrase-file"));
        return Optional.ofNullable(terminal.readPassword("Passphrase: ")).orElse(new char[0]);
    }

    private void complain(String problem) {
        problems++;
        console.error(problem);
    }

    private void take(CrosswalkEntry entry) {
        boolean about = wanted.isEmpty();
        for (String one : wanted) {
            if (entry.isAbout(one)) {
                about = true;
                found.add(one);
            }
        }
        if (about && told.add(entry)) {
            console.out().print(json ? asJson(entry) : tsv ? asTable(entry) : asText(entry));
        }
    }

    private static String asText(CrosswalkEntry entry) {
        Stream<String> attributes = entry.pairs().stream()
                .filter(pair -> !pair.attribute().equals(PATIENT))
                .map(pair -> pair.attribute() + " " + shown(pair.became()) + " was " + shown(pair.original()));
        Stream<String> days = entry.days().stream().map(number -> "dates moved by " + number + " days");
        return shown(entry.became(PATIENT)) + " was " + shown(entry.original(PATIENT)) + ": "
                + Stream.concat(attributes, days).collect(Collectors.joining(", ")) + "\n";
    }

    private static String shown(String value) {
        return value.isEmpty() ? "(nothing)" : OneLine.of(value);
    }

    private static String asTable(CrosswalkEntry entry) {
        StringBuilder rows = new StringBuilder();
        entry.pairs().forEach(pair -> row(rows, entry, pair.attribute(), pair.became(), pair.original()));
        entry.days().forEach(number -> row(rows, entry, "days", Long.toString(number), ""));
        return rows.toString();
    }

    private static void row(StringBuilder rows, CrosswalkEntry entry, String... cells) {
        String row = Stream.concat(Stream.of(entry.became(PATIENT), entry.became(STUDY)), Stream.of(cells))
                .map(OneLine::cell)
                .collect(Collectors.joining("\t"));
        rows.append(row).append('\n');
    }

    private static String asJson(CrosswalkEntry entry) {
        ObjectNode line = JSON.createObjectNode();
        ObjectNode became = line.putObject("became");
        ObjectNode original = line.putObject("original");
        entry.pairs().forEach(pair -> {
            became.put(pair.attribute(), pair.became());
            original.put(pair.attribute(), pair.original());
        });
        ArrayNode days = line.putArray("days");
        entry.days().forEach(days::add);
        return line + "\n";
    }
}
