package org.sluice.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.sluice.cli.CommandRun;
import org.sluice.config.ConfigException;
import org.sluice.config.ConfigLoader;
import org.sluice.net.Engines;
import org.sluice.net.PresentationContextProposal;
import org.sluice.net.StoreAnswer;
import org.sluice.net.StoreClient;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.StoreCommand;
import org.sluice.net.StoreRequest;
import org.sluice.net.TestEngine;
import org.sluice.peers.Await;
import org.sluice.peers.DataSetBytes;
import org.sluice.peers.FreePort;
import org.sluice.text.SourceText;

/**
 * Every way into Sluice, with some recipes: a node with a route for each recipe and each {@link Way} to deliver, and the
 * commands that look at files. What each makes of an instance can be compared.
 */
final class Entrances implements AutoCloseable {
    /** What {@code var:} names stand for, at every entrance. */
    static final Map<String, String> VARIABLES = Map.of("site", "NORTH", "days", "-5", "date", "20200102");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder;
    private final List<Path> recipes = new ArrayList<>();
    private final List<Map<String, String>> variables = new ArrayList<>();
    private final List<Way> ways;
    private final Map<Way, BlockingQueue<byte[]>> arrived = new EnumMap<>(Way.class);
    private final List<ListeningArchive> archives = new ArrayList<>();
    private final int deadPort = FreePort.number();
    private final Node node;
    private int commands;

    /** How a route delivers. */
    enum Way {
        DURABLE("deliver: durable"),
        CUT_THROUGH("deliver: cut-through"),
        WITH_FALLBACK("deliver: cut-through", "fallback: spool"),
        FALLING_BACK("deliver: cut-through", "fallback: spool"),
        ACCEPTING("deliver: durable", "contradictions: accept"),
        ACCEPTING_CUT_THROUGH("deliver: cut-through", "contradictions: accept"),
        /** The recipe is the destination's, and the spool has the original. */
        OWN_RECIPE("deliver: durable");

        private final List<String> keys;

        Way(String... keys) {
            this.keys = List.of(keys);
        }

        boolean accepts() {
            return this == ACCEPTING || this == ACCEPTING_CUT_THROUGH;
        }

        String ae(int recipe) {
            return name().substring(0, Math.min(12, name().length())) + recipe;
        }
    }

    /**
     * What became of an instance.
     *
     * @param verdict {@code clean}; {@code flagged} with each section and reason; or the kind of what was wrong
     * @param dataSet what went on, when it did
     */
    record Answer(String verdict, Optional<byte[]> dataSet) {
        static Answer stopped(String verdict) {
            return new Answer(verdict, Optional.empty());
        }
    }

    /** An instance: its file, and what it is called. */
    record Sent(Path file, String sopClassUid, String sopInstanceUid, String transferSyntaxUid) {
        byte[] dataSet() {
            return DataSetBytes.of(file).dataSet();
        }

        String name() {
            return file.getFileName().toString();
        }
    }

    /** A recipe, and what its variables stand for. */
    record With(String recipe, Map<String, String> variables) {}

    Entrances(Path folder, List<String> recipeTexts) {
        this(
                folder,
                recipeTexts.stream().map(text -> new With(text, VARIABLES)).toList(),
                List.of(Way.values()),
                Engines.STANDARD);
    }

    /** @param engine the name of the one that the node runs with */
    Entrances(Path folder, List<With> texts, List<Way> ways, String engine) {
        this.folder = folder;
        this.ways = ways;
        try {
            for (With text : texts) {
                recipes.add(Files.writeString(folder.resolve("recipe-" + recipes.size() + ".deid"), text.recipe()));
                variables.add(text.variables());
            }
            Files.writeString(folder.resolve("vars.json"), JSON.writeValueAsString(VARIABLES));
            StringBuilder routes = new StringBuilder();
            StringBuilder destinations = new StringBuilder();
            for (Way way : ways) {
                arrived.put(way, new LinkedBlockingQueue<>());
                int port = way == Way.FALLING_BACK ? deadPort : archive(way, 0).port();
                destinations.append("  %s: { ae: %s, host: 127.0.0.1, port: %d }\n".formatted(way, way.ae(0), port));
                for (int recipe = 0; recipe < recipes.size(); recipe++) {
                    routes.append(route(way, recipe));
                }
            }
            node = start(routes, destinations, engine);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ListeningArchive archive(Way way, int port) {
        BlockingQueue<byte[]> into = arrived.get(way);
        ListeningArchive archive = ListeningArchive.open(
                ListeningArchive.options(port), request -> org.sluice.net.AssociationPolicy.accept(), request -> {
                    into.add(all(request));
                    return StoreAnswer.SUCCESS;
                });
        archives.add(archive);
        return archive;
    }

    private static byte[] all(StoreRequest request) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuffer bytes = request.body().next();
                bytes != null;
                bytes = request.body().next()) {
            byte[] some = new byte[bytes.remaining()];
            bytes.get(some);
            all.writeBytes(some);
        }
        return all.toByteArray();
    }

