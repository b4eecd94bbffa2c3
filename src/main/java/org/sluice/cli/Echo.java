package org.sluice.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.sluice.net.AcceptedContext;
import org.sluice.net.AssociationException;
import org.sluice.net.AssociationInfo;
import org.sluice.net.Engines;
import org.sluice.net.PresentationContextProposal;
import org.sluice.net.Status;
import org.sluice.net.StoreClient;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.tls.TlsSession;
import org.sluice.text.OneLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice echo}: is there a DICOM node, and does it let us in? C-ECHO, PS3.7 9.1.5. */
@Command(
        name = "echo",
        description =
                "Asks a DICOM node for a sign of life (C-ECHO), and says what stands in the way if there is none.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the node answered Success", "1:it did not", "2:the command line makes no sense"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice echo ARCHIVE@pacs.example.org:104",
            "  sluice echo -v --calling CT_ROOM1 127.0.0.1 11112",
            "  sluice echo -v --tls-trust hospital-ca.pem ARCHIVE@pacs.example.org:2762"
        })
final class Echo implements Callable<Integer> {
    private static final String VERIFICATION = "1.2.840.10008.1.1";
    private static final String IMPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2";
    private static final int TCP_LIMIT_MILLIS = 10_000;

    private final Console console;
    private final Engines engines;

    @Mixin
    @SuppressWarnings("UnusedVariable") // for its name and help; PduTracing says why
    private PduTracing tracing = new PduTracing();

    @Option(
            names = {"-v", "--verbose"},
            description = "Show each step with the time it took.")
    private boolean verbose;

    @Mixin
    private CallingOptions calling = new CallingOptions();

    @Parameters(
            arity = "1..2",
            paramLabel = "PEER",
            description = "AE@HOST:PORT, or HOST PORT; without a title the node is called ANY-SCP.")
    private List<String> peer = List.of();

    Echo(Console console, Engines engines) {
        this.console = console;
        this.engines = engines;
    }

    @Override
    public Integer call() throws IOException {
        Peer called = Peer.parse(peer);
        long started = System.nanoTime();
        InetSocketAddress address = called.resolve();
        step("resolve", called.host() + " is " + address.getAddress().getHostAddress(), started);
        try {
            tcp(address);
            int status = associateAndEcho(called, address);
            console.out()
                    .printf(
                            Locale.ROOT,
                            "%s answered %s in %s%n",
                            called,
                            status == Status.SUCCESS ? "Success" : "status " + Status.format(status),
                            since(started));
            return status == Status.SUCCESS ? ExitCode.OK : ExitCode.PROBLEM;
        } catch (AssociationException failure) {
            console.out().flush();
            console.error("error: no answer from " + called + ": " + failure.getMessage());
            console.error("likely cause: " + LikelyCause.of(failure));
            return ExitCode.PROBLEM;
        }
    }

    /** Only to be able to say that the connection is not what fails; some peers log it as a visitor who says nothing. */
    private void tcp(InetSocketAddress address) {
        if (!verbose) {
            return;
        }
        long started = System.nanoTime();
        try (Socket socket = new Socket()) {
            socket.connect(address, TCP_LIMIT_MILLIS);
            step("connect", "TCP connection to port " + address.getPort() + " stands", started);
        } catch (IOException e) {
            // The association that follows fails for the same reason, and says so with its likely cause.
            step("connect", "no TCP connection to port " + address.getPort(), started);
        }
    }

    private int associateAndEcho(Peer called, InetSocketAddress address) throws IOException {
        StoreClientOptions options = calling.options(called, address);
        long started = System.nanoTime();
        try (StoreClient client = engines.standard()
                .connect(options, List.of(PresentationContextProposal.of(VERIFICATION, IMPLICIT_LITTLE_ENDIAN)))) {
            describe(client.association(), started);
            long sent = System.nanoTime();
            int status = client.echo();
            step("echo", "C-ECHO answered with status " + Status.format(status), sent);
            return status;
        }
    }

    private void describe(AssociationInfo association, long started) {
        String name = OneLine.of(association.implementationVersionName());
        String peerSoftware = OneLine.of(association.implementationClassUid()) + (name.isEmpty() ? "" : " " + name);
        association.tls().ifPresent(tls -> describe(tls, started));
        step("associate", association.calledAe() + " accepts " + association.callingAe(), started);
        step("", "implementation " + peerSoftware, started);
        boolean verification = association.contexts().stream()
                .map(AcceptedContext::abstractSyntax)
                .anyMatch(VERIFICATION::equals);
        step("context", verification ? "Verification accepted" : "Verification not accepted", started);
    }

    private void describe(TlsSession tls, long started) {
        step("tls", tls.protocol() + ", " + tls.cipherSuite(), started);
        tls.peer().ifPresent(certificate -> {
            step("", "certificate of " + OneLine.of(certificate.subject()), started);
            step("", "issued by " + OneLine.of(certificate.issuer()), started);
            step("", "for " + OneLine.of(String.join(", ", certificate.names())), started);
            step("", "expires " + certificate.expiryText(), started);
        });
    }

    private void step(String name, String text, long started) {
        if (verbose) {
            console.out().printf(Locale.ROOT, "%-10s %s (%s)%n", name, text, since(started));
            console.out().flush();
        }
    }

    private static String since(long started) {
        Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
        return elapsed.toMillis() < 10
                ? String.format(Locale.ROOT, "%.1f ms", elapsed.toNanos() / 1e6)
                : elapsed.toMillis() + " ms";
    }
}
