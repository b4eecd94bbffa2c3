package org.sluice.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.sluice.config.DeskRole;
import org.sluice.config.HttpConfig;
import org.sluice.config.OperatorConfig;
import org.sluice.gateway.desk.Desk;
import org.sluice.gateway.desk.DeskUsers;
import org.sluice.status.Counts;
import org.sluice.status.NodeStatus;

class WebServerTest {
    private static HttpResponse<String> get(WebServer server, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static WebServer start(
            Optional<String> token, List<String> hindrances, List<String> notes, Supplier<NodeStatus> status) {
        Sources sources = new Sources(() -> "sluice_echoes_total 1.0\n", token, () -> hindrances, () -> notes, status);
        return WebServer.start(
                new HttpConfig(0, "127.0.0.1"),
                sources,
                new Desk(List.of(), new DeskUsers(Map.of()), new NoWitness()),
                Optional.empty());
    }

    private static NodeStatus fine() {
        return status(true, List.of());
    }

    private static NodeStatus status(boolean ready, List<String> wrong) {
        Instant now = Instant.parse("2026-11-30T08:33:12Z");
        Counts counts = new Counts(12, 9, 2, 1, 0, Map.of("archive", new Counts.Deliveries(9, 0)));
        return new NodeStatus(
                now,
                ZoneId.of("Europe/Berlin"),
                now,
                now,
                ready,
                wrong,
                counts,
                Counts.NONE,
                List.of(new NodeStatus.Destination(
                        "archive", 3, Optional.empty(), 0, Optional.empty(), Optional.empty())),
                0,
                Optional.empty());
    }

    @Test
    void metricsAreServedInThePrometheusTextFormat() throws Exception {
        try (WebServer server = start(Optional.empty(), List.of(), List.of(), WebServerTest::fine)) {
            HttpResponse<String> metrics = get(server, "/metrics");
            assertThat(metrics.statusCode()).isEqualTo(200);
            assertThat(metrics.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(
                            type -> assertThat(type).startsWith("text/plain").contains("version=0.0.4"));
            assertThat(metrics.body()).isEqualTo("sluice_echoes_total 1.0\n");
        }
    }

    @Test
    void metricsThatTakeATokenAreShownToWhoeverHasIt() throws Exception {
        Sources sources = new Sources(
                () -> "sluice_echoes_total 1.0\n", Optional.of("secret"), List::of, List::of, WebServerTest::fine);
        OperatorConfig user = new OperatorConfig("vera", DeskRole.VIEWER, DeskNode.hash("passcode-vera"));
        Desk desk = new Desk(List.of(), new DeskUsers(Map.of("vera", user)), new NoWitness());
        try (WebServer server = WebServer.start(new HttpConfig(0, "127.0.0.1"), sources, desk, Optional.empty())) {
            assertThat(get(server, "/metrics").statusCode()).isEqualTo(401);
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/metrics"));
            for (String shown : List.of("Bearer secret", DeskNode.basic("vera"))) {
                HttpRequest.Builder with = request.copy().header("Authorization", shown);
                assertThat(DeskNode.send(with).body()).isEqualTo("sluice_echoes_total 1.0\n");
            }
            HttpRequest.Builder wrong = request.copy().header("Authorization", "Bearer secret2");
            assertThat(DeskNode.send(wrong).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void readinessSaysWhatStandsInItsWay() throws Exception {
        try (WebServer server = start(Optional.empty(), List.of("stopping"), List.of(), WebServerTest::fine)) {
            assertThat(get(server, "/health/live").statusCode()).isEqualTo(200);
            HttpResponse<String> ready = get(server, "/health/ready");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).isEqualTo("stopping\n");
        }
    }

    @Test
    void notesStandBesideReadyAndKeepNobodyFromIt() throws Exception {
        try (WebServer server =
                start(Optional.empty(), List.of(), List.of("hostname-check is off"), WebServerTest::fine)) {
            HttpResponse<String> ready = get(server, "/health/ready");
            assertThat(ready.statusCode()).isEqualTo(200);
            assertThat(ready.body()).isEqualTo("ready\nnote: hostname-check is off\n");
        }
    }

    @Test
    void thePlainPageLeadsToAllOfIt() throws Exception {
        try (WebServer server = start(Optional.empty(), List.of(), List.of(), WebServerTest::fine)) {
            assertThat(get(server, "/plain").body())
                    .contains("/metrics", "\"/health\"", "/health/live", "/health/ready");
            assertThat(get(server, "/health/ready").body()).isEqualTo("ready\n");
            assertThat(get(server, "/nothing").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void healthIsJsonAndItsStatusSaysWhetherInstancesAreAccepted() throws Exception {
        AtomicReference<NodeStatus> status = new AtomicReference<>(status(true, List.of("archive is behind")));
        try (WebServer server = start(Optional.empty(), List.of(), List.of(), status::get)) {
            HttpResponse<String> behind = get(server, "/health");
            assertThat(behind.statusCode()).isEqualTo(200);
            assertThat(behind.headers().firstValue("Content-Type")).hasValue("application/json");
            assertThat(behind.headers().firstValue("Cache-Control")).hasValue("no-store");
            JsonNode json = new ObjectMapper().readTree(behind.body());
            assertThat(json.path("ready").asBoolean()).isTrue();
            assertThat(json.path("wrong").path(0).asText()).isEqualTo("archive is behind");
            assertThat(json.path("today").path("received").asLong()).isEqualTo(12);
            status.set(status(false, List.of("stopping")));
            assertThat(get(server, "/health").statusCode()).isEqualTo(503);
        }
    }

    /** As the parser of XML sees it, which is strict about what is open and escaped. */
    @Test
    void thePageForPeopleIsPlainMarkupWithHeadingsAndHeaderCells() throws Exception {
        NodeStatus bad = status(true, List.of("<script>alert('x')</script> & \"more\""));
        try (WebServer server = start(Optional.empty(), List.of(), List.of(), () -> bad)) {
            HttpResponse<String> page = get(server, "/plain");
            assertThat(page.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
            assertThat(page.headers().firstValue("Content-Security-Policy"))
                    .hasValueSatisfying(policy -> assertThat(policy).startsWith("default-src 'none'"));
            assertThat(page.body())
                    .startsWith("<!doctype html>")
                    .contains("<html lang=\"en\">")
                    .contains("<h1>Sluice at 2026-11-30 09:33 +01:00 (Europe/Berlin)</h1>")
                    .contains("<li>&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;more&quot;</li>")
                    .contains("<th scope=\"row\">received</th><td>12</td><td>0</td>")
                    .contains("<th scope=\"col\">last success</th>")
                    .doesNotContain("<script");
            String body = page.body()
                    .substring(page.body().indexOf("<main>"), page.body().indexOf("</body>"));
            assertThat(DocumentBuilderFactory.newInstance()
                            .newDocumentBuilder()
                            .parse(new ByteArrayInputStream(("<x>" + body + "</x>").getBytes(StandardCharsets.UTF_8)))
                            .getElementsByTagName("caption")
                            .getLength())
                    .isEqualTo(2);
        }
    }
}
