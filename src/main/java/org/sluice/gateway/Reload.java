package org.sluice.gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.sluice.config.CommitmentMode;
import org.sluice.config.ConfigException;
import org.sluice.config.ConfigLoader;
import org.sluice.config.ConfigReading;
import org.sluice.config.Configuration;
import org.sluice.config.DeliveryMode;
import org.sluice.config.OperatorConfig;
import org.sluice.config.RouteConfig;
import org.sluice.dataset.HeaderMemory;
import org.sluice.gateway.desk.DeskUsers;
import org.sluice.gateway.meters.DeskMeters;
import org.sluice.gateway.route.Route;
import org.sluice.gateway.route.RouteAssembly;
import org.sluice.store.KnownKeys;
import org.sluice.text.FileFault;
import org.sluice.text.Log;
import org.sluice.text.NotUtf8Exception;
import org.sluice.text.OneLine;
import org.sluice.text.Problem;

/**
 * Reads the configuration of a running node again, with its recipes and tables. What is wrong is refused, and all stays as it is.
 * Routes, recipes, variables, tables and users change; of what else has changed it is said that it needs a restart. Any thread;
 * one reads at a time.
 */
final class Reload {
    private static final Log LOG = Log.of(Reload.class);

    private final Configuration started;
    private final HeaderMemory memory;
    private final DeskMeters meters;
    private final Consumer<Loaded> apply;
    private Optional<Path> file = Optional.empty();
    private Optional<ReadFiles> files = Optional.empty();
    private volatile List<String> notes = List.of();

    /** What is to be in force. */
    record Loaded(Configuration configuration, List<Route> routes, Map<String, OperatorConfig> users) {}

    /** Whether what was read is only looked at. */
    enum Purpose {
        CHECK,
        APPLY
    }

    /**
     * What came of it.
     *
     * @param problems all that is wrong; then nothing has changed
     * @param needRestart the keys of the file under which something else stands than the node was started with
     */
    record Outcome(List<String> problems, List<String> needRestart) {
        boolean isRefused() {
            return !problems.isEmpty();
        }
    }

    /**
     * For a node that was started with a configuration.
     *
     * @param apply puts what was read in force
     */
    Reload(Configuration started, HeaderMemory memory, DeskMeters meters, Consumer<Loaded> apply) {
        this.started = started;
        this.memory = memory;
        this.meters = meters;
        this.apply = apply;
    }

    /** The file that the configuration was read from, just now. */
    synchronized void readFrom(Path read) {
        file = Optional.of(read);
        files = Optional.of(ReadFiles.of(read, started));
    }

    /** Looks whether files have changed since they were read; now and then, by a thread that nothing waits for. */
    synchronized void look() {
        List<Path> changed = files.map(ReadFiles::changed).orElse(List.of());
        meters.filesChanged(changed.size());
        notes = changed.stream()
                .map(path ->
                        path + " has changed since it was read: sluice reload puts it in force, sluice reload --check"
                                + " says what is wrong with it")
                .toList();
    }

    /** Which files have changed and are not in force, in words. */
    List<String> notes() {
        return notes;
    }

    /** The same after a look: not for a thread that something waits for. */
    List<String> notesNow() {
        look();
        return notes;
    }

    /** Reads all of it again. */
    synchronized Outcome run(Purpose purpose) {
        if (file.isEmpty()) {
            return refused(List.of("this node was not started from a file"), purpose);
        }
        List<String> needRestart = List.of();
        try {
            Configuration read = read(file.get());
            ReadFiles now = ReadFiles.of(file.get(), read);
            needRestart = started.differencesButRoutes(read);
            Configuration merged = started.withRoutesOf(read);
            requireNoRestart(merged);
            KnownKeys keys = KnownKeys.read(merged.data(), RouteAssembly.keys(merged), false);
            List<Route> routes = new RouteAssembly(merged, memory, keys).routes();
            Map<String, OperatorConfig> users = DeskUsers.read(merged);
            if (purpose == Purpose.APPLY) {
                keys.note();
                apply.accept(new Loaded(merged, routes, users));
                files = Optional.of(now);
                meters.reloaded();
                notes = List.of();
                LOG.info("configuration read again: {} in force", OneLine.count(routes.size(), "route"));
                needRestart.forEach(key -> LOG.warn("{} has changed, and needs a restart", key));
            }
            return new Outcome(List.of(), needRestart);
        } catch (ConfigException e) {
            List<String> problems = e.problems().stream().map(Problem::display).toList();
            return refused(problems, purpose);
        } catch (IOException e) {
            return refused(List.of(FileFault.inWords(e)), purpose);
        }
    }

    private Outcome refused(List<String> problems, Purpose purpose) {
        if (purpose == Purpose.APPLY) {
            meters.reloadRefused();
            LOG.error("configuration read again and refused; the one before stays in force");
            problems.forEach(
                    problem -> LOG.error("{}", problem.lines().findFirst().orElse("")));
        }
        return new Outcome(problems, List.of());
    }

    private static Configuration read(Path file) throws ConfigException, IOException {
        try {
            ConfigReading reading = ConfigLoader.read(file);
            if (!reading.isRight()) {
                throw new ConfigException(reading.problems());
            }
            return reading.configuration().orElseThrow();
        } catch (NotUtf8Exception e) {
            throw new ConfigException(List.of(e.problem()));
        }
    }

    /** Routes can only use what the node was started with. */
    private void requireNoRestart(Configuration merged) throws ConfigException {
        List<Problem> problems = new ArrayList<>();
        Set<String> relays = new HashSet<>();
        started.routes().stream()
                .filter(route -> route.commitment() == CommitmentMode.RELAY)
                .forEach(route -> relays.addAll(route.to()));
        boolean commits = started.routes().stream().anyMatch(route -> route.commitment() != CommitmentMode.OFF);
        boolean through = started.routes().stream().anyMatch(route -> route.deliver() == DeliveryMode.CUT_THROUGH);
        for (int i = 0; i < merged.routes().size(); i++) {
            RouteConfig route = merged.routes().get(i);
            String at = "route " + route.ae() + ": ";
            for (String name : route.to()) {
                if (!started.destinations().containsKey(name)) {
                    problems.add(merged.places()
                            .error(at + "destination " + name + " is new, and needs a restart", "routes", i, "to"));
                }
            }
            boolean relaysMore = route.commitment() == CommitmentMode.RELAY && !relays.containsAll(route.to());
            if (relaysMore || (route.commitment() != CommitmentMode.OFF && !commits)) {
                problems.add(merged.places()
                        .error(at + "storage commitment is new here, and needs a restart", "routes", i, "commitment"));
            }
            if (route.deliver() == DeliveryMode.CUT_THROUGH && !through) {
                problems.add(merged.places()
                        .error(at + "the first cut-through route needs a restart", "routes", i, "deliver"));
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }
}
