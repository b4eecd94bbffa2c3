package org.sluice.cli;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.sluice.config.ConfigException;
import org.sluice.config.ConfigLoader;
import org.sluice.config.ConfigReading;
import org.sluice.config.Configuration;
import org.sluice.config.HttpConfig;
import org.sluice.config.ListenConfig;
import org.sluice.gateway.Node;
import org.sluice.gateway.Preparation;
import org.sluice.net.BindFailure;
import org.sluice.net.Engines;
import org.sluice.text.FileFault;
import org.sluice.text.Log;
import org.sluice.text.NotUtf8Exception;
import org.sluice.text.OneLine;
import org.sluice.web.Sources;
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
        footer = {
            "  sluice serve",
            "  sluice serve --conf /etc/sluice/sluice.yaml",
            "  sluice serve --check",
            "  sluice serve --log json"
        })
final class Serve implements Callable<Integer> {
    static final String CHECK = "--check";
    /** For a start that is nearly done when the process is told to end. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Console console;
    private final Engines engines;
    /** Held while the node starts: a signal that comes meanwhile waits, and then stops all of it. */
    private final ReentrantLock starting = new ReentrantLock();
    /** What has been started, in the order in which it is stopped. */
    private final Queue<AutoCloseable> running = new ArrayDeque<>();

    @Mixin
    @SuppressWarnings("UnusedVariable") // for its name and help; PduTracing says why
    private PduTracing tracing = new PduTracing();

    @Mixin
    @SuppressWarnings("UnusedVariable") // for its name and help; LogFormat says why
    private LogFormat format = new LogFormat();

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

    @Option(
            names = CHECK,
            description =
                    "Read everything, try ports and folders, say what would start or all that is wrong, and end. Run it"
                            + " as the user of the service, while the node is down: it makes what a first start makes.")
    private boolean checkOnly;

    Serve(Console console, Engines engines) {
        this.console = console;
        this.engines = engines;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (checkOnly) {
            try (Preparation ready = prepare()) {
                tellWhatWouldStart(ready);
            }
            return ExitCode.OK;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "shutdown"));
        onHangup(Serve::sayTooEarly);
        starting.lock();
        try {
            Preparation ready = prepare();
            Node node = start(ready);
            node.readFrom(configurationFile);
            onHangup(() -> reload(node));
            WebServer web = startWeb(ready, node);
            tell(ready, node, web);
        } finally {
            starting.unlock();
        }
        new CountDownLatch(1).await(); // the shutdown hook ends the process
        return ExitCode.OK;
    }

    /**
     * SIGHUP has the configuration read again: a terminal that is closed sends it, too, and it must not end the node. The class
     * that can say so is not of the language's own library, and looked for by its name.
     */
    private static void onHangup(Runnable action) {
        Log log = Log.of(Serve.class);
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ours = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, values) -> {
                        action.run();
                        return null;
                    });
            Object hangup = signal.getConstructor(String.class).newInstance("HUP");
            signal.getMethod("handle", signal, handler).invoke(null, hangup, ours);
        } catch (ReflectiveOperationException notHere) {
            log.debug("SIGHUP is not known here, or not ours: {}", notHere);
        }
    }

    private static void sayTooEarly() {
        Log.of(Serve.class).warn("SIGHUP: ignored, for the node is not started yet");
    }

    private static void reload(Node node) {
        Log.of(Serve.class).info("SIGHUP: the configuration is read again");
        node.reload();
    }

    private Preparation prepare() {
        try {
            return Preparation.of(read(configurationFile), engines, newKey);
        } catch (ConfigException e) {
            throw notStarting(e);
        }
    }

    private static ConfigReading read(Path file) throws ConfigException {
        try {
            return ConfigLoader.read(file);
        } catch (NotUtf8Exception e) {
            throw new ConfigException(List.of(e.problem()));
        } catch (IOException e) {
            String fault = FileFault.whenReading(file).orElseGet(() -> FileFault.inWords(e));
            throw new CommandFailure("the configuration: " + fault + "; --conf names another", e);
        }
    }

    private static CommandFailure notStarting(ConfigException e) {
        return new CommandFailure("the node does not start\n" + e.getMessage(), e);
    }

    private Node start(Preparation ready) throws IOException {
        try {
            Node node = Node.start(ready);
            running.add(node);
            return node;
        } catch (ConfigException e) {
            throw notStarting(e);
        }
    }

    /** The port was free a moment ago; whoever has taken it meanwhile is told of as the others are. */
    private WebServer startWeb(Preparation ready, Node node) throws IOException {
        Configuration configuration = ready.configuration();
        try {
            Sources sources = new Sources(
                    () -> node.meters().scrape(), ready.metricsToken(), node::hindrances, node::notes, node::status);
            WebServer web = WebServer.start(configuration.http(), sources, node.desk(), node.httpTls());
            running.add(web);
            return web;
        } catch (RuntimeException e) {
            running.remove(node);
            node.close();
            BindFailure failure = BindFailure.of(
                    configuration.http().bind(), configuration.http().port());
            throw notStarting(new ConfigException(
                    List.of(configuration.places().error("http: " + failure.inWords(), "http", failure.key()))));
        }
    }

    /**
     * Runs when the process is told to end. The JVM would report the signal as its exit code; a clean stop is reported
     * as 0. A start that failed has its own exit code, and nothing running. One that goes on, because it waits for somebody, is
     * broken off: what is on the disk stands a loss of power.
     */
    private void stop() {
        try {
            if (!starting.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                Log.of(Serve.class).warn("stopping: the start has not ended, and is broken off");
                Runtime.getRuntime().halt(ExitCode.OK);
            }
            if (!running.isEmpty()) {
                Runtime.getRuntime().halt(stopParts());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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

    private void tell(Preparation ready, Node node, WebServer web) {
        Configuration configuration = ready.configuration();
        for (int i = 0; i < node.addresses().size(); i++) {
            InetSocketAddress address = node.addresses().get(i);
            console.out()
                    .printf(
                            "Listening on %s:%d for %s%n",
                            address.getHostString(),
                            address.getPort(),
                            ready.protocols().get(i));
        }
        console.out()
                .printf(
                        "Listening on %s://%s:%d/ for metrics and health%n",
                        scheme(configuration.http()), configuration.http().bind(), web.port());
        if (configuration.places().has("engine")) {
            console.out().println("Engine: " + configuration.engine());
        }
        tellRoutes(ready);
        console.out().println("Try: " + SendExample.of(configuration, node.addresses()));
        console.out().flush();
    }

    private static String scheme(HttpConfig http) {
        return http.tls().isPresent() ? "https" : "http";
    }

    private void tellRoutes(Preparation ready) {
        ready.describeRoutes().forEach(route -> console.out().println(OneLine.of("Route " + route)));
        ready.describeKeys().forEach(key -> console.out().println(OneLine.of("Secret " + key)));
    }

    private void tellWhatWouldStart(Preparation ready) {
        Configuration configuration = ready.configuration();
        console.out().printf("ok: %s; \"sluice serve\" would listen and forward as follows%n", configurationFile);
        for (int i = 0; i < configuration.listen().size(); i++) {
            ListenConfig listen = configuration.listen().get(i);
            console.out()
                    .printf(
                            "Listener %s:%d for %s%n",
                            listen.bind(), listen.port(), ready.protocols().get(i));
        }
        HttpConfig http = configuration.http();
        console.out().printf("Listener %s://%s:%d/ for metrics and health%n", scheme(http), http.bind(), http.port());
        ready.describeDestinations()
                .forEach(destination -> console.out().println(OneLine.of("Destination " + destination)));
        tellRoutes(ready);
    }
}
