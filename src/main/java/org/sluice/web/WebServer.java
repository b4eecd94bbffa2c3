package org.sluice.web;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.sluice.config.HttpConfig;
import org.sluice.gateway.desk.Desk;
import org.sluice.net.tls.TlsContext;
import org.sluice.status.NodeStatus;
import org.sluice.status.StatusJson;
import org.sluice.status.StatusReport;
import org.sluice.text.Log;
import org.sluice.text.OneLine;

/**
 * The HTTP face of a node. Open to everybody: {@code /health/live} and {@code /health/ready} for probes, and {@code /metrics} in the
 * Prometheus text format, unless that takes a token. For those whom {@link Gate} knows: the page at {@code /}, a
 * plainer one at {@code /plain}, {@code /health} as JSON, and what the page asks at {@code /api/v1}.
 */
public final class WebServer implements AutoCloseable {
    private static final Log LOG = Log.of(WebServer.class);
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final int MOST_THREADS = 16;

    private final Javalin server;
    private final EventStream events;

    private WebServer(Javalin server, EventStream events) {
        this.server = server;
        this.events = events;
    }

    /**
     * Binds and starts serving.
     *
     * @param http where, and to whom
     * @param sources what is shown without the desk
     * @param desk what may be done
     * @param tls with which it is HTTPS; empty for plain HTTP
     */
    public static WebServer start(HttpConfig http, Sources sources, Desk desk, Optional<TlsContext> tls) {
        Gate gate = new Gate(http, desk.users(), desk.witness());
        EventStream events = new EventStream(gate, sources.status());
        try {
            Javalin server = Javalin.create(config -> {
                quiet(config);
                addHealth(config.routes, sources, gate);
                addDesk(config.routes, desk, gate, events);
                tls.ifPresent(keys -> config.jetty.addConnector(
                        (jetty, settings) -> FreshKeys.connector(jetty, settings, keys, http)));
            });
            return new WebServer(tls.isPresent() ? server.start() : server.start(http.bind(), http.port()), events);
        } catch (RuntimeException notBound) {
            events.close();
            throw notBound;
        }
    }

    private static void addHealth(RoutesConfig routes, Sources sources, Gate gate) {
        routes.before(WebServer::protect);
        routes.get("/plain", context -> {
            gate.require(context);
            page(context, sources.status().get());
        });
        routes.get("/metrics", context -> {
            requireForMetrics(context, sources, gate);
            context.contentType(PROMETHEUS_TEXT).result(sources.metrics().get());
        });
        routes.get("/health", context -> {
            gate.require(context);
            health(context, sources.status().get());
        });
        routes.get("/health/live", context -> context.result("live\n"));
        routes.get(
                "/health/ready",
                context -> ready(
                        context, sources.hindrances().get(), sources.notes().get()));
    }

    private static void addDesk(RoutesConfig routes, Desk desk, Gate gate, EventStream events) {
        new Assets(gate).register(routes);
        new Api(desk, gate).register(routes);
        new Login(gate).register(routes);
        events.register(routes);
        routes.get(OpenApi.PATH, context -> {
            gate.require(context);
            Api.write(context, OpenApi.document());
        });
        routes.error(
                404, context -> ApiProblem.notFound("there is no such path").writeUnlessWritten(context));
        routes.error(405, context -> ApiProblem.notAllowed("there is no such method here")
                .writeUnlessWritten(context));
        routes.exception(ApiProblem.class, (problem, context) -> problem.write(context));
        routes.exception(IOException.class, (failure, context) -> {
            LOG.warn("HTTP: {} fails: {}", OneLine.of(context.path(), 100), failure);
            ApiProblem.fault(OneLine.message(failure)).write(context);
        });
        routes.exception(Exception.class, (fault, context) -> {
            LOG.error("HTTP: a mistake of ours at {}: {}", OneLine.of(context.path(), 100), OneLine.fault(fault));
            ApiProblem.fault().write(context);
        });
    }

    /** The port that was bound. */
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        events.close();
        server.stop();
    }

    private static void quiet(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.router.treatMultipleSlashesAsSingleSlash = false;
        config.http.prefer405over404 = true;
        config.jetty.threadPool = new QueuedThreadPool(MOST_THREADS + EventStream.MOST, 1);
        config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
    }

    /** Nothing is loaded from elsewhere, and no other page may frame, open or read this one. */
    private static void protect(Context context) {
        context.header("Content-Security-Policy", StartPage.POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Frame-Options", "DENY")
                .header("Referrer-Policy", "no-referrer")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Cross-Origin-Resource-Policy", "same-origin");
    }

    private static void requireForMetrics(Context context, Sources sources, Gate gate) throws ApiProblem {
        if (sources.metricsToken().isPresent()
                && !Gate.same("Bearer " + sources.metricsToken().get(), context.header(Header.AUTHORIZATION))) {
            gate.require(context);
        }
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
        context.header(Header.CACHE_CONTROL, "no-store").html(StartPage.of(StatusReport.of(status)));
    }
}
