package org.sluice.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.sluice.config.ConfigException;
import org.sluice.config.ConfigLoader;
import org.sluice.config.Configuration;
import org.sluice.gateway.Node;
import org.sluice.text.Log;
import org.sluice.text.OneLine;
import org.sluice.web.WebServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice serve}: the node itself, until SIGTERM or Ctrl-C. */
@Command(
        name = "serve",
        description = "Starts the node: receives instances, filters them, forwards the clean ones and quarantines the"
                + " flagged ones. Ends at SIGTERM or Ctrl-C, after the instances in flight.",
        footerHeading = "%nExamples:%n",
        footer = {"  sluice serve", "  sluice serve --conf /etc/sluice/sluice.yaml"})
final class Serve implements Callable<Integer> {
    private final Console console;
    /**
     * What has been started, in the order in which it is stopped. Its monitor is held while the node starts: a signal
     * that comes meanwhile waits, and then stops all of it.
     */
    private final Queue<AutoCloseable> running = new ArrayDeque<>();

    @Mixin
    @SuppressWarnings("UnusedVariable") // for its name and help; PduTracing says why
    private PduTracing tracing = new PduTracing();

    @Option(
            names = {"-c", "--conf"},
            paramLabel = "FILE",
            description =
                    "The configuration (default: ${DEFAULT-VALUE}). Paths in it are relative to the working directory.")
    private Path configurationFile = Path.of("conf/sluice.yaml");

    @Option(
            names = "--new-key",
            description = "Start although a secret key is missing or another than before: every patient gets another"
                    + " pseudonym from now on.")
    private boolean newKey;

    Serve(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Configuration configuration = configuration();
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "shutdown"));
        synchronized (running) {
            Node node = start(configuration);
            WebServer web = startWeb(configuration, node);
            tell(configuration, node, web);
        }
        new CountDownLatch(1).await(); // the shutdown hook ends the process
        return ExitCode.OK;
    }

    private Configuration configuration() throws IOException {
        try {
            return ConfigLoader.load(configurationFile);
        } catch (ConfigException e) {
            throw new CommandFailure("the node does not start\n" + e.getMessage(), e);
        }
    }

    private Node start(Configuration configuration) throws IOException {
        try {
            Node node = newKey ? Node.startWithNewKeys(configuration) : Node.start(configuration);
            running.add(node);
            return node;
        } catch (ConfigException e) {
            throw new CommandFailure("the node does not start\n" + e.getMessage(), e);
        }
    }

    private WebServer startWeb(Configuration configuration, Node node) throws IOException {
        String bind = configuration.http().bind();
        int port = configuration.http().port();
        try {
            WebServer web = WebServer.start(bind, port, () -> node.meters().scrape(), node::hindrances, node::notes);
            running.add(web);
            return web;
        } catch (RuntimeException e) {
            running.remove(node);
            node.close();
            throw new CommandFailure("HTTP cannot listen on " + bind + ":" + port + ": " + OneLine.message(e), e);
        }
    }

    /**
     * Runs when the process is told to end. The JVM would report the signal as its exit code; a clean stop is reported
     * as 0. A start that failed has its own exit code, and nothing running.
     */
    private void stop() {
        synchronized (running) {
            if (!running.isEmpty()) {
                Runtime.getRuntime().halt(stopParts());
            }
        }
    }

    private int stopParts() {
        // Not of the class, which every command loads: logging takes as long to begin as a quarter of a short command.
        Log log = Log.of(Serve.class);
        int code = ExitCode.OK;
        log.info("stopping: instances in flight are finished");
        for (AutoCloseable part : running) {
            try {
                part.close();
            } catch (Exception e) {
                log.error("not stopped cleanly: {}", e);
                code = ExitCode.PROBLEM;
            }
        }
        log.info("stopped");
        return code;
    }

    private void tell(Configuration configuration, Node node, WebServer web) {
        for (int i = 0; i < node.addresses().size(); i++) {
            InetSocketAddress address = node.addresses().get(i);
            console.out()
                    .printf(
                            "Listening on %s:%d for %s%n",
                            address.getHostString(),
                            address.getPort(),
                            node.protocols().get(i));
        }
        console.out()
                .printf(
                        "Listening on http://%s:%d/ for metrics and health%n",
                        configuration.http().bind(), web.port());
        node.describeRoutes().forEach(route -> console.out().println(OneLine.of("Route " + route)));
        node.describeKeys().forEach(key -> console.out().println(OneLine.of("Secret " + key)));
        InetSocketAddress first = node.addresses().get(0);
        String called = configuration.routes().get(0).ae();
        console.out().printf("Try: storescu -aec %s %s %d FILE.dcm%n", called, first.getHostString(), first.getPort());
        console.out().flush();
    }
}
