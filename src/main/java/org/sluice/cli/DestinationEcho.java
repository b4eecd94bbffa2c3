package org.sluice.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.config.ConfigException;
import org.sluice.config.ConfigLoader;
import org.sluice.config.ConfigReading;
import org.sluice.config.Configuration;
import org.sluice.dataset.Uids;
import org.sluice.gateway.DestinationTrial;
import org.sluice.gateway.EngineChoice;
import org.sluice.net.AcceptedContext;
import org.sluice.net.AssociationException;
import org.sluice.net.AssociationInfo;
import org.sluice.net.Engine;
import org.sluice.net.Engines;
import org.sluice.net.PresentationContextProposal;
import org.sluice.net.Status;
import org.sluice.net.StoreClientOptions;
import org.sluice.text.FileFault;
import org.sluice.text.NotUtf8Exception;
import org.sluice.text.OneLine;
import org.sluice.text.Suggestions;

/** Tries a destination of a configuration as the node would call it: its address, TLS, user, presentation contexts or folder. */
final class DestinationEcho {
    /** What is tried of storage: classes of every day in syntaxes of every day. */
    private static final List<String> CLASSES = List.of(
            "1.2.840.10008.5.1.4.1.1.1", // CR
            "1.2.840.10008.5.1.4.1.1.1.1", // DX
            "1.2.840.10008.5.1.4.1.1.1.2", // MG
            "1.2.840.10008.5.1.4.1.1.2", // CT
            "1.2.840.10008.5.1.4.1.1.4", // MR
            "1.2.840.10008.5.1.4.1.1.6.1", // US
            "1.2.840.10008.5.1.4.1.1.3.1", // US, multi-frame
            "1.2.840.10008.5.1.4.1.1.7", // SC
            "1.2.840.10008.5.1.4.1.1.12.1", // XA
            "1.2.840.10008.5.1.4.1.1.20", // NM
            "1.2.840.10008.5.1.4.1.1.128", // PET
            "1.2.840.10008.5.1.4.1.1.88.22", // Enhanced SR
            "1.2.840.10008.5.1.4.1.1.104.1"); // PDF

    private static final List<String> SYNTAXES = List.of(
            "1.2.840.10008.1.2",
            "1.2.840.10008.1.2.1",
            "1.2.840.10008.1.2.1.99",
            "1.2.840.10008.1.2.2",
            "1.2.840.10008.1.2.4.50",
            "1.2.840.10008.1.2.4.70",
            "1.2.840.10008.1.2.4.80",
            "1.2.840.10008.1.2.4.90",
            "1.2.840.10008.1.2.5");

    private final Console console;
    private final CallSteps steps;
    private final Configuration configuration;
    private final String name;

    /**
     * @param engines of which the configuration names one
     * @param file with the configuration
     * @param name of the destination
     */
    DestinationEcho(Console console, Engines engines, Path file, String name) {
        this.console = console;
        this.configuration = configuration(file, name);
        this.name = name;
        this.steps = new CallSteps(console, engine(configuration, engines), true);
    }

    private static Engine engine(Configuration configuration, Engines engines) {
        try {
            return EngineChoice.toCallWith(configuration, engines);
        } catch (ConfigException e) {
            throw wrong(e);
        }
    }

    private static CommandFailure wrong(ConfigException e) {
        return new CommandFailure("the configuration is wrong\n" + e.getMessage(), e);
    }

    /** The exit code: that of a group is 0 when all of its members can be reached. */
    int call() {
        int code = ExitCode.OK;
        for (DestinationTrial trial : trials()) {
            code = Math.max(code, tried(trial));
        }
        return code;
    }

    private static Configuration configuration(Path file, String name) {
        try {
            ConfigReading reading = ConfigLoader.read(file);
            Optional<Configuration> configuration = reading.configuration();
            if (configuration.isEmpty() || !configuration.get().places().has("destinations")) {
                throw new ConfigException(reading.problems());
            }
            if (!configuration.get().destinations().containsKey(name)) {
                throw unknown(configuration.get(), file, name);
            }
            if (!reading.isSound("destinations")) {
                throw new ConfigException(reading.problems());
            }
            return configuration.get();
        } catch (ConfigException e) {
            throw wrong(e);
        } catch (NotUtf8Exception e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            String fault = FileFault.whenReading(file).orElseGet(() -> FileFault.inWords(e));
            throw new CommandFailure("the configuration: " + fault + "; --conf names another", e);
        }
    }

