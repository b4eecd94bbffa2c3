package org.sluice.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.config.ConfigException;
import org.sluice.config.DeskRole;
import org.sluice.peers.Await;

/** The desk over HTTP: the same verbs as on the command line, for those who may. */
class DeskApiTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Map<DeskRole, String> USERS =
            Map.of(DeskRole.VIEWER, "vera", DeskRole.REVIEWER, "rita", DeskRole.ADMIN, "ada");
    private static final String REASON = "{\"reason\":\"nothing burned in\"}";

    private final Path folder;

    @SuppressWarnings("NullAway.Init")
    private DeskNode node;

    DeskApiTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void start() throws IOException, ConfigException {
        node = DeskNode.start(folder, DeskNode.USERS);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    // ---- who may what

    /** One operation of the OpenAPI document. */
    private record Operation(String method, String path, JsonNode described) {
        HttpRequest.Builder request(DeskNode node) {
            String filled = path.replace("{id}", "1.2.3")
                    .replace("{destination}", "scp")
                    .replace("{route}", "SLUICE")
                    .replace("{number}", "4711");
            HttpRequest.Builder request = node.request(filled)
                    .method(
                            method,
                            method.equals("POST")
                                    ? HttpRequest.BodyPublishers.ofString(body().toString())
                                    : HttpRequest.BodyPublishers.noBody());
            if (path.endsWith("/events")) {
                request.header("Accept", "text/event-stream");
            }
            return method.equals("POST") ? request.header("Content-Type", "application/json") : request;
        }

        /** Whatever is required, and nothing that there is. */
        private ObjectNode body() {
            ObjectNode body = new ObjectMapper().createObjectNode();
            JsonNode schema = described
                    .path("requestBody")
                    .path("content")
                    .path("application/json")
                    .path("schema");
            schema.path("required").forEach(name -> body.put(name.asText(), "archive"));
            if (schema.path("properties").has("ids")) {
                body.putArray("ids").add("1.2.3");
            }
            return body;
        }

        String role() {
            return described.path("x-role").asText();
        }

        List<String> required() {
            List<String> keys = new ArrayList<>();
            described
                    .path("responses")
                    .path("200")
                    .path("content")
                    .path("application/json")
                    .path("schema")
                    .path("required")
                    .forEach(key -> keys.add(key.asText()));
            return keys;
        }
    }

    private List<Operation> operations() {
        List<Operation> all = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path :
                node.show("vera", "/api/v1/openapi.json").path("paths").properties()) {
            for (Map.Entry<String, JsonNode> one : path.getValue().properties()) {
                all.add(new Operation(one.getKey().toUpperCase(Locale.ROOT), path.getKey(), one.getValue()));
            }
        }
        return all;
    }

    @Test
    void everyOperationOfTheDescriptionAnswersThoseWhoMayAndNobodyElse() {
        List<Operation> operations = operations();
        assertThat(operations).hasSizeGreaterThan(25);
        for (Operation operation : operations) {
            if (operation.role().equals("none")) {
                continue;
            }
            String name = operation.method() + " " + operation.path();
            assertProblem(name, DeskNode.send(operation.request(node)), 401);
            DeskRole least = DeskRole.of(operation.role()).orElseThrow();
            USERS.forEach((role, user) -> {
                if (!role.covers(least)) {
                    HttpRequest.Builder request = operation.request(node).header("Authorization", DeskNode.basic(user));
                    assertProblem(name + " as " + user, DeskNode.send(request), 403);
                }
            });
            assertAnswersAsDescribed(name, operation, USERS.get(least));
        }
    }

    private static void assertProblem(String name, HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as("%s: %s", name, answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).as(name).hasValue("application/problem+json");
        assertThat(DeskNode.json(answer).path("status").asInt()).as(name).isEqualTo(status);
        assertThat(DeskNode.json(answer).path("title").asText()).as(name).isNotEmpty();
    }

    private void assertAnswersAsDescribed(String name, Operation operation, String user) {
        HttpRequest.Builder request = operation.request(node).header("Authorization", DeskNode.basic(user));
        if (operation.path().endsWith("/events")) {
            return; // it does not end
        }
        HttpResponse<String> answer = DeskNode.send(request);
        assertThat(operation.described().path("responses").has(Integer.toString(answer.statusCode())))
                .as("%s: %s", name, answer)
                .isTrue();
        assertThat(answer.statusCode()).as(name).isNotIn(401, 403);
        if (answer.statusCode() == 200 && !operation.required().isEmpty()) {
            assertThat(operation.required())
                    .as(name)
                    .allSatisfy(key ->
                            assertThat(DeskNode.json(answer).has(key)).as(key).isTrue());
        }
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(answer.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).doesNotContain("unsafe"));
    }

    @Test
    void whatTakesMoreThanTheOperationDoesIsRefusedToo() {
        String uid = node.uids("").get(0);
        assertThat(node.get("vera", "/api/v1/quarantine/" + uid + "?values=true")
                        .statusCode())
                .isEqualTo(403);
        String unedited = "{\"reason\":\"as agreed\",\"as_it_came\":true}";
        assertThat(node.post("rita", "/api/v1/quarantine/" + uid + "/release", unedited)
                        .statusCode())
                .isEqualTo(403);
        assertThat(node.uids("")).contains(uid);
    }

    // ---- the quarantine

    @Test
    void theListIsThatOfTheCommandLine() throws IOException {
        List<String> lines = node.command("quarantine", "list", "--json").lines();
        JsonNode items = node.show("vera", "/api/v1/quarantine").path("items");
        assertThat(items).hasSize(3);
        for (int i = 0; i < items.size(); i++) {
            ObjectNode item = (ObjectNode) items.get(i);
            assertThat(item.remove("key").asText()).isNotEmpty();
            assertThat(item).isEqualTo(new ObjectMapper().readTree(lines.get(i)));
        }
    }

    @Test
    void pagesFollowOneAnotherByTheirCursor() {
        List<String> all = node.uids("");
        List<String> paged = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = node.show("vera", "/api/v1/quarantine?limit=1" + cursor);
            paged.addAll(DeskNode.texts(page.path("items"), "sop_instance_uid"));
            cursor = page.has("next") ? "&cursor=" + page.path("next").asText() : "";
        } while (!cursor.isEmpty());
        assertThat(paged).isEqualTo(all);
    }

    @Test
    void filtersAreThoseOfTheCommandLine() {
        assertThat(node.uids("?line=ct.deid:5&section=burnedin&label=All%20of%20CT&since=2020-01-01T00:00:00Z"))
                .hasSize(3);
        assertThat(node.uids("?section=other")).isEmpty();
        assertThat(node.uids("?calling_ae=NOBODY")).isEmpty();
        assertThat(node.uids("?state=rejected")).isEmpty();
        assertThat(node.show("vera", "/api/v1/quarantine/count?section=burnedin")
                        .path("found")
                        .asInt())
                .isEqualTo(3);
        assertProblem("line", node.get("vera", "/api/v1/quarantine?line=x"), 400);
        assertProblem("unknown", node.get("vera", "/api/v1/quarantine?lime=88"), 400);
        assertProblem("cursor", node.get("vera", "/api/v1/quarantine?cursor=%21"), 400);
    }

    @Test
    void oneIsShownWithTheLineThatCaughtItAndWhatAReleaseWouldChange() {
        String uid = node.uids("").get(0);
        JsonNode item = node.show("rita", "/api/v1/quarantine/" + uid + "?values=true")
                .path("items")
                .path(0);
        assertThat(item.path("matches").path(0).path("quoted").path(0).asText()).isEqualTo("LABEL All of CT");
        assertThat(item.path("matches").path(0).path("recipe_line").asInt()).isEqualTo(5);
        assertThat(item.path("edits").toString()).contains("PatientID").contains("PSEUDONYM");
        assertThat(item.path("done").path(0).path("by").asText()).isEqualTo("rita");
    }

    @Test
    void aPictureIsDrawnForAReviewerAndWhoLooksCloselyIsRecorded() throws IOException {
        String key = DeskNode.texts(node.show("rita", "/api/v1/quarantine").path("items"), "key")
                .get(0);
        BufferedImage small = picture(key, "");
        assertThat(Math.max(small.getWidth(), small.getHeight())).isBetween(1, 96);
        assertThat(looks()).isEmpty();
        BufferedImage large = picture(key, "?size=1024&frame=0");
        assertThat(large.getWidth()).isGreaterThanOrEqualTo(small.getWidth());
        assertThat(looks()).hasSize(1).allMatch(line -> line.contains("\trita\t"));
        String path = "/api/v1/quarantine/" + key + "/picture.png";
        assertProblem("frame", node.get("rita", path + "?frame=9"), 404);
        assertProblem("size", node.get("rita", path + "?size=large"), 400);
        assertProblem("nothing", node.get("rita", path.replace(key, "1.2.3.999")), 404);
    }

    private BufferedImage picture(String key, String query) throws IOException {
        HttpResponse<byte[]> answer = DeskNode.send(
                node.request("/api/v1/quarantine/" + key + "/picture.png" + query)
                        .header("Authorization", DeskNode.basic("rita")),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("image/png");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        return ImageIO.read(new ByteArrayInputStream(answer.body()));
    }

    private List<String> looks() throws IOException {
        Path reviews = folder.resolve("quarantine/reviews.tsv");
        return Files.exists(reviews)
                ? Files.readAllLines(reviews).stream()
                        .filter(line -> line.contains("picture shown"))
                        .toList()
                : List.of();
    }

    @Test
    void aReleaseArrivesEditedAndTheRecordSaysWhoAndWhy() throws IOException {
        String uid = node.uids("").get(0);
        HttpResponse<String> answer = node.post("rita", "/api/v1/quarantine/" + uid + "/release", REASON);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(DeskNode.json(answer).path("done").asInt()).isOne();
        Await.until(() -> files("out").size() == 1, SOON, "one in the folder");
        assertThat(Files.readString(files("out").get(0), StandardCharsets.ISO_8859_1))
                .contains("PSEUDONYM")
                .doesNotContain(DeskNode.PATIENT);
        assertThat(node.uids("")).hasSize(2).doesNotContain(uid);
        assertThat(node.uids("?state=released")).containsExactly(uid);
        JsonNode last = node.show("rita", "/api/v1/audit?limit=1").path("items").path(0);
        assertThat(last.path("by").asText()).isEqualTo("rita");
        assertThat(last.path("decision").asText()).isEqualTo("released");
        assertThat(last.path("reason").asText()).isEqualTo("nothing burned in");
        assertThat(Files.readString(folder.resolve("quarantine/reviews.tsv"))).contains("\trita\t");
    }

    @Test
    void theSecondOfTwoReviewersIsTold() {
        String path = "/api/v1/quarantine/" + node.uids("").get(0);
        String tag = node.get("rita", path).headers().firstValue("ETag").orElseThrow();
        assertThat(node.post("ada", path + "/reject", REASON).statusCode()).isEqualTo(200);
        HttpRequest.Builder late = node.request(path + "/release")
                .header("Authorization", DeskNode.basic("rita"))
                .header("Content-Type", "application/json")
                .header("If-Match", tag)
                .POST(HttpRequest.BodyPublishers.ofString(REASON));
        assertProblem("late", DeskNode.send(late), 412);
        assertProblem("late", node.post("rita", path + "/release", REASON), 409);
        assertThat(files("out")).isEmpty();
    }

    @Test
    void severalAreDecidedAboutByTheirKeysOrByAFilter() {
        List<String> keys =
                DeskNode.texts(node.show("rita", "/api/v1/quarantine").path("items"), "key");
        String two = "{\"ids\":[\"%s\",\"%s\"],\"reason\":\"burned in\"}".formatted(keys.get(0), keys.get(1));
        assertThat(DeskNode.json(node.post("rita", "/api/v1/quarantine/reject", two))
                        .path("done")
                        .asInt())
                .isEqualTo(2);
        assertProblem("neither", node.post("rita", "/api/v1/quarantine/reject", REASON), 400);
        String rest = "{\"all\":true,\"line\":\"ct.deid:5\",\"reason\":\"burned in\"}";
        assertThat(DeskNode.json(node.post("rita", "/api/v1/quarantine/reject", rest))
                        .path("done")
                        .asInt())
                .isOne();
        String purge = "{\"all\":true,\"state\":\"rejected\",\"reason\":\"yearly\"}";
        assertThat(DeskNode.json(node.post("ada", "/api/v1/quarantine/purge", purge))
                        .path("done")
                        .asInt())
                .isEqualTo(3);
        assertThat(node.uids("?state=all")).isEmpty();
    }

    @Test
    void whatIsNoRequestIsRefusedInWords() {
        String uid = node.uids("").get(0);
        String release = "/api/v1/quarantine/" + uid + "/release";
        assertProblem("no reason", node.post("rita", release, "{}"), 400);
        assertProblem("unknown", node.post("rita", release, "{\"reason\":\"x\",\"file\":\"/etc/passwd\"}"), 400);
        assertProblem("type", node.post("rita", release, "{\"reason\":7}"), 400);
        assertProblem("no JSON", node.post("rita", release, "{\"reason\":"), 400);
        assertProblem("long", node.post("rita", release, "{\"reason\":\"" + "x".repeat(70_000) + "\"}"), 413);
        assertProblem(
                "form",
                DeskNode.send(node.request(release)
                        .header("Authorization", DeskNode.basic("rita"))
                        .header("Content-Type", "text/plain")
                        .POST(HttpRequest.BodyPublishers.ofString(REASON))),
                415);
        for (String path : List.of("..%2F..%2Fetc%2Fpasswd", "2026~11-22~..~..~x", "%2e%2e", "secret.key")) {
            assertThat(node.get("ada", "/api/v1/quarantine/" + path).statusCode())
                    .as(path)
                    .isIn(400, 404);
        }
        assertThat(node.uids("")).hasSize(3);
    }

    // ---- queues, ledger, status, reload

    @Test
    void queuesHaveTheVerbsOfTheCommandLine() {
        node.post("rita", "/api/v1/quarantine/" + node.uids("").get(0) + "/release", REASON);
        Await.until(() -> node.show("vera", "/api/v1/queues/scp").path("found").asInt() == 1, SOON, "one in the queue");
        String id = node.show("vera", "/api/v1/queues/scp")
                .path("instances")
                .path(0)
                .path("id")
                .asText();
        assertThat(id).startsWith("scp/");
        Await.until(
                () -> node.post("rita", "/api/v1/queues/" + id + "/hold", "{}").statusCode() == 200,
                SOON,
                "it to be held");
        assertThat(node.show("vera", "/api/v1/queues/" + id)
                        .path("instances")
                        .path(0)
                        .path("state")
                        .asText())
                .isEqualTo("held");
        assertThat(node.post("rita", "/api/v1/queues/" + id + "/drop", REASON).statusCode())
                .isEqualTo(403);
        HttpResponse<String> moved = node.post("ada", "/api/v1/queues/" + id + "/move", "{\"to\":\"archive\"}");
        assertThat(moved.statusCode()).as(moved.body()).isEqualTo(200);
        Await.until(
                () -> node.show("vera", "/api/v1/queues/scp").path("found").asInt() == 0, SOON, "none in the queue");
        assertProblem("unknown", node.get("vera", "/api/v1/queues/nowhere"), 404);
    }

    @Test
    void statusAndLedgerSayWhatTheCommandLineSays() throws IOException {
        JsonNode status = node.show("vera", "/api/v1/status");
        assertThat(status.path("today").path("flagged").asInt()).isEqualTo(3);
        Await.until(
                () -> node.show("vera", "/api/v1/ledger")
                                .path("sums")
                                .path(0)
                                .path("quarantined")
                                .asInt()
                        == 3,
                SOON,
                "the ledger to know");
        String study = node.show("vera", "/api/v1/quarantine")
                .path("items")
                .path(0)
                .path("study_instance_uid")
                .asText();
        JsonNode entries = node.show("vera", "/api/v1/ledger?study=" + study).path("instances");
        JsonNode printed = new ObjectMapper()
                .readTree(node.command("ledger", "--json", "--study", study).out());
        assertThat(entries).isEqualTo(printed.path("instances"));
    }

    @Test
    void aWrongConfigurationIsRefusedAndARightOneIsInForce() throws IOException {
        Files.writeString(folder.resolve("ct.deid"), "FORMAT dicom\n\n%header\nREMOVE PatientsName\n");
        JsonNode refused = DeskNode.json(node.post("ada", "/api/v1/reload", "{}"));
        assertThat(refused.path("problems").toString()).contains("PatientsName");
        Files.writeString(folder.resolve("ct.deid"), "FORMAT dicom\n\n%header\nREMOVE PatientName\n");
        assertThat(DeskNode.json(node.post("ada", "/api/v1/reload", "{}")).path("problems"))
                .isEmpty();
        String uid = node.uids("").get(0);
        JsonNode now = DeskNode.json(node.post("rita", "/api/v1/quarantine/" + uid + "/reevaluate", "{}"));
        assertThat(now.path("done").asInt()).isOne();
        assertThat(node.uids("")).contains(uid);
    }

    // ---- what nobody is told

    @Test
    void noPatientValueIsInWhatAViewerIsToldNorInWhatIsRecorded() throws IOException {
        String uid = node.uids("").get(0);
        node.post("rita", "/api/v1/quarantine/" + uid + "/reject", "{\"reason\":\"REASONWORDS\"}");
        String values =
                node.show("rita", "/api/v1/quarantine/" + uid + "?values=true").toString();
        assertThat(values).contains(DeskNode.PATIENT); // else this test shows nothing
        for (Operation operation : operations()) {
            if (operation.method().equals("GET") && !operation.path().endsWith("/events")) {
                String path = operation
                        .path()
                        .replace("{id}", uid)
                        .replace("{destination}", "scp")
                        .replace("{route}", "SLUICE")
                        .replace("{number}", "1");
                assertThat(node.get("vera", path).body())
                        .as(path)
                        .doesNotContain(DeskNode.PATIENT)
                        .doesNotContain("REASONWORDS");
            }
        }
        assertThat(node.show("ada", "/api/v1/audit").toString()).doesNotContain(DeskNode.PATIENT);
        assertThat(Files.readString(folder.resolve("quarantine/reviews.tsv"))).doesNotContain(DeskNode.PATIENT);
    }

    @Test
    void eventsSayHowTheNodeIsAndThenWhatChanges() throws Exception {
        HttpRequest listen = node.request("/api/v1/events")
                .header("Authorization", DeskNode.basic("vera"))
                .header("Accept", "text/event-stream")
                .build();
        HttpResponse<Stream<String>> events =
                HttpClient.newHttpClient().send(listen, HttpResponse.BodyHandlers.ofLines());
        assertThat(events.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        try (Stream<String> lines = events.body()) {
            var data = lines.filter(line -> line.startsWith("data:")).iterator();
            assertThat(data.next()).contains("\"flagged\":3").doesNotContain(DeskNode.PATIENT);
            node.send(4);
            String changed = data.next();
            while (!changed.contains("\"flagged\":4")) {
                changed = data.next();
            }
            assertThat(changed).doesNotContain(DeskNode.PATIENT);
        }
    }

    private List<Path> files(String name) {
        Path out = folder.resolve(name);
        try (Stream<Path> files = Files.exists(out) ? Files.walk(out) : Stream.of()) {
            return files.filter(file -> file.toString().endsWith(".dcm")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
