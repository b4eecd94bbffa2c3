package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.gateway.Entrances.Answer;
import org.sluice.gateway.Entrances.Sent;
import org.sluice.gateway.Entrances.Way;
import org.sluice.peers.RawDataSet;
import org.sluice.peers.Syntax;
import org.sluice.recipe.HeaderText;
import org.sluice.recipe.testing.TrialEntrance;

/** The same instance gets the same verdict and the same edits at every entrance: random instances through random recipes. */
class EntrancesTest {
    /** The same for every run, so that a run judges the change and not its luck; another one looks for more. */
    private static final long SEED = 20_261_129;

    private final Path folder;
    private long forwarded;
    private long stopped;

    EntrancesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void everyEntranceGivesTheSameAnswer() throws Exception {
        compare(Long.getLong("entrances.seed", SEED), 10, 8);
    }

    /** More of the same; {@code -Dentrances.rounds} and {@code -Dentrances.seed} are for more still. */
    @Test
    @Tag("heavy")
    void everyEntranceGivesTheSameAnswerToManyMore() throws Exception {
        long began = System.nanoTime();
        int rounds = Integer.getInteger("entrances.rounds", 6);
        Random seeds = new Random(Long.getLong("entrances.seed", SEED));
        for (int round = 0; round < rounds; round++) {
            Files.createDirectories(folder.resolve("round" + round));
            new EntrancesTest(folder.resolve("round" + round)).compare(seeds.nextLong(), 30, 20);
        }
        System.out.printf(
                "entrances: %d instances x recipes at %d ways and 4 commands in %d s%n",
                rounds * 30 * 20, Way.values().length, (System.nanoTime() - began) / 1_000_000_000L);
    }

