package org.sluice.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.peers.Await;
import org.sluice.peers.FreePort;
import org.sluice.peers.PeerProcess;
import org.sluice.peers.Peers;

/** The example for Alertmanager, as it stands and with what it leaves to choose. */
class AlertmanagerTest {
    private static final Path EXAMPLE = Path.of("docker/alertmanager.yml");
    private static final Duration SOON = Duration.ofSeconds(60);

    private final Path folder;

    AlertmanagerTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void alertmanagerTakesTheExampleAsItStandsAndWithEachChoice() throws IOException {
        String chosen = withItsChoices();
        assertThat(chosen).contains("\n    email_configs:", "\n    webhook_configs:");
        for (String text : List.of(Files.readString(EXAMPLE), chosen)) {
            Path file = Files.writeString(folder.resolve("alertmanager.yml"), text);
            PeerProcess.Ended ended =
                    PeerProcess.run(List.of(Peers.require("amtool").toString(), "check-config", file.toString()), SOON);
            assertThat(ended.exitCode()).as(ended.output()).isZero();
        }
    }

    @Test
    void noPasswordStandsInIt() throws IOException {
        assertThat(withItsChoices()).contains("auth_password_file:").doesNotContainPattern("password:|secret:|token:");
    }

    @Test
    void anAlertReachesWhoIsToComeAndOfANodeThatIsDownOnlyThat() throws Exception {
        String program = Peers.require("prometheus-alertmanager").toString();
        Queue<String> told = new ConcurrentLinkedQueue<>();
        HttpServer pager = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        pager.createContext("/alerts", exchange -> told.add(body(exchange)));
        pager.start();
        int port = FreePort.number();
        String address = "http://127.0.0.1:" + pager.getAddress().getPort() + "/alerts";
        Path file = Files.writeString(
                folder.resolve("alertmanager.yml"),
                withItsChoices()
                        .replaceFirst("(?s)    email_configs:.*?    # A", "    # A")
                        .replace("https://tickets.hospital.example/alerts", address)
                        .replace("group_wait: 30s", "group_wait: 1s"));
        try (PeerProcess alertmanager = PeerProcess.start(List.of(
                program,
                "--config.file=" + file,
                "--storage.path=" + folder,
                "--web.listen-address=127.0.0.1:" + port,
                "--cluster.listen-address="))) {
            Await.until(() -> FreePort.accepts(port), SOON, alertmanager::output);
            URI alerts = URI.create("http://127.0.0.1:" + port + "/api/v2/alerts");
            send(HttpRequest.newBuilder(alerts)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(
                            "[" + alert("SluiceDown") + "," + alert("SluiceNotReady") + "]")));

            Await.until(() -> !told.isEmpty(), SOON, alertmanager::output);
            assertThat(told.remove()).contains("\"SluiceDown\"", "what happened", "docs/monitoring.md#sluicedown");
            List<Tree> known =
                    Tree.parse("alerts", send(HttpRequest.newBuilder(alerts))).items();
            assertThat(known).hasSize(2).allSatisfy(one -> assertThat(
                            one.at("status").all("inhibitedBy"))
                    .hasSize(one.at("labels").text("alertname").equals("SluiceNotReady") ? 1 : 0));
            assertThat(told).isEmpty();
        } finally {
            pager.stop(0);
        }
    }

    private static String alert(String name) {
        return """
                {"labels": {"alertname": "%s", "instance": "node:8080", "severity": "critical"},
                 "annotations": {"summary": "what happened", "runbook_url": "docs/monitoring.md#%s"}}""".formatted(name, name.toLowerCase(Locale.ROOT));
    }

    private static String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                HttpClient.newHttpClient().send(request.timeout(SOON).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static String body(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
        return body;
    }

    /** The example with the signs of comment taken off where no blank follows them. */
    private static String withItsChoices() throws IOException {
        return Pattern.compile("^    #(?=\\S|  |$)", Pattern.MULTILINE)
                .matcher(Files.readString(EXAMPLE))
                .replaceAll("    ");
    }
}
