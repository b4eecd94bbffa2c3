package org.sluice.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.sluice.net.AssociationException;
import org.sluice.net.Engines;
import org.sluice.net.Status;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice echo}: is there a DICOM node, and does it let us in? C-ECHO, PS3.7 9.1.5. */
@Command(
        name = "echo",
        description = {
            "Asks a DICOM node for a sign of life (C-ECHO), and says what stands in the way if there is none.",
            "A destination of the configuration is tried as the node would call it, step by step: with its TLS, its user and"
                    + " presentation contexts for storage; a DICOMweb server with a request without instances; a folder by"
                    + " writing a file. Of a fail-over group each member."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the node answered Success, or the destination works",
            "1:it did not",
            "2:the command line makes no sense"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice echo ARCHIVE@pacs.example.org:104",
            "  sluice echo archive --conf /etc/sluice/sluice.yaml",
            "  sluice echo -v --calling CT_ROOM1 127.0.0.1 11112",
            "  sluice echo -v --tls-trust hospital-ca.pem ARCHIVE@pacs.example.org:2762"
        })
final class Echo implements Callable<Integer> {
    private static final Set<String> OF_DESTINATIONS = Set.of("--conf", "--verbose", "--trace-pdu");

    private final Console console;
    private final Engines engines;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("UnusedVariable") // for its name and help; PduTracing says why
    private PduTracing tracing = new PduTracing();

    @Option(
            names = {"-v", "--verbose"},
            description = "Show each step with the time it took.")
    private boolean verbose;

    @Option(
            names = {"-c", "--conf"},
            paramLabel = "FILE",
            description = "The configuration that has the destination (default: ${DEFAULT-VALUE}).")
    private Path configurationFile = Path.of("conf/sluice.yaml");

    @Mixin
    private CallingOptions calling = new CallingOptions();

    @Parameters(
            arity = "1..2",
            paramLabel = "PEER",
            description = "AE@HOST:PORT, or HOST PORT; without a title the node is called ANY-SCP. Or the name of a"
                    + " destination in the configuration.")
    private List<String> peer = List.of();

    Echo(Console console, Engines engines) {
        this.console = console;
        this.engines = engines;
    }

    @Override
    public Integer call() throws IOException {
        if (peer.size() == 1 && !peer.get(0).contains(":")) {
            refuseOptionsOfAddresses();
            return new DestinationEcho(console, engines, configurationFile, peer.get(0)).call();
        }
        Peer called = Peer.parse(peer);
        CallSteps steps = new CallSteps(console, engines.standard(), verbose);
        long started = System.nanoTime();
        InetSocketAddress address = steps.resolve(called);
        try {
            steps.tcp(address);
            int status = steps.echo(calling.options(called, address));
            console.out()
                    .printf(
                            Locale.ROOT,
                            "%s answered %s in %s%n",
                            called,
                            status == Status.SUCCESS ? "Success" : "status " + Status.format(status),
                            CallSteps.since(started));
            return status == Status.SUCCESS ? ExitCode.OK : ExitCode.PROBLEM;
        } catch (AssociationException failure) {
            console.out().flush();
            console.error("error: no answer from " + called + ": " + failure.getMessage());
            console.error("likely cause: " + LikelyCause.of(failure));
            return ExitCode.PROBLEM;
        }
    }

    /** A destination is called as its configuration says, or it would not be that which is tried. */
    private void refuseOptionsOfAddresses() {
        for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
            if (!OF_DESTINATIONS.contains(option.longestName())) {
                throw new UsageFailure(option.longestName() + ": expected none beside the name of a destination,"
                        + " which is called as its configuration says");
            }
        }
    }
}
