package org.sluice.net.tls;

import java.time.Instant;
import java.util.List;

/**
 * What is told of a certificate. Names in that of a peer are the peer's own: escape them before they are logged.
 *
 * @param subject the distinguished name of its owner
 * @param issuer the distinguished name of who signed it
 * @param names the common names of the subject, and the DNS names and addresses among its alternative names
 * @param expires the end of its validity
 */
public record CertificateFacts(String subject, String issuer, List<String> names, Instant expires) {
    /** Keeps its own copy of {@code names}. */
    public CertificateFacts {
        names = List.copyOf(names);
    }

    /** The end of its validity for people, to the minute. */
    public String expiryText() {
        return Certificates.date(expires);
    }
}
