package org.sluice.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.cli.CommandRun;

/** What is kept of what people do, whichever way they come. */
class AuditTest {
    private static final String REASON = "{\"reason\":\"nothing burned in\"}";
    private static final String EVENTS = "/api/v1/audit/events";

    private final Path folder;

    AuditTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** Event, outcome and who of each entry, the newest first. */
    private static List<String> lines(DeskNode node) {
        return StreamSupport.stream(node.show("rita", EVENTS).path("items").spliterator(), false)
                .map(one -> one.path("event").asText() + " "
                        + one.path("outcome").asText() + " " + one.path("by").asText())
                .toList();
    }

    private static HttpResponse<String> signIn(DeskNode node, String passcode) {
        return DeskNode.send(node.request("/api/v1/session")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"rita\",\"passcode\":\"" + passcode + "\"}")));
    }

    @Test
    void whoDoesWhatIsThereBeforeItIsDoneAndThenWhatCameOfIt() throws Exception {
        try (DeskNode node = DeskNode.start(folder, DeskNode.USERS)) {
            String uid = node.uids("").get(0);
            String path = "/api/v1/quarantine/" + uid;
            node.get("rita", path + "?values=true");
            node.post("rita", path + "/reject", REASON);
            node.post("rita", path + "/reject", REASON);
            node.post("vera", path + "/release", REASON);
            assertThat(lines(node))
                    .containsExactly(
                            "release forbidden vera",
                            "reject refused rita",
                            "reject asked rita",
                            "reject done rita",
                            "reject asked rita",
                            "values asked rita",
                            "start done sluice");
            JsonNode items = node.show("rita", EVENTS).path("items");
            JsonNode asked = items.path(4);
            assertThat(asked.path("about").path("ids").path(0).asText()).isEqualTo(uid);
            assertThat(asked.path("about").path("reason").asText()).isEqualTo("nothing burned in");
            assertThat(asked.path("from").asText()).isEqualTo("127.0.0.1");
            assertThat(items.path(3).path("of")).isEqualTo(asked.path("n"));
            assertThat(items.path(3).path("done").asInt()).isOne();
            assertThat(items.path(1).path("why").asText()).contains("rejected");
            assertThat(items.toString()).doesNotContain(DeskNode.PATIENT);
            assertThat(node.get("vera", EVENTS).statusCode()).isEqualTo(403);
        }
    }

    @Test
    void whoSignsInAndWhoIsNotLetInIsThereWithoutPasscodes() throws Exception {
        try (DeskNode node = DeskNode.start(folder, DeskNode.USERS)) {
            assertThat(signIn(node, "passcode-of-nobody").statusCode()).isEqualTo(401);
            HttpResponse<String> signedIn = signIn(node, "passcode-rita");
            String cookie =
                    signedIn.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
            HttpResponse<String> out = DeskNode.send(node.request("/api/v1/session")
                    .header("Cookie", cookie)
                    .header("X-CSRF-Token", DeskNode.json(signedIn).path("csrf").asText())
                    .DELETE());
            assertThat(out.statusCode()).isEqualTo(204);

            assertThat(lines(node))
                    .containsExactly(
                            "sign-out done rita", "sign-in done rita", "sign-in refused rita", "start done sluice");
            JsonNode items = node.show("rita", EVENTS).path("items");
            assertThat(items.path(2).path("why").asText()).isEqualTo("wrong");
            assertThat(items.toString()).doesNotContain("passcode-");
        }
    }

    @Test
    void aFloodOfRefusedSignInsIsCountedAndNotListed() throws Exception {
        try (DeskNode node = DeskNode.start(folder, DeskNode.USERS)) {
            for (int i = 0; i < 100; i++) {
                DeskNode.send(node.request("/api/v1/status").header("Authorization", "Bearer x"));
            }
            assertThat(lines(node).stream().filter(line -> line.startsWith("sign-in")))
                    .hasSizeBetween(60, 99);
        }
    }

    @Test
    void whatCannotBeRecordedIsNotDone() throws Exception {
        try (DeskNode node = DeskNode.start(folder, DeskNode.USERS)) {
            String path = "/api/v1/quarantine/" + node.uids("").get(0);
            Path file = folder.resolve("var/audit/000000000001.jsonl");
            Files.delete(file);
            Files.createDirectory(file); // nobody writes into that, whoever they are
            for (String act : List.of("/reject", "/release")) {
                HttpResponse<String> answer = node.post("rita", path + act, REASON);
                assertThat(answer.statusCode()).isEqualTo(500);
                assertThat(answer.body()).contains("the audit cannot be written");
            }
            assertThat(node.get("rita", path + "?values=true").body()).doesNotContain(DeskNode.PATIENT);
            assertThat(signIn(node, "passcode-rita").statusCode()).isEqualTo(500);
            CommandRun reject = node.command("reload");
            assertThat(reject.code()).isNotZero();
            assertThat(reject.err()).contains("the audit cannot be written");
            assertThat(node.uids("?state=waiting")).hasSize(3);
            node.send(4);
            assertThat(node.uids("?state=waiting")).hasSize(4);
            Files.delete(file);
            assertThat(node.post("rita", path + "/reject", REASON).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void theCommandShowsTheSameWhetherTheNodeRunsOrNot() throws Exception {
        try (DeskNode node = DeskNode.start(folder, DeskNode.USERS)) {
            assertThat(node.command("reload").code()).isZero();
            assertThat(node.command("audit").out().lines())
                    .hasSize(3)
                    .first()
                    .asString()
                    .contains("reload done", "command line", "of 2");
        }
        assertCommandShows("stop done");
        CommandRun reject = CommandRun.of(
                "quarantine",
                "reject",
                "--all",
                "--yes",
                "--reason",
                "a test",
                "--conf",
                folder.resolve("sluice.yaml"));
        assertThat(reject.code()).as(reject.err()).isZero();
        assertCommandShows("reject done");
        CommandRun json = CommandRun.of("audit", "--json", "--since", "1 h", "--conf", folder.resolve("sluice.yaml"));
        assertThat(json.out()).contains("\"event\" : \"reject\"", "\"done\" : 3");
    }

    private void assertCommandShows(String last) throws IOException {
        CommandRun shown = CommandRun.of("audit", "--conf", folder.resolve("sluice.yaml"));
        assertThat(shown.code()).as(shown.err()).isZero();
        assertThat(shown.out().lines()).first().asString().contains(last);
    }
}
