package org.sluice.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.sluice.net.AcceptedContext;
import org.sluice.net.AssociationInfo;
import org.sluice.net.Engine;
import org.sluice.net.PresentationContextProposal;
import org.sluice.net.Status;
import org.sluice.net.StoreClient;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.tls.TlsSession;
import org.sluice.text.OneLine;

/**
 * The steps of a call of a DICOM node, each in a line with the time it took.
 *
 * @param engine that calls
 * @param shown whether they are printed
 */
record CallSteps(Console console, Engine engine, boolean shown) {
    static final String VERIFICATION = "1.2.840.10008.1.1";
    private static final String IMPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2";
    private static final int TCP_LIMIT_MILLIS = 10_000;

    InetSocketAddress resolve(Peer called) {
        long started = System.nanoTime();
        InetSocketAddress address = called.resolve();
        step("resolve", called.host() + " is " + address.getAddress().getHostAddress(), started);
        return address;
    }

    /**
     * Only to be able to say that the connection is not what fails; some peers log it as a visitor who says nothing.
     *
     * @return whether it stands; true when nobody looks
     */
    boolean tcp(InetSocketAddress address) {
        if (!shown) {
            return true;
        }
        long started = System.nanoTime();
        try (Socket socket = new Socket()) {
            socket.connect(address, TCP_LIMIT_MILLIS);
            step("connect", "TCP connection to port " + address.getPort() + " stands", started);
            return true;
        } catch (IOException e) {
            // The association that follows fails for the same reason, and says so with its likely cause.
            step("connect", "no TCP connection to port " + address.getPort(), started);
            return false;
        }
    }

    /** What is done on an association. */
    interface Use<T> {
        T of(StoreClient client) throws IOException;
    }

    /** Makes an association for Verification, shows it, and uses it. */
    int echo(StoreClientOptions options) throws IOException {
        return associated(
                options, List.of(PresentationContextProposal.of(VERIFICATION, IMPLICIT_LITTLE_ENDIAN)), this::echo);
    }

    <T> T associated(StoreClientOptions options, List<PresentationContextProposal> proposals, Use<T> use)
            throws IOException {
        long started = System.nanoTime();
        try (StoreClient client = engine.connect(options, proposals)) {
            describe(client.association(), started);
            return use.of(client);
        }
    }

    int echo(StoreClient client) throws IOException {
        long sent = System.nanoTime();
        int status = client.echo();
        step("echo", "C-ECHO answered with status " + Status.format(status), sent);
        return status;
    }

    private void describe(AssociationInfo association, long started) {
        String name = OneLine.of(association.implementationVersionName());
        String peerSoftware = OneLine.of(association.implementationClassUid()) + (name.isEmpty() ? "" : " " + name);
        association.tls().ifPresent(tls -> describe(tls, started));
        step("associate", association.calledAe() + " accepts " + association.callingAe(), started);
        step("", "implementation " + peerSoftware, started);
        step("context", accepts(association) ? "Verification accepted" : "Verification not accepted", started);
    }

    static boolean accepts(AssociationInfo association) {
        return association.contexts().stream()
                .map(AcceptedContext::abstractSyntax)
                .anyMatch(VERIFICATION::equals);
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

    void step(String name, String text, long started) {
        if (shown) {
            console.out().printf(Locale.ROOT, "%-10s %s (%s)%n", name, text, since(started));
            console.out().flush();
        }
    }

    static String since(long started) {
        Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
        return elapsed.toMillis() < 10
                ? String.format(Locale.ROOT, "%.1f ms", elapsed.toNanos() / 1e6)
                : elapsed.toMillis() + " ms";
    }
}
