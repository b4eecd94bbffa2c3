package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.net.PresentationContextProposal;
import org.sluice.net.Status;
import org.sluice.net.StoreAnswer;
import org.sluice.net.StoreClient;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.StoreCommand;
import org.sluice.net.TestEngine;
import org.sluice.peers.Await;
import org.sluice.peers.FreePort;

/**
 * Nothing of a data set leaks sideways: a random text is planted everywhere in instances that fail in each of the ways an
 * instance can fail, and is then looked for in whatever a node writes or says beside the instances themselves, with
 * everything logged that can be logged.
 */
class CanaryTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String EXPLICIT = "1.2.840.10008.1.2.1";
    private static final String IMPLICIT = "1.2.840.10008.1.2";
    private static final String DEFLATED = "1.2.840.10008.1.2.1.99";
    private static final byte[] NOTHING = {};

    private static final String REFUSED = "refused";
    private static final String KEPT = "kept";

    /** The routes, by called AE title, with what stands in the recipe of each. */
    private static final List<List<String>> ROUTES = List.of(
            List.of("CLEAN", "to: [folder]", "%header\nBLANK PatientName\n"),
            List.of("DOWN", "to: [down]", "%header\nBLANK PatientName\n"),
            List.of("STRAIGHT", "to: [declining]\n    deliver: cut-through", "%header\nBLANK PatientName\n"),
            List.of("DECLINED", "to: [declining]", "%header\nBLANK PatientName\n"),
            List.of("FLAGGED", "to: [folder]", "%filter all\nLABEL all\npresent PatientName\n"),
            List.of(
                    "REFUSED",
                    "to: [folder]\n    dispositions: { all: refuse }",
                    "%filter all\nLABEL all\npresent PatientName\n"),
            List.of(
                    "REGIONS",
                    "to: [folder]",
                    "%filter all\nLABEL all\npresent PatientName\n"
                            + "  coordinates from:SequenceOfUltrasoundRegions\n"),
            List.of(
                    "VARIABLE",
                    "to: [folder]\n    variables: { it: { lookup: table.csv, key: PatientID, column: it } }",
                    "%header\nREPLACE PatientID var:it\n"),
            List.of(
                    "ENCODING",
                    "to: [folder]\n    variables: { it: { value: \"\u5c71\" } }",
                    "%header\nREPLACE PatientName var:it\n"),
            List.of("DATE", "to: [folder]", "%header\nJITTER StudyDate 1\n"),
            List.of("UIDS", "to: [folder]", "%header\nREMOVE SOPInstanceUID\n"),
            List.of("WHOLE", "to: [folder]", "%filter all\nLABEL all\nequals DataSetTrailingPadding no\n"),
            List.of("LATE", "to: [folder]", "%header\nREMOVE FFFCFFFC\n"));

    /**
     * One way to fail.
     *
     * @param called the route
     * @param syntax that the data set claims to have
     * @param answer {@link #KEPT} for Success, {@link #REFUSED} for a failure
     * @param kind what the reason log says, as an expression; empty when it has no row
     * @param dataSet of a UID and the planted text
     */
    private record Failing(
            String name,
            String called,
            String syntax,
            String answer,
            String kind,
            BiFunction<String, String, byte[]> dataSet) {}

    /** Add a way to fail here. */
    private static final List<Failing> WAYS = List.of(
            way("a filter that matches", "FLAGGED", KEPT, "all", NOTHING),
            way("a disposition", "REFUSED", REFUSED, "", NOTHING),
            new Failing("regions that are text", "REGIONS", EXPLICIT, KEPT, "filter-failed", CanaryTest::regions),
            way("a variable without a value", "VARIABLE", KEPT, "variable-without-value|action-failed", NOTHING),
            way("a value that cannot be encoded", "ENCODING", KEPT, "value-not-encodable|action-failed", NOTHING),
            new Failing(
                    "a character set that nobody knows",
                    "ENCODING",
                    EXPLICIT,
                    KEPT,
                    "value-not-encodable|action-failed",
                    (uid, text) -> PlantedDataSet.of(
                            uid, text, "X\n2026-11-22T10:00:00.000Z ERROR [-] " + text, NOTHING, NOTHING)),
            way("a date that is none", "DATE", KEPT, "action-failed|value-not-encodable", NOTHING),
            way("a UID that is removed", "UIDS", KEPT, "action-failed|.*", NOTHING),
            cut("a data set that ends in its first element", 5),
            cut("a data set that ends in the middle of a value", 217),
            new Failing(
                    "a length past the end",
                    "CLEAN",
                    EXPLICIT,
                    KEPT,
                    "data-set-unreadable|.*",
                    (uid, text) -> PlantedDataSet.of(
                            uid,
                            text,
                            new PlantedDataSet().head(0x00280103, "UT", 99_999).toBytes())),
            new Failing(
                    "an item that is none",
                    "CLEAN",
                    EXPLICIT,
                    KEPT,
                    "data-set-unreadable|.*",
                    (uid, text) -> PlantedDataSet.of(
                            uid,
                            text,
                            new PlantedDataSet()
                                    .element(0x00283000, "SQ", text.repeat(2).getBytes(StandardCharsets.US_ASCII))
                                    .toBytes())),
            new Failing(
                    "a sequence that its parent does not hold",
                    "CLEAN",
                    EXPLICIT,
                    KEPT,
                    "data-set-unreadable|.*",
                    (uid, text) -> PlantedDataSet.of(
                            uid,
                            text,
                            new PlantedDataSet()
                                    .sequence(
                                            0x00283000,
                                            new PlantedDataSet()
                                                    .head(0x00283010, "SQ", 5_000)
                                                    .toBytes())
                                    .toBytes())),
            new Failing(
                    "a header that is too large",
                    "CLEAN",
                    EXPLICIT,
                    REFUSED,
                    "",
                    (uid, text) -> PlantedDataSet.of(
                            uid,
                            text,
                            new PlantedDataSet()
                                    .text(0x00280303, "UT", text.repeat(4_000))
                                    .text(0x00280304, "UT", text.repeat(4_000))
                                    .toBytes())),
            new Failing(
                    "bytes behind the end",
                    "LATE",
                    EXPLICIT,
                    KEPT,
                    "data-set-unreadable|.*",
                    (uid, text) -> PlantedDataSet.of(
                            uid,
                            text,
                            "ISO_IR 100",
                            NOTHING,
                            text.substring(0, 7).getBytes(StandardCharsets.US_ASCII))),
            new Failing(
                    "another encoding than that of the context",
                    "CLEAN",
                    IMPLICIT,
                    KEPT,
                    "data-set-unreadable|.*",
                    (uid, text) -> PlantedDataSet.of(uid, text, NOTHING)),
            new Failing(
                    "what was never deflated",
                    "CLEAN",
                    DEFLATED,
                    KEPT,
                    "data-set-unreadable",
                    (uid, text) -> PlantedDataSet.of(uid, text, NOTHING)),
            new Failing(
                    "another UID than that of the request",
                    "CLEAN",
                    EXPLICIT,
                    KEPT,
                    ".*",
                    (uid, text) -> PlantedDataSet.of(text, text, NOTHING)),
            way("an archive that declines", "STRAIGHT", REFUSED, "", NOTHING),
            way("an archive that declines, by way of the spool", "DECLINED", KEPT, "", NOTHING),
            way("an archive that is down, by way of the spool", "DOWN", KEPT, "", NOTHING));

    /** What somebody on this host may look at, as a viewer. */
    private static final List<String> PAGES = List.of(
            "/",
            "/plain",
            "/metrics",
            "/health",
            "/health/live",
            "/health/ready",
            "/api/v1/status",
            "/api/v1/quarantine?state=all&limit=1000",
            "/api/v1/quarantine/1.2.3.4.1",
            "/api/v1/queues?limit=1000",
            "/api/v1/ledger");

    private final Path folder;
    private final String marker = marker();
    private final List<String> comments = new ArrayList<>();

    CanaryTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void noTextOfAFailingInstanceIsFoundBesideIt() throws Exception {
        int port = FreePort.number();
        int http = FreePort.number();
        try (ListeningArchive declining = ListeningArchive.open(request -> StoreAnswer.of(0xC123, ""));
                ServeProcess serve = serve(port, http, declining.port())) {
            for (int i = 0; i < WAYS.size(); i++) {
                fail(WAYS.get(i), "1.2.3.4." + (i + 1), port);
            }
            attack(port);
            Await.until(() -> serve.log().contains("held in the spool's failed folder"), SOON, serve::log);
            assertNothingOf(serve, http);

            // Nothing can be kept any more: both stores have lost their folders.
            remove(folder.resolve("quarantine/.incoming"));
            remove(folder.resolve("var/spool/incoming"));
            for (Failing way : List.of(WAYS.get(0), way("a spool without a disk", "CLEAN", REFUSED, "", NOTHING))) {
                assertThat(send(way, "1.2.3.5", port).status()).as(way.name()).isNotZero();
            }
            assertThat(serve.log()).contains("cannot be kept");
            assertNothingOf(serve, http);
            serve.terminate();
            assertNothingOf(serve, 0);
        }
    }

    private void fail(Failing way, String uid, int port) throws IOException {
        StoreAnswer answer = send(way, uid, port);
        assertThat(answer.status() == Status.SUCCESS ? KEPT : REFUSED)
                .as("%s: %s", way.name(), answer)
                .isEqualTo(way.answer());
        if (!way.kind().isEmpty()) {
            assertThat(Files.readAllLines(folder.resolve("quarantine/reasons.tsv")))
                    .as(way.name())
                    .last()
                    .satisfies(row -> {
                        assertThat(row.split("\t", -1)[2]).matches(way.kind());
                        assertThat(row.split("\t", -1)[9]).isEqualTo(uid);
                    });
        }
    }

    private StoreAnswer send(Failing way, String uid, int port) throws IOException {
        InetSocketAddress node = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        ByteBuffer dataSet = ByteBuffer.wrap(way.dataSet().apply(uid, marker));
        try (StoreClient client = TestEngine.ENGINE.connect(
                StoreClientOptions.of(node, "MODALITY", way.called()),
                List.of(PresentationContextProposal.of(PlantedDataSet.CT, way.syntax())))) {
            StoreAnswer answer = client.store(
                    StoreCommand.of(PlantedDataSet.CT, uid, way.syntax()), sink -> sink.write(dataSet.duplicate()));
            comments.add(answer.errorComment());
            return answer;
        }
    }

    /** Titles, names and passcodes of an association request may not make lines of their own, and passcodes none at all. */
    private void attack(int port) throws IOException {
        HostileRequest.send(port, "F\nERROR x", "SLUICE\u0085\u001b[2J", "v\r\nERROR x", "u\nERROR x", marker);
    }

    private void assertNothingOf(ServeProcess serve, int http) throws Exception {
        assertThat(serve.log())
                .doesNotContain(marker)
                .doesNotContain(asNumbers())
                .doesNotContain("\u001b", "\u0085")
                .doesNotContain("OutOfMemoryError");
        assertThat(serve.log().lines().skip(1)).noneMatch(line -> line.startsWith("ERROR"));
        assertThat(comments).noneMatch(comment -> comment.contains(marker)).allMatch(c -> c.length() <= 64);
        if (http > 0) {
            for (String page : PAGES) {
                assertThat(body(http, page)).as(page).isNotEmpty().doesNotContain(marker);
            }
        }
        for (Path file : RunningNode.files(folder, "")) {
            String name = folder.relativize(file).toString();
            assertThat(name).doesNotContain(marker);
            boolean instance = name.endsWith(".dcm") || name.startsWith("var/spool/incoming/");
            if (!instance) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(name)
                        .doesNotContain(marker)
                        .doesNotContain(asNumbers());
            }
        }
        assertThat(RunningNode.files(folder.resolve("quarantine"), ".json")).hasSizeGreaterThan(10);
    }

    /** Four characters of it, as a reader that has lost its place would take them for a tag or a length. */
    private List<String> asNumbers() {
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i + 4 <= marker.length(); i++) {
            int group = marker.charAt(i + 1) << 8 | marker.charAt(i);
            int element = marker.charAt(i + 3) << 8 | marker.charAt(i + 2);
            numbers.add("(%04X,%04X)".formatted(group, element));
            numbers.add(Integer.toString(element << 16 | group));
        }
        return numbers;
    }

    private static String body(int http, String page) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + http + page);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private ServeProcess serve(int port, int http, int declining) throws IOException {
        StringBuilder routes = new StringBuilder();
        for (List<String> route : ROUTES) {
            String recipe = route.get(0) + ".deid";
            Files.writeString(folder.resolve(recipe), "FORMAT dicom\n\n" + route.get(2));
            routes.append("  - ae: %s\n    recipe: %s\n    %s\n".formatted(route.get(0), recipe, route.get(1)));
        }
        Files.writeString(folder.resolve("table.csv"), "PatientID,it\nSOMEBODY,1\n");
        Files.writeString(
                folder.resolve("sluice.yaml"), """
                listen:
                  - { port: %d, bind: 127.0.0.1 }
                routes:
                %sdestinations:
                  folder: { folder: var/archive }
                  down: { ae: DOWN, host: 127.0.0.1, port: %d }
                  declining: { ae: DECLINES, host: 127.0.0.1, port: %d }
                http: { port: %d, bind: 127.0.0.1 }
                limits: { header-size: 64 KiB }
                retry: { first: 50 ms, most: 100 ms }
                """.formatted(port, routes, FreePort.number(), declining, http));
        return ServeProcess.start(folder, port, "-Dlogback.configurationFile=logback.xml", "-DSLUICE_LOG_LEVEL=DEBUG");
    }

    private static void remove(Path directory) throws IOException {
        for (Path file : RunningNode.files(directory, "")) {
            Files.deleteIfExists(file);
        }
        Files.delete(directory);
    }

    private static Failing way(String name, String called, String answer, String kind, byte[] wrong) {
        return new Failing(name, called, EXPLICIT, answer, kind, (uid, text) -> PlantedDataSet.of(uid, text, wrong));
    }

    private static Failing cut(String name, int at) {
        return new Failing(
                name,
                "CLEAN",
                EXPLICIT,
                KEPT,
                "data-set-unreadable|.*",
                (uid, text) -> Arrays.copyOf(PlantedDataSet.of(uid, text, NOTHING), at));
    }

    /** Region Location elements that hold text, a sequence, and text in UN. */
    private static byte[] regions(String uid, String text) {
        byte[] item = new PlantedDataSet()
                .text(0x00186018, "LO", text)
                .sequence(
                        0x0018601A,
                        new PlantedDataSet().text(0x00100010, "PN", text).toBytes())
                .text(0x0018601C, "UN", text)
                .text(0x0018601E, "UT", text)
                .toBytes();
        byte[] regions = new PlantedDataSet().sequence(0x00186011, item).toBytes();
        byte[] whole = PlantedDataSet.of(uid, text, NOTHING);
        int at = indexOf(whole, new byte[] {0x20, 0, 0x0D, 0, 'U', 'I'});
        return ByteBuffer.allocate(whole.length + regions.length)
                .put(whole, 0, at)
                .put(regions)
                .put(whole, at, whole.length - at)
                .array();
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (int i = 0; i < bytes.length - part.length; i++) {
            if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        throw new AssertionError("no such element");
    }

    /** 12 capital letters: valid in every text VR but those of dates and numbers. */
    private static String marker() {
        return new Random()
                .ints(12, 'A', 'Z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, (a, b) -> {})
                .toString();
    }
}
