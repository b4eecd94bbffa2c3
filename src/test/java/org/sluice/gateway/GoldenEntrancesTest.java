package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.cli.CommandRun;
import org.sluice.gateway.Entrances.Answer;
import org.sluice.gateway.Entrances.Sent;
import org.sluice.gateway.Entrances.Way;
import org.sluice.gateway.Entrances.With;
import org.sluice.net.TestEngine;
import org.sluice.peers.DataSetBytes;
import org.sluice.peers.RawDataSet;
import org.sluice.peers.SharedFolder;
import org.sluice.peers.Syntax;
import org.sluice.recipe.CompiledRecipe;
import org.sluice.recipe.HeaderText;
import org.sluice.recipe.OwnGoldenCases;
import org.sluice.recipe.syntax.Reading;
import org.sluice.recipe.syntax.RecipeException;
import org.sluice.text.SourceText;

/**
 * Every golden case that a strict reading takes goes through a node, which does what {@code evaluate} says: with each engine on
 * the class path, in both ways to deliver, and with the same bytes.
 */
class GoldenEntrancesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** It asks for the file meta information, which no sender sends: the node sees its own. */
    private static final String ABOUT_THE_FILE = "filter-file-meta";

    private static final List<Way> WAYS = List.of(Way.DURABLE, Way.CUT_THROUGH);

    private final Path folder;

    GoldenEntrancesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private record Case(String name, Path folder, With with) {}

    @Test
    void theNodeDoesWhatEvaluateSaysWhicheverEngineItRunsWith() throws Exception {
        List<Case> cases = cases(SharedFolder.require("golden"));
        assertThat(cases).hasSizeGreaterThan(100);
        goThroughEveryEngine(cases);
    }

    /** The cases that come with the project. */
    @Test
    void soItDoesInCasesOfOurOwn() throws Exception {
        Path own = Files.createDirectory(folder.resolve("own"));
        assertThat(OwnGoldenCases.layOut(own)).isNotEmpty();
        List<Case> cases = cases(own);
        assertThat(cases).hasSizeGreaterThan(40);
        goThroughEveryEngine(cases);
    }

    private void goThroughEveryEngine(List<Case> cases) throws Exception {
        List<String> differences = new ArrayList<>();
        Map<String, Set<ByteBuffer>> arrived = new TreeMap<>();
        List<JsonNode> lines = new ArrayList<>();
        for (Case one : cases) {
            lines.add(evaluated(one));
        }
        for (String engine : TestEngine.names()) {
            Path here = Files.createDirectory(folder.resolve(engine));
            try (Entrances entrances =
                    new Entrances(here, cases.stream().map(Case::with).toList(), WAYS, engine)) {
                for (int i = 0; i < cases.size(); i++) {
                    Case one = cases.get(i);
                    for (ByteBuffer dataSet : compare(entrances, i, one, lines.get(i), engine, differences)) {
                        arrived.computeIfAbsent(one.name(), name -> new HashSet<>())
                                .add(dataSet);
                    }
                }
            }
        }
        arrived.forEach((name, dataSets) -> {
            if (dataSets.size() != 1) {
                differences.add(name + ": expected the same bytes each time, found " + dataSets);
            }
        });
        assertThat(differences).isEmpty();
        assertThat(arrived).hasSizeGreaterThan(cases.size() / 4);
    }

    /** The data sets that went on, unless chance has a part in them. */
    private List<ByteBuffer> compare(
            Entrances entrances, int number, Case one, JsonNode line, String engine, List<String> differences)
            throws Exception {
        Path input = one.folder().resolve("input.dcm");
        Sent sent = sent(input);
        String expected = Entrances.verdict(line);
        // The sender's UIDs are in the command; what is left of them in the data set has to be said somewhere.
        boolean unnamed = expected.equals("clean") && line.has("header") && !hasUids(line);
        String wanted = unnamed ? "action-failed" : expected;
        List<ByteBuffer> arrived = new ArrayList<>();
        for (Way way : WAYS) {
            Answer answer = entrances.send(way, number, sent);
            String verdict = verdict(answer);
            String where = one.name() + " by " + way + " with " + engine;
            if (!verdict.equals(wanted)) {
                differences.add(where + ": expected " + wanted + ", found " + verdict);
            } else if (answer.dataSet().isPresent() && !isRandom(one)) {
                byte[] dataSet = answer.dataSet().get();
                arrived.add(ByteBuffer.wrap(dataSet));
                JsonNode after = after(sent, dataSet);
                JsonNode header = line.has("header")
                        ? line.path("header").path("dataset")
                        : HeaderText.of(Files.readAllBytes(input));
                if (!after.equals(header)) {
                    differences.add(where + ": expected " + header + ", found " + after);
                }
            }
        }
        return arrived;
    }

    private static String verdict(Answer answer) {
        String found = answer.verdict();
        boolean failed = List.of("action-failed", "value-not-encodable", "variable-without-value")
                .contains(found);
        return failed ? "action-failed" : found;
    }

    private static boolean hasUids(JsonNode line) {
        JsonNode dataSet = line.path("header").path("dataset");
        return Stream.of("00080016", "00080018")
                .allMatch(tag -> dataSet.path(tag).path("Value").size() == 1);
    }

    private static boolean isRandom(Case one) {
        String recipe = one.with().recipe();
        boolean derived = recipe.contains("pydicom_uuid") && !recipe.contains("stable_remapping=false");
        return recipe.contains("_uuid") && !derived;
    }

    private JsonNode after(Sent sent, byte[] dataSet) throws IOException {
        Syntax syntax = Stream.of(Syntax.values())
                .filter(each -> each.uid().equals(sent.transferSyntaxUid()))
                .findFirst()
                .orElseThrow();
        return HeaderText.of(
                Files.readAllBytes(RawDataSet.write(folder.resolve("after.dcm"), syntax, "2.25.1", dataSet)));
    }

    private JsonNode evaluated(Case one) throws IOException {
        Path vars = Files.writeString(
                folder.resolve("case.json"), JSON.writeValueAsString(one.with().variables()));
        return JSON.readTree(CommandRun.of(
                        "evaluate",
                        "--recipe",
                        one.folder().resolve("recipe"),
                        "--vars",
                        vars,
                        one.folder().resolve("input.dcm"))
                .out());
    }

    private static Sent sent(Path input) {
        DataSetBytes bytes = DataSetBytes.of(input);
        return new Sent(input, bytes.metaUid(0x00020002), bytes.metaUid(0x00020003), bytes.transferSyntaxUid());
    }

    /** Those that a node could be started with: strict, with variables that a configuration can name. */
    private static List<Case> cases(Path golden) throws IOException {
        List<Case> cases = new ArrayList<>();
        try (Stream<Path> folders = Files.list(golden)) {
            for (Path each : folders.filter(Files::isDirectory).sorted().toList()) {
                Map<String, String> variables = variables(each);
                String recipe = Files.readString(each.resolve("recipe"));
                boolean sendable = !each.endsWith(ABOUT_THE_FILE);
                if (sendable
                        && !sent(each.resolve("input.dcm")).sopInstanceUid().isEmpty()
                        && isTaken(recipe, variables)) {
                    cases.add(new Case(each.getFileName().toString(), each, new With(recipe, variables)));
                }
            }
        }
        return cases;
    }

    private static boolean isTaken(String recipe, Map<String, String> variables) {
        try {
            return CompiledRecipe.load(List.of(new SourceText("golden", recipe)), Reading.STRICT).variables().stream()
                    .allMatch(variables::containsKey);
        } catch (RecipeException refused) {
            return false;
        }
    }

    private static Map<String, String> variables(Path folder) throws IOException {
        Map<String, String> variables = new TreeMap<>();
        Path file = folder.resolve("vars.json");
        if (Files.exists(file)) {
            JSON.readTree(file.toFile()).properties().forEach(entry -> {
                if (entry.getValue().isTextual()
                        && !entry.getValue().textValue().isEmpty()) {
                    variables.put(entry.getKey(), entry.getValue().textValue());
                }
            });
        }
        return variables;
    }
}