    private void compare(long seed, int recipeCount, int instanceCount) throws Exception {
        RandomRecipes recipes = new RandomRecipes(seed);
        RandomInstances instances = new RandomInstances(seed);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < recipeCount; i++) {
            texts.add(recipes.next());
        }
        try (Entrances entrances = new Entrances(folder, texts)) {
            Map<Sent, byte[]> waiting = new LinkedHashMap<>();
            for (int recipe = 0; recipe < recipeCount; recipe++) {
                List<Sent> sent = new ArrayList<>();
                for (int i = 0; i < instanceCount; i++) {
                    sent.add(instances.next(folder, 1 + recipe * instanceCount + i));
                }
                String why = "seed " + seed + ", recipe " + recipe + ":\n" + texts.get(recipe);
                compare(entrances, recipe, sent, why, waiting);
            }
            // Several associations deliver, so they come in any order.
            List<byte[]> later = new ArrayList<>();
            for (int i = 0; i < waiting.size(); i++) {
                later.add(entrances.afterwards());
            }
            for (Map.Entry<Sent, byte[]> expected : waiting.entrySet()) {
                assertThat(takeOut(later, expected.getKey(), expected.getValue()))
                        .as("seed " + seed + ", delivered later: "
                                + expected.getKey().name())
                        .isTrue();
            }
            assertThat(entrances.unexpected()).isEmpty();
        }
        assertThat(forwarded).as("instances that went on, seed " + seed).isPositive();
        assertThat(stopped).as("instances that did not, seed " + seed).isPositive();
    }

    private void compare(Entrances entrances, int recipe, List<Sent> instances, String why, Map<Sent, byte[]> waiting)
            throws Exception {
        Map<String, String> inspected = entrances.inspected(recipe, instances);
        Map<String, byte[]> written = entrances.written(recipe, instances);
        Map<String, JsonNode> evaluated = entrances.evaluated(recipe, instances);
        for (Sent instance : instances) {
            String which = why + instance.name() + " in " + instance.transferSyntaxUid() + line(evaluated, instance);
            JsonNode line = evaluated.get(instance.name());
            String expected = Entrances.verdict(line);
            boolean undone = expected.equals("action-failed");
            assertThat(inspected.get(instance.name())).as(which + " at inspect").isEqualTo(undone ? "clean" : expected);
            byte[] put = written.get(instance.name());
            assertThat(put == null).as(which + " at identifiers put").isEqualTo(line.has("header_error"));
            if (put != null) {
                compareJson(instance, line, put, which);
            }
            compareTrial(entrances, recipe, instance, line, which);
            for (Way way : Way.values()) {
                Answer answer = entrances.send(way, recipe, instance);
                assertThat(answer.verdict()).as(which + " at " + way).isIn(verdicts(expected, way));
                if (answer.dataSet().isPresent()) {
                    String difference = difference(instance, answer.dataSet().get(), put);
                    assertThat(difference)
                            .as(which + " at " + way + " as identifiers put writes it")
                            .isEmpty();
                }
            }
            if (expected.equals("clean") && put != null) {
                waiting.put(instance, put);
                forwarded++;
            } else {
                stopped++;
            }
        }
    }

    /** An action that fails has its kind; behind the pixel data, half of the instance is sent before it does. */
    private static List<String> verdicts(String expected, Way way) {
        if (!expected.equals("action-failed")) {
            return List.of(expected);
        }
        List<String> verdicts =
                new ArrayList<>(List.of("action-failed", "value-not-encodable", "variable-without-value"));
        if (way == Way.CUT_THROUGH) {
            verdicts.add("refused C000");
        }
        return verdicts;
    }

    /** What evaluate says besides the header. */
    private static String line(Map<String, JsonNode> evaluated, Sent instance) {
        String line = String.valueOf(evaluated.get(instance.name()));
        return ", " + line.substring(0, Math.min(300, line.length()));
    }

    /** Where two data sets differ; of deflated ones, where what was deflated does. */
    private static boolean takeOut(List<byte[]> came, Sent instance, byte[] expected) {
        for (byte[] one : came) {
            try {
                if (difference(instance, one, expected).isEmpty()) {
                    return came.remove(one);
                }
            } catch (IOException notDeflated) {
                continue; // another instance, in another syntax
            }
        }
        return false;
    }

    private static String difference(Sent instance, byte[] found, byte[] expected) throws IOException {
        boolean deflated = instance.transferSyntaxUid().equals(Syntax.DEFLATED_EXPLICIT_LITTLE_ENDIAN.uid());
        byte[] one = deflated ? inflated(found) : found;
        byte[] other = deflated ? inflated(expected) : expected;
        int at = Arrays.mismatch(one, other);
        return at < 0 ? "" : "byte " + at + " of " + one.length + " and " + other.length;
    }

    private static byte[] inflated(byte[] deflated) throws IOException {
        try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(deflated), new Inflater(true))) {
            return in.readAllBytes();
        }
    }

    /** What {@code evaluate} shows is what is in the file that {@code identifiers put} writes. */
    private void compareJson(Sent instance, JsonNode line, byte[] put, String which) throws IOException {
        Syntax syntax = Arrays.stream(Syntax.values())
                .filter(one -> one.uid().equals(instance.transferSyntaxUid()))
                .findFirst()
                .orElseThrow();
        JsonNode before = HeaderText.of(Files.readAllBytes(instance.file()));
        Path file = folder.resolve("put.dcm");
        // The data set is deflated already, if it is.
        Syntax plain = syntax == Syntax.DEFLATED_EXPLICIT_LITTLE_ENDIAN ? null : syntax;
        byte[] whole = plain == null
                ? withMeta(instance, put)
                : Files.readAllBytes(RawDataSet.write(file, plain, "2.25.1", put));
        JsonNode after;
        try {
            after = HeaderText.of(whole);
        } catch (IOException e) {
            throw new AssertionError(which + ": what was written cannot be read", e);
        }
        JsonNode expected = line.has("header") ? line.path("header").path("dataset") : before;
        assertThat(text(after)).as(which + " at evaluate").isEqualTo(text(expected));
    }

    /** In implicit VR an empty private sequence cannot be told from an empty value. */
    private static String text(JsonNode dataSet) {
        return dataSet.toString().replace("{\"vr\":\"SQ\"}", "{\"vr\":\"UN\"}");
    }

    /** The file meta information of the file that was sent, and another data set. */
    private static byte[] withMeta(Sent instance, byte[] dataSet) throws IOException {
        byte[] meta = org.sluice.peers.DataSetBytes.of(instance.file()).meta();
        byte[] whole = Arrays.copyOf(meta, meta.length + dataSet.length);
        System.arraycopy(dataSet, 0, whole, meta.length, dataSet.length);
        return whole;
    }

    private static void compareTrial(Entrances entrances, int recipe, Sent instance, JsonNode line, String which)
            throws Exception {
        TrialEntrance.Tried tried = TrialEntrance.run(entrances.recipe(recipe), Entrances.VARIABLES, instance.file());
        String verdict = tried.matches().isEmpty() ? "clean" : "flagged " + tried.matches();
        String expected = Entrances.verdict(line);
        if (!expected.equals("filter-failed")) {
            assertThat(verdict)
                    .as(which + " at recipe test")
                    .isEqualTo(expected.equals("action-failed") ? "clean" : expected);
            assertThat(tried.failure().isPresent())
                    .as(which + " at recipe test")
                    .isEqualTo(line.has("header_error"));
        }
        if (line.has("header") && line.path("header").isObject()) {
            Optional<JsonNode> after = tried.dataSet();
            assertThat(withoutBulk(after.orElseThrow()))
                    .as(which + " at recipe test")
                    .isEqualTo(withoutBulk(line.path("header").path("dataset")));
        }
    }

    /** The names and VRs of all elements, and the values of those that are no bulk at the top level. */
    private static Map<String, String> withoutBulk(JsonNode dataSet) {
        Map<String, String> elements = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> element : dataSet.properties()) {
            JsonNode value = element.getValue();
            boolean bytes = List.of("OB", "OW", "UN").contains(value.path("vr").textValue());
            // An empty private sequence cannot be told from an empty value in implicit VR.
            String shown = value.size() == 1 ? "empty" : bytes ? "bytes" : text(value);
            elements.put(element.getKey(), shown);
        }
        return elements;
    }
}