    private String route(Way way, int recipe) {
        StringBuilder route = new StringBuilder("  - ae: " + way.ae(recipe) + "\n");
        boolean own = way == Way.OWN_RECIPE;
        String indent = own ? "          " : "    ";
        route.append(own ? "    to:\n      - " + way + ":\n" : "    to: [" + way + "]\n");
        route.append(indent + "recipe: \"" + recipes.get(recipe) + "\"\n");
        if (!variables.get(recipe).isEmpty()) {
            route.append(indent + "variables:\n");
        }
        variables
                .get(recipe)
                .forEach((name, value) -> route.append(indent + "  " + name + ": { value: \"" + value + "\" }\n"));
        way.keys.forEach(key -> route.append("    " + key + "\n"));
        return route.toString();
    }

    private Node start(CharSequence routes, CharSequence destinations, String engine) {
        String configuration = """
                listen:
                  - { port: 0, bind: 127.0.0.1 }
                routes:
                %sdestinations:
                %sdata: "%s/var"
                quarantine: "%3$s/quarantine"
                timeouts: { shutdown: 2 s }
                retry: { first: 2 s, most: 2 s }
                engine: %s
                """.formatted(routes, destinations, folder, engine);
        try {
            return Node.start(ConfigLoader.parse(new SourceText("entrances.yaml", configuration)), TestEngine.ENGINES);
        } catch (ConfigException | IOException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    // ---- the node

    /** Sends an instance on a way that delivers at once, and says what became of it. */
    Answer send(Way way, int recipe, Sent instance) throws IOException, InterruptedException {
        int rows = reasons().size();
        int status = status(way, recipe, instance);
        Optional<String> stopped = stopped(way, recipe, rows);
        if (stopped.isPresent()) {
            return Answer.stopped(stopped.get());
        }
        if (status != 0) {
            return Answer.stopped("refused %04X".formatted(status));
        }
        return new Answer("clean", way == Way.FALLING_BACK ? Optional.empty() : Optional.of(next(way)));
    }

    /** Opens the archive that was away, and waits for what one of the instances became that were clean: in any order. */
    byte[] afterwards() throws InterruptedException {
        if (archives.size() < ways.size()) {
            archive(Way.FALLING_BACK, deadPort);
        }
        return next(Way.FALLING_BACK);
    }

    /** On which ways something has come that nobody asked for. */
    List<String> unexpected() {
        List<String> ways = new ArrayList<>();
        arrived.forEach((way, dataSets) -> dataSets.forEach(one -> ways.add(way + ": " + one.length + " bytes")));
        return ways;
    }

    private byte[] next(Way way) throws InterruptedException {
        byte[] dataSet = arrived.get(way).poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (dataSet == null) {
            throw new AssertionError("nothing came by way of " + way);
        }
        return dataSet;
    }

    /** What the sender is told. */
    int status(Way way, int recipe, Sent instance) throws IOException {
        InetSocketAddress to = new InetSocketAddress(
                InetAddress.getLoopbackAddress(), node.addresses().get(0).getPort());
        try (StoreClient client = TestEngine.ENGINE.connect(
                StoreClientOptions.of(to, "MODALITY", way.ae(recipe)),
                List.of(PresentationContextProposal.of(instance.sopClassUid(), instance.transferSyntaxUid())))) {
            byte[] dataSet = instance.dataSet();
            return client.store(
                            StoreCommand.of(
                                    instance.sopClassUid(), instance.sopInstanceUid(), instance.transferSyntaxUid()),
                            sink -> sink.write(ByteBuffer.wrap(dataSet)))
                    .status();
        }
    }

    private List<String> reasons() throws IOException {
        return Files.readAllLines(folder.resolve("quarantine/reasons.tsv"));
    }

    /** Why an instance is in the quarantine, from what the reason log has more than so many rows; empty when it is not. */
    private Optional<String> stopped(Way way, int recipe, int rows) throws IOException {
        List<String> matches = new ArrayList<>();
        for (String line : reasons().subList(rows, reasons().size())) {
            List<String> cells = List.of(line.split("\t", -1));
            if (!cells.get(6).equals(way.ae(recipe))) {
                throw new AssertionError("somebody else's row: " + line);
            }
            if (cells.get(1).equals("FAILED")) {
                return Optional.of(cells.get(2));
            }
            String reason = way == Way.OWN_RECIPE ? cells.get(3).replaceFirst("^for " + way + ": ", "") : cells.get(3);
            // The log escapes backslashes.
            matches.add(cells.get(2) + ": " + reason.strip().replace("\\\\", "\\"));
        }
        return matches.isEmpty() ? Optional.empty() : Optional.of("flagged " + matches);
    }

    /** The files in the quarantine of one instance, by any route. */
    List<Path> quarantined(String sopInstanceUid) {
        return RunningNode.files(folder.resolve("quarantine"), ".dcm").stream()
                .filter(file -> file.getFileName().toString().startsWith(sopInstanceUid))
                .toList();
    }

    // ---- the commands

    /** {@code inspect}: the verdict on each file, in words of {@link Answer#verdict}. */
    Map<String, String> inspected(int recipe, List<Sent> instances) throws IOException {
        List<Object> words = words("inspect", "--json", "--deid", recipes.get(recipe));
        instances.forEach(one -> words.add(one.file()));
        Map<String, String> verdicts = new LinkedHashMap<>();
        for (String line : CommandRun.of(words.toArray()).lines()) {
            if (line.isBlank()) {
                continue;
            }
            JsonNode json = JSON.readTree(line);
            String file = Path.of(json.path("file").textValue()).getFileName().toString();
            String verdict = json.has("contradiction")
                    ? json.path("contradiction").textValue()
                    : json.has("error") ? "filter-failed" : verdict(json);
            verdicts.put(file, verdict);
        }
        return verdicts;
    }

    /** {@code identifiers --action put}: the data sets of the files that it wrote. */
    Map<String, byte[]> written(int recipe, List<Sent> instances) throws IOException {
        Path to = folder.resolve("written-" + commands++);
        List<Object> words = words("identifiers", "--action", "put", "--deid", recipes.get(recipe), "-o", to);
        words.addAll(List.of("--ids", folder.resolve("vars.json")));
        instances.forEach(one -> words.add(one.file()));
        CommandRun.of(words.toArray());
        Map<String, byte[]> written = new LinkedHashMap<>();
        if (Files.isDirectory(to)) {
            try (Stream<Path> files = Files.list(to)) {
                files.forEach(file -> written.put(
                        file.getFileName().toString(), DataSetBytes.of(file).dataSet()));
            }
        }
        return written;
    }

    /** {@code evaluate}: the line of each file. */
    Map<String, JsonNode> evaluated(int recipe, List<Sent> instances) throws IOException {
        List<Object> words = words("evaluate", "--recipe", recipes.get(recipe), "--vars", folder.resolve("vars.json"));
        instances.forEach(one -> words.add(one.file()));
        List<String> lines = CommandRun.of(words.toArray()).lines();
        Map<String, JsonNode> evaluated = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            evaluated.put(instances.get(i).name(), JSON.readTree(lines.get(i)));
        }
        return evaluated;
    }

    /** What a line of {@code evaluate} says of a route that quarantines, in words of {@link Answer#verdict}. */
    static String verdict(JsonNode line) {
        if (line.has("contradictions")) {
            return line.path("contradictions").path(0).path("kind").textValue();
        }
        if (line.has("error")) {
            return "data-set-unreadable";
        }
        if (line.has("filter_error")) {
            return "filter-failed";
        }
        if (line.path("flagged").booleanValue()) {
            List<String> matches = new ArrayList<>();
            for (JsonNode match : line.path("results")) {
                matches.add(match.path("group").textValue() + ": "
                        + match.path("reason").textValue().strip());
            }
            return "flagged " + matches;
        }
        return line.has("header_error") || line.has("save_error") ? "action-failed" : "clean";
    }

    Path recipe(int number) {
        return recipes.get(number);
    }

    private static List<Object> words(Object... words) {
        return new ArrayList<>(List.of(words));
    }

    /** Waits until the spool is empty. */
    void awaitForwarded() {
        for (Way way : ways) {
            Await.until(() -> node.waiting(way.name()) == 0, PATIENCE, () -> "the spool for " + way + " to be empty");
        }
    }

    /** A sample of the metrics, see {@link RunningNode#meter}. */
    double meter(String sample) {
        return new Scrape(node.meters().scrape()).value(sample);
    }

    @Override
    public void close() throws IOException {
        try {
            node.close();
        } finally {
            archives.forEach(ListeningArchive::close);
        }
    }
}
