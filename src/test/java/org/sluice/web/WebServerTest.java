package org.sluice.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

class WebServerTest {
    private static HttpResponse<String> get(WebServer server, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void metricsAreServedInThePrometheusTextFormat() throws Exception {
        try (WebServer server =
                WebServer.start("127.0.0.1", 0, () -> "sluice_echoes_total 1.0\n", List::of, List::of)) {
            HttpResponse<String> metrics = get(server, "/metrics");
            assertThat(metrics.statusCode()).isEqualTo(200);
            assertThat(metrics.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(
                            type -> assertThat(type).startsWith("text/plain").contains("version=0.0.4"));
            assertThat(metrics.body()).isEqualTo("sluice_echoes_total 1.0\n");
        }
    }

    @Test
    void readinessSaysWhatStandsInItsWay() throws Exception {
        try (WebServer server = WebServer.start("127.0.0.1", 0, () -> "", () -> List.of("stopping"), List::of)) {
            assertThat(get(server, "/health/live").statusCode()).isEqualTo(200);
            HttpResponse<String> ready = get(server, "/health/ready");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).isEqualTo("stopping\n");
        }
    }

    @Test
    void notesStandBesideReadyAndKeepNobodyFromIt() throws Exception {
        try (WebServer server =
                WebServer.start("127.0.0.1", 0, () -> "", List::of, () -> List.of("hostname-check is off"))) {
            HttpResponse<String> ready = get(server, "/health/ready");
            assertThat(ready.statusCode()).isEqualTo(200);
            assertThat(ready.body()).isEqualTo("ready\nnote: hostname-check is off\n");
        }
    }

    @Test
    void theIndexLeadsToAllOfIt() throws Exception {
        try (WebServer server = WebServer.start("127.0.0.1", 0, () -> "", List::of, List::of)) {
            assertThat(get(server, "/").body()).contains("/metrics", "/health/live", "/health/ready");
            assertThat(get(server, "/health/ready").body()).isEqualTo("ready\n");
            assertThat(get(server, "/nothing").statusCode()).isEqualTo(404);
        }
    }
}
