package org.sluice.web;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.sluice.status.NodeStatus;
import org.sluice.status.StatusJson;
import org.sluice.status.StatusReport;
import org.sluice.text.OneLine;

/**
 * The HTTP face of a node: {@code /metrics} in the Prometheus text format, {@code /health/live} and
 * {@code /health/ready} for probes, {@code /health} as JSON, and a page for people at {@code /}.
 */
public final class WebServer implements AutoCloseable {
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final int MOST_THREADS = 8;

    private final Javalin server;

    private WebServer(Javalin server) {
        this.server = server;
    }

    /**
     * Binds and starts serving.
     *
     * @param bind the address to listen on
     * @param port the port, 0 for any free one
     * @param metrics the text of one Prometheus scrape, made anew at each call
     * @param hindrances what keeps the node from being ready, in words; empty when it is ready
     * @param notes what is shown beside "ready", and keeps nobody from being ready
     * @param status how the node is, looked at anew at each call
     */
    public static WebServer start(
            String bind,
            int port,
            Supplier<String> metrics,
            Supplier<List<String>> hindrances,
            Supplier<List<String>> notes,
            Supplier<NodeStatus> status) {
        return new WebServer(Javalin.create(config -> {
                    quiet(config);
                    config.routes.get("/", context -> page(context, status.get()));
                    config.routes.get("/metrics", context -> context.contentType(PROMETHEUS_TEXT)
                            .result(metrics.get()));
                    config.routes.get("/health", context -> health(context, status.get()));
                    config.routes.get("/health/live", context -> context.result("live\n"));
                    config.routes.get("/health/ready", context -> ready(context, hindrances.get(), notes.get()));
                })
                .start(bind, port));
    }

    /** The port that was bound. */
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }

    private static void quiet(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.jetty.threadPool = new QueuedThreadPool(MOST_THREADS, 1);
    }

    private static void ready(Context context, List<String> hindrances, List<String> notes) {
        if (hindrances.isEmpty()) {
            context.result("ready\n"
                    + notes.stream()
                            .map(note -> OneLine.of("note: " + note) + "\n")
                            .collect(Collectors.joining()));
        } else {
            context.status(HttpStatus.SERVICE_UNAVAILABLE)
                    .result(hindrances.stream()
                            .map(why -> OneLine.of(why) + "\n")
                            .collect(Collectors.joining()));
        }
    }

    private static void health(Context context, NodeStatus status) {
        context.status(status.ready() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .header(Header.CACHE_CONTROL, "no-store")
                .contentType("application/json")
                .result(StatusJson.of(status).toString());
    }

    private static void page(Context context, NodeStatus status) {
        context.header(Header.CACHE_CONTROL, "no-store")
                .header("Content-Security-Policy", StartPage.POLICY)
                .html(StartPage.of(StatusReport.of(status)));
    }
}
