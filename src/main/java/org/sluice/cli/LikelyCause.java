package org.sluice.cli;

import java.util.Optional;
import org.sluice.net.AssociationException;
import org.sluice.net.Rejection;

/** What most often lies behind a failed association, for the engineer who has two ends to configure. */
final class LikelyCause {
    private LikelyCause() {}

    /** One sentence, or two; what to look at first. */
    static String of(AssociationException failure) {
        return switch (failure.kind()) {
            case CONNECTION ->
                "Nobody listens there (wrong port, the program is not running), a firewall refuses, or the"
                        + " peer hangs up on strangers: many archives do so when they do not know the calling address or"
                        + " expect TLS.";
            case REJECTED ->
                failure.rejection().map(LikelyCause::of).orElse("The peer does not want this association.");
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

    private static String of(Rejection rejection) {
        if (rejection.equals(Rejection.CALLED_AE_NOT_RECOGNIZED)) {
            return "The peer does not go by the called AE title: check its spelling, upper and lower case included.";
        }
        if (rejection.equals(Rejection.CALLING_AE_NOT_RECOGNIZED)) {
            return "The peer does not know the calling AE title: enter it there, with this machine's address, or use"
                    + " --calling with one that it knows.";
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