    private static UsageFailure unknown(Configuration configuration, Path file, String name) {
        List<String> known = List.copyOf(configuration.destinations().keySet());
        List<String> near = Suggestions.near(name, known);
        return new UsageFailure("expected AE@HOST:PORT, HOST PORT or a destination of " + file + ", found " + name
                + (near.isEmpty()
                        ? "; destinations are " + String.join(", ", known)
                        : "; did you mean " + String.join(" or ", near) + "?"));
    }

    private List<DestinationTrial> trials() {
        try {
            return DestinationTrial.of(configuration, name);
        } catch (ConfigException e) {
            throw wrong(e);
        }
    }

    private int tried(DestinationTrial trial) {
        long started = System.nanoTime();
        try {
            if (trial instanceof DestinationTrial.Archive archive) {
                return tried(archive, started);
            }
            if (trial instanceof DestinationTrial.Server server) {
                console.out().println(OneLine.of(trial.name() + ": STOW-RS at " + server.url()));
                server.run(steps::step);
            } else {
                DestinationTrial.Folder folder = (DestinationTrial.Folder) trial;
                console.out().println(OneLine.of(trial.name() + ": folder " + folder.folder()));
                folder.run(steps::step);
            }
            console.out().println(trial.name() + " works, in " + CallSteps.since(started));
            return ExitCode.OK;
        } catch (IOException e) {
            String why = trial instanceof DestinationTrial.Folder ? FileFault.inWords(e) : OneLine.message(e);
            return failed(trial, "", why);
        }
    }

    private int tried(DestinationTrial.Archive archive, long started) {
        StoreClientOptions options = archive.options();
        console.out()
                .println(OneLine.of(archive.name() + ": " + options.calledAe() + " at " + archive.host() + ":"
                        + options.remote().getPort() + ", called by " + options.callingAe()
                        + (options.tls().isPresent() ? ", over TLS" : "")
                        + options.user().map(user -> ", as user " + user.name()).orElse("")));
        String[] step = {"resolve"};
        try {
            Peer peer = new Peer(
                    Optional.of(options.calledAe()),
                    archive.host(),
                    options.remote().getPort());
            InetSocketAddress address = steps.resolve(peer);
            step[0] = steps.tcp(address) ? "associate" : "connect";
            int status = steps.associated(options, proposals(), client -> {
                step[0] = "contexts";
                storage(client.association());
                step[0] = "echo";
                return CallSteps.accepts(client.association()) ? steps.echo(client) : Status.SUCCESS;
            });
            if (status != Status.SUCCESS) {
                return failed(archive, step[0], "C-ECHO is answered " + Status.format(status));
            }
            console.out().println(archive.name() + " works, in " + CallSteps.since(started));
            return ExitCode.OK;
        } catch (CommandFailure e) {
            return failed(archive, step[0], String.valueOf(e.getMessage()));
        } catch (AssociationException e) {
            String at = e.kind() == AssociationException.Kind.TLS ? "tls" : step[0];
            int code = failed(archive, at, OneLine.message(e));
            console.error("likely cause: " + LikelyCause.ofDestination(e));
            return code;
        } catch (IOException e) {
            return failed(archive, step[0], OneLine.message(e));
        }
    }

    private int failed(DestinationTrial trial, String step, String why) {
        console.out().flush();
        console.error(OneLine.of("error: " + trial.name() + (step.isEmpty() ? "" : ", at " + step) + ": " + why));
        return ExitCode.PROBLEM;
    }

    private static List<PresentationContextProposal> proposals() {
        List<PresentationContextProposal> proposals = new ArrayList<>();
        SYNTAXES.forEach(syntax -> CLASSES.forEach(one -> proposals.add(PresentationContextProposal.of(one, syntax))));
        return proposals;
    }

    private void storage(AssociationInfo association) throws IOException {
        long started = System.nanoTime();
        Map<String, Integer> accepted = new LinkedHashMap<>();
        for (AcceptedContext context : association.contexts()) {
            if (CLASSES.contains(context.abstractSyntax())) {
                accepted.merge(context.transferSyntax(), 1, Integer::sum);
            }
        }
        if (accepted.isEmpty()) {
            throw new IOException("it takes none of " + CLASSES.size() + " storage classes that were tried");
        }
        for (String syntax : SYNTAXES) {
            steps.step(
                    "storage",
                    accepted.getOrDefault(syntax, 0) + " of " + CLASSES.size() + " classes in " + Uids.name(syntax),
                    started);
        }
    }
}
