package org.sluice.cli;

import java.util.Optional;
import org.sluice.net.AssociationException;
import org.sluice.net.Rejection;
import org.sluice.net.tls.TlsFailure;

/** What most often lies behind a failed association, for the engineer who has two ends to configure. */
final class LikelyCause {
    /**
     * What is to be changed on this side, by its name: an option of a command, or a key of a destination.
     *
     * @param trust names the certificates that are trusted
     * @param keys name our key and its certificate
     * @param calling names our title
     * @param unchecked goes without the check of the host name
     */
    private record Names(String trust, String keys, String calling, String unchecked) {}

    private static final Names OPTIONS =
            new Names("--tls-trust", "--tls-key and --tls-cert", "--calling", "--tls-no-hostname-check");
    private static final Names KEYS =
            new Names("tls.trust", "tls.key and tls.certificate", "calling-ae", "tls.hostname-check: off");

    private LikelyCause() {}

    /** One sentence, or two; what to look at first. */
    static String of(AssociationException failure) {
        return of(failure, OPTIONS);
    }

    /** The same for a destination of a configuration. */
    static String ofDestination(AssociationException failure) {
        return of(failure, KEYS);
    }

    private static String of(AssociationException failure, Names names) {
        return switch (failure.kind()) {
            case CONNECTION ->
                "Nobody listens there (wrong port, the program is not running), a firewall refuses, or the"
                        + " peer hangs up on strangers: many archives do so when they do not know the calling address or"
                        + " expect TLS.";
            case TLS -> failure.tls().map(why -> of(why, names)).orElse("The two ends do not agree about TLS.");
            case REJECTED ->
                failure.rejection().map(why -> of(why, names)).orElse("The peer does not want this association.");
            case ABORTED_BY_PEER ->
                "The peer took the connection and gave up: an AE title or address it does not know,"
                        + " or a presentation context it cannot stand. Its log says more.";
            case PROTOCOL_ERROR -> "What answers there does not speak DICOM: a web server, or a port that expects TLS.";
            case TIMED_OUT ->
                "A firewall drops the packets, the address is of a machine that is off, or what listens"
                        + " there does not speak DICOM.";
            case CLOSED -> "The association was already over.";
        };
    }

    private static String of(TlsFailure failure, Names names) {
        return switch (failure) {
            case PLAIN_DICOM -> "The port is one for plain DICOM: the one for TLS is another, often 2762.";
            case NOT_TLS -> "What answers there is no DICOM node: a wrong port, or a proxy.";
            case CONNECTION_LOST ->
                "The port is one for plain DICOM, whose node hangs up on what it takes for nonsense; or the peer"
                        + " allows no address but those that it knows.";
            case NO_CERTIFICATE, REFUSED_BY_PEER ->
                "The peer has to trust the certificate of this side: give it one with " + names.keys + ", and"
                        + " enter its issuer there.";
            case UNTRUSTED ->
                "Name the certificate of the issuer, or of the peer itself, with " + names.trust
                        + "; if the peer sends no intermediate certificates, they belong into that file too.";
            case EXPIRED, NOT_YET_VALID -> "The peer needs a new certificate, or one of the clocks is wrong.";
            case WRONG_NAME ->
                "Call the peer by a name that its certificate is for, or give it a certificate with this name;" + " "
                        + names.unchecked + " goes without.";
            case PROTOCOL_VERSION ->
                "The peer speaks TLS 1.1 or older only, which RFC 8996 forbids: it needs an update.";
            case CIPHER_SUITE ->
                "The peer has none of the cipher suites of PS3.15 B.12 switched on, or it wants a certificate of this"
                        + " side (" + names.keys + ").";
            case TIMED_OUT -> "What answers there waits for something else: plain DICOM, or nothing at all.";
            case OTHER -> "The peer breaks the TLS protocol, or something between the two does.";
        };
    }

    private static String of(Rejection rejection, Names names) {
        if (rejection.equals(Rejection.CALLED_AE_NOT_RECOGNIZED)) {
            return "The peer does not go by the called AE title: check its spelling, upper and lower case included.";
        }
        if (rejection.equals(Rejection.CALLING_AE_NOT_RECOGNIZED)) {
            return "The peer does not know the calling AE title: enter it there, with this machine's address, or use "
                    + names.calling + " with one that it knows.";
        }
        if (rejection.isTransient()) {
            return "The peer is busy; the same request may succeed later.";
        }
        return "The peer does not want this association; its log says why.";
    }

    /** The likely cause behind any exception of a command that talks to a peer; empty when it is none of the network's. */
    static Optional<String> behind(Exception failure) {
        return failure instanceof AssociationException association ? Optional.of(of(association)) : Optional.empty();
    }
}
