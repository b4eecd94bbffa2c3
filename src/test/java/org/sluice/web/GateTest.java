package org.sluice.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.cli.CommandRun;
import org.sluice.config.ConfigException;

/** Who is let in over HTTP, and as whom. */
class GateTest {
    private static final String REJECT = "{\"all\":true,\"reason\":\"burned in\"}";

    private final Path folder;

    GateTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static int status(HttpRequest.Builder request) {
        return DeskNode.send(request).statusCode();
    }

    private static HttpRequest.Builder reject(DeskNode node) {
        return node.request("/api/v1/quarantine/reject")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(REJECT));
    }

    @Test
    void withoutUsersSomebodyOnThisHostLooksAndDoesNothing() throws IOException, ConfigException {
        try (DeskNode node = DeskNode.start(folder, "")) {
            assertThat(status(node.request("/"))).isEqualTo(200);
            assertThat(status(node.request("/health"))).isEqualTo(200);
            HttpResponse<String> session = DeskNode.send(node.request("/api/v1/session"));
            assertThat(DeskNode.json(session).path("role").asText()).isEqualTo("viewer");
            assertThat(DeskNode.json(session).path("signedIn").asBoolean()).isFalse();
            String csrf = DeskNode.json(session).path("csrf").asText();
            assertThat(status(reject(node).header("X-CSRF-Token", csrf))).isEqualTo(403);
        }
    }

    @Test
    void somebodyOnThisHostMayWhatTheConfigurationSays() throws IOException, ConfigException {
        try (DeskNode node = DeskNode.start(folder, "without-login: reviewer\n" + DeskNode.USERS)) {
            HttpResponse<String> session = DeskNode.send(node.request("/api/v1/session"));
            assertThat(DeskNode.json(session).path("role").asText()).isEqualTo("reviewer");
            assertThat(status(reject(node))).as("without the token of the page").isEqualTo(403);
            String csrf = DeskNode.json(session).path("csrf").asText();
            assertThat(status(reject(node).header("X-CSRF-Token", csrf))).isEqualTo(200);
        }
    }

    @Test
    void aNameThatLeadsHereOrAProxyIsNotThisHost() throws IOException, ConfigException {
        try (DeskNode node = DeskNode.start(folder, "")) {
            assertThat(answerTo(node, "Host: evil.example:" + node.httpPort())).startsWith("HTTP/1.1 401 ");
            assertThat(answerTo(node, "Host: localhost\r\nX-Forwarded-For: 10.1.2.3"))
                    .startsWith("HTTP/1.1 401 ");
            assertThat(answerTo(node, "Host: localhost:" + node.httpPort())).startsWith("HTTP/1.1 200 ");
        }
    }

    /** The first line that is answered to a request with these headers, which a browser says by itself. */
    private static String answerTo(DeskNode node, String headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.httpPort())) {
            String request = "GET /api/v1/quarantine HTTP/1.1\r\n" + headers + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }

    @Test
    void onAnAddressThatOthersReachNobodyIsLetInWithoutAPasscode() throws IOException, ConfigException {
        try (DeskNode node = DeskNode.start(folder, "bind: 0.0.0.0")) {
            for (String path : List.of("/", "/health", "/api/v1/status", "/api/v1/session", "/api/v1/openapi.json")) {
                assertThat(status(node.request(path))).as(path).isEqualTo(401);
            }
            for (String path : List.of("/health/live", "/health/ready", "/metrics")) {
                assertThat(status(node.request(path))).as(path).isEqualTo(200);
            }
        }
    }

    private static HttpResponse<String> signIn(DeskNode node, String name, String passcode) {
        return DeskNode.send(node.request("/api/v1/session")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"name\":\"%s\",\"passcode\":\"%s\"}".formatted(name, passcode))));
    }

    private static String cookie(HttpResponse<String> answer) {
        return answer.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    }

    @Test
    void aSessionIsForThePageItselfUntilItIsEnded() throws IOException, ConfigException {
        try (DeskNode node = DeskNode.start(folder, DeskNode.USERS)) {
            HttpResponse<String> answer = signIn(node, "rita", "passcode-rita");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Set-Cookie"))
                    .hasValueSatisfying(set -> assertThat(set).contains("; HttpOnly", "; SameSite=Strict", "; Path=/"));
            String cookie = cookie(answer);
            String csrf = DeskNode.json(answer).path("csrf").asText();
            assertThat(status(node.request("/api/v1/quarantine").header("Cookie", cookie)))
                    .isEqualTo(200);
            assertThat(status(reject(node).header("Cookie", cookie))).isEqualTo(403);
            assertThat(status(reject(node).header("Cookie", cookie).header("X-CSRF-Token", "guessed")))
                    .isEqualTo(403);
            HttpRequest.Builder foreign = reject(node).header("Cookie", cookie).header("X-CSRF-Token", csrf);
            assertThat(status(foreign.header("Origin", "https://evil.example"))).isEqualTo(403);
            assertThat(status(reject(node)
                            .header("Authorization", DeskNode.basic("rita"))
                            .header("Sec-Fetch-Site", "cross-site")))
                    .isEqualTo(403);
            assertThat(status(reject(node).header("Cookie", cookie).header("X-CSRF-Token", csrf)))
                    .isEqualTo(200);
            assertThat(status(node.request("/api/v1/session")
                            .header("Cookie", cookie)
                            .header("X-CSRF-Token", csrf)
                            .DELETE()))
                    .isEqualTo(204);
            assertThat(status(node.request("/api/v1/quarantine").header("Cookie", cookie)))
                    .isEqualTo(401);
        }
    }

    @Test
    void whoGuessesPasscodesHasToWait() throws IOException, ConfigException {
        try (DeskNode node = DeskNode.start(folder, DeskNode.USERS)) {
            for (int i = 0; i < 5; i++) {
                assertThat(signIn(node, i % 2 == 0 ? "rita" : "nobody", "wrong").statusCode())
                        .isEqualTo(401);
            }
            HttpResponse<String> next = signIn(node, "rita", "passcode-rita");
            assertThat(next.statusCode()).isEqualTo(429);
            assertThat(next.headers().firstValue("Retry-After")).hasValue("1");
        }
    }

    @Test
    void aUserWhoIsAddedOnTheCommandLineIsKnownAfterAReload() throws IOException, ConfigException {
        try (DeskNode node = DeskNode.start(folder, "")) {
            Path passcode = Files.writeString(folder.resolve("passcode"), "passcode-rita\n");
            CommandRun added = node.command("user", "add", "rita", "--role", "reviewer", "--file", passcode);
            assertThat(added.code()).as(added.err()).isZero();
            assertThat(Files.getPosixFilePermissions(folder.resolve("var/users.yaml")))
                    .hasSize(2);
            assertThat(status(node.request("/api/v1/status")))
                    .as("not read yet")
                    .isEqualTo(200);
            assertThat(node.command("reload").code()).isZero();
            assertThat(status(node.request("/api/v1/status")))
                    .as("now there is somebody")
                    .isEqualTo(401);
            HttpResponse<String> session = signIn(node, "rita", "passcode-rita");
            assertThat(session.statusCode()).isEqualTo(200);
            assertThat(node.command("user", "list").out()).isEqualTo("rita  reviewer\n");

            assertThat(node.command("user", "remove", "rita").code()).isZero();
            assertThat(node.command("reload").code()).isZero();
            assertThat(DeskNode.json(DeskNode.send(
                                    node.request("/api/v1/session").header("Cookie", cookie(session))))
                            .path("signedIn")
                            .asBoolean())
                    .isFalse();
        }
    }

    @Test
    void aWrongFileOfUsersIsRefusedAndThoseBeforeStay() throws IOException, ConfigException {
        try (DeskNode node = DeskNode.start(folder, DeskNode.USERS)) {
            Path passcode = Files.writeString(folder.resolve("passcode"), "passcode-zoe\n");
            assertThat(node.command("user", "add", "zoe", "--role", "viewer", "--file", passcode)
                            .code())
                    .isZero();
            Path users = folder.resolve("var/users.yaml");
            Files.writeString(users, Files.readString(users).replace("viewer", "owner"));
            CommandRun refused = node.command("reload");
            assertThat(refused.code()).isEqualTo(1);
            assertThat(refused.err()).contains("users.yaml").contains("viewer, reviewer or admin");
            assertThat(node.get("rita", "/api/v1/status").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aPasscodeThatIsTooShortOrARoleThatIsNoneIsRefused() throws IOException, ConfigException {
        try (DeskNode node = DeskNode.start(folder, "")) {
            Path passcode = Files.writeString(folder.resolve("passcode"), "short\n");
            assertThat(node.command("user", "add", "rita", "--role", "owner", "--file", passcode)
                            .err())
                    .contains("viewer, reviewer or admin");
            assertThat(node.command("user", "add", "rita", "--role", "admin", "--file", passcode)
                            .err())
                    .contains("at least 8 characters");
            assertThat(node.command("user", "add", "a b", "--role", "admin", "--file", passcode)
                            .code())
                    .isEqualTo(2);
            assertThat(folder.resolve("var/users.yaml")).doesNotExist();
        }
    }
}
