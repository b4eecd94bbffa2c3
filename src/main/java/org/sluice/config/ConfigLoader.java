package org.sluice.config;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.text.OneLine;
import org.sluice.text.SourceText;
import org.sluice.text.Span;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads {@code conf/sluice.yaml}; see {@link Configuration} for a sample. */
public final class ConfigLoader {

    private static final String LOOPBACK = "127.0.0.1";
    private static final int HTTP_PORT = 8080;
    private static final int MOST_ASSOCIATIONS = 10_000;
    private static final int KIB = 1 << 10;
    private static final int GIB = 1 << 30;

    private final ConfigProblems problems;

    private ConfigLoader(ConfigProblems problems) {
        this.problems = problems;
    }

    /**
     * Reads and checks a file.
     *
     * @throws ConfigException with everything that is wrong with it
     * @throws IOException when there is no such file, or it is not UTF-8
     */
    public static Configuration load(Path file) throws ConfigException, IOException {
        return parse(SourceText.read(file));
    }

    /**
     * Reads and checks a text.
     *
     * @throws ConfigException with everything that is wrong with it
     */
    public static Configuration parse(SourceText source) throws ConfigException {
        ConfigProblems problems = new ConfigProblems(source);
        Optional<Configuration> configuration =
                compose(source, problems).map(root -> new ConfigLoader(problems).configuration(root));
        if (configuration.isEmpty() || !problems.inFileOrder().isEmpty()) {
            throw new ConfigException(problems.inFileOrder());
        }
        return configuration.get();
    }

    private static Optional<Node> compose(SourceText source, ConfigProblems problems) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(source.name())
                .setAllowNonScalarKeys(true)
                .build();
        try {
            Optional<Node> root = new Compose(settings).composeString(source.content());
            if (root.isEmpty()) {
                problems.add(new Span(source.name(), 1, 1), "expected a configuration, found an empty file");
            }
            return root;
        } catch (MarkedYamlEngineException e) {
            String context = e.getContext() == null ? "" : e.getContext() + ", ";
            Span at = problems.at(e.getProblemMark(), Optional.empty());
            problems.add(at, "not YAML: " + context + e.getProblem());
        } catch (YamlEngineException e) {
            problems.add(new Span(source.name(), 1, 1), "not YAML: " + OneLine.message(e));
        }
        return Optional.empty();
    }

    private Configuration configuration(Node root) {
        Section top = new Section(problems, root, "the configuration")
                .only(
                        "device",
                        "listen",
                        "routes",
                        "destinations",
                        "data",
                        "quarantine",
                        "http",
                        "limits",
                        "timeouts",
                        "retry",
                        "commitment",
                        "users");
        Map<String, DestinationConfig> destinations = new DestinationReader(problems).destinations(top);
        Map<String, UserConfig> users =
                top.section("users").map(new UserReader(problems)::users).orElse(Map.of());
        Configuration configuration = new Configuration(
                top.text("device", "sluice"),
                listen(top),
                new RouteReader(problems, destinations.keySet(), users.keySet()).routes(top),
                destinations,
                top.path("data", Path.of("var")),
                top.path("quarantine", Path.of("quarantine")),
                top.section("http").map(ConfigLoader::http).orElse(new HttpConfig(HTTP_PORT, LOOPBACK)),
                top.section("limits").map(ConfigLoader::limits).orElse(LimitsConfig.DEFAULT),
                top.section("timeouts").map(ConfigLoader::timeouts).orElse(TimeoutsConfig.DEFAULT),
                top.section("retry").map(this::retry).orElse(RetryConfig.DEFAULT),
                top.section("commitment")
                        .map(new CommitmentReader(problems)::read)
                        .orElse(CommitmentConfig.DEFAULT),
                users);
        new CrossChecks(problems, top, configuration).check();
        return configuration;
    }

    private List<ListenConfig> listen(Section top) {
        List<ListenConfig> listen = new ArrayList<>();
        for (Node item : top.list("listen")) {
            Section section = new Section(problems, item, "listen").only("port", "bind", "tls");
            ListenConfig connection = new ListenConfig(
                    section.port(0),
                    section.host("bind", Optional.of(LOOPBACK)),
                    section.section("tls").map(new TlsReader(problems)::ofListener));
            if (listen.stream().anyMatch(connection::collidesWith)) {
                problems.add(
                        item, "listen: port " + connection.port() + " on " + connection.bind() + " is there twice");
            }
            listen.add(connection);
        }
        return listen;
    }

    private static HttpConfig http(Section section) {
        section.only("port", "bind");
        return new HttpConfig(
                section.number("port", HTTP_PORT, 0, 65_535), section.host("bind", Optional.of(LOOPBACK)));
    }

    private static LimitsConfig limits(Section section) {
        section.only(
                "associations",
                "associations-per-source",
                "header-size",
                "header-memory",
                "instance-size",
                "disk-room",
                "max-pdu");
        LimitsConfig standard = LimitsConfig.DEFAULT;
        int header = section.size("header-size", standard.headerBytes(), 64 * KIB, GIB);
        int associations = section.number("associations", standard.associations(), 1, MOST_ASSOCIATIONS);
        long most = 1024L * GIB;
        return new LimitsConfig(
                associations,
                section.number("associations-per-source", LimitsConfig.perSource(associations), 1, MOST_ASSOCIATIONS),
                header,
                section.largeSize("header-memory", LimitsConfig.memoryFor(header), LimitsConfig.leastFor(header), most),
                section.largeSize("instance-size", standard.instanceBytes(), header, most),
                section.largeSize("disk-room", standard.diskRoom(), 0, most),
                section.size("max-pdu", standard.maxPdu(), 4 * KIB, 1024 * KIB));
    }

    private static TimeoutsConfig timeouts(Section section) {
        section.only("artim", "idle", "connect", "associate", "dimse", "write-stall", "release", "shutdown");
        TimeoutsConfig standard = TimeoutsConfig.DEFAULT;
        return new TimeoutsConfig(
                section.duration("artim", standard.artim()),
                section.duration("idle", standard.idle()),
                section.duration("connect", standard.connect()),
                section.duration("associate", standard.associate()),
                section.duration("dimse", standard.dimse()),
                section.duration("write-stall", standard.writeStall()),
                section.duration("release", standard.release()),
                section.duration("shutdown", standard.shutdown()));
    }

    private RetryConfig retry(Section section) {
        section.only("first", "most");
        Duration first = section.duration("first", RetryConfig.DEFAULT.first());
        Duration most = section.duration("most", RetryConfig.DEFAULT.most());
        if (first.compareTo(most) > 0) {
            problems.add(
                    section.at(),
                    "retry: expected the first pause to be no longer than the longest, found " + first.toMillis()
                            + " ms and " + most.toMillis() + " ms");
        }
        return new RetryConfig(first, most);
    }
}
