package org.sluice.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Debian's Prometheus on a free loopback port. It scrapes one address, and applies rules, each second. */
public final class PrometheusServer implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private static final String CONFIGURATION = """
            global: { scrape_interval: 1s, evaluation_interval: 1s }
            rule_files: [%s]
            scrape_configs:
              - job_name: sluice
                static_configs: [{ targets: ["%s"] }]
            """;

    private final PeerProcess process;
    private final int port;
    private final HttpClient client = HttpClient.newHttpClient();

    private PrometheusServer(PeerProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it with its files in the folder, and waits until it answers. */
    public static PrometheusServer start(Path folder, String target, List<Path> rules) {
        int port = FreePort.number();
        String ruleFiles = rules.stream()
                .map(file -> '"' + file.toAbsolutePath().toString() + '"')
                .collect(Collectors.joining(", "));
        try {
            Path file = Files.writeString(folder.resolve("prometheus.yml"), CONFIGURATION.formatted(ruleFiles, target));
            PeerProcess process = PeerProcess.start(List.of(
                    Peers.require("prometheus").toString(),
                    "--config.file=" + file,
                    "--storage.tsdb.path=" + folder.resolve("prometheus"),
                    "--web.listen-address=127.0.0.1:" + port));
            FreePort.awaitListener(process, port, START);
            PrometheusServer started = new PrometheusServer(process, port);
            Await.until(() -> started.get("/-/ready").statusCode() == 200, START, process::output);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it answers. */
    public String address() {
        return "http://127.0.0.1:" + port;
    }

    /** What it answers now to an expression, as JSON. */
    public String query(String expression) {
        HttpResponse<String> answer =
                get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
        if (answer.statusCode() != 200) {
            throw new AssertionError(expression + "\n" + answer.body());
        }
        return answer.body();
    }

    private HttpResponse<String> get(String path) {
        try {
            return client.send(
                    HttpRequest.newBuilder(URI.create(address() + path))
                            .timeout(ANSWER)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(process.output(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
