package org.sluice.net.tls;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * What a handshake came to.
 *
 * @param protocol such as {@code TLSv1.3}
 * @param cipherSuite in the names of the standard
 * @param peer the peer's certificate; empty for a client that showed none
 */
public record TlsSession(String protocol, String cipherSuite, Optional<CertificateFacts> peer) {
    /** What is told of a session that stands. */
    public static TlsSession of(SSLSession session) {
        return new TlsSession(session.getProtocol(), session.getCipherSuite(), peer(session));
    }

    private static Optional<CertificateFacts> peer(SSLSession session) {
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate own
                    ? Optional.of(Certificates.facts(own))
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException none) {
            return Optional.empty();
        }
    }
}
