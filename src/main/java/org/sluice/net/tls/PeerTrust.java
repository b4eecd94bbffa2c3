package org.sluice.net.tls;

import java.net.Socket;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.PKIXReason;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;
import org.sluice.text.OneLine;

/**
 * Trusts as the platform does (RFC 5280 paths, host names), and says in words why it does not. Dates are looked at
 * first, and also where the platform does not look: in a certificate that is trusted by itself.
 */
final class PeerTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager platform;
    private final String peer;
    private final String trusted;
    private final boolean checkNames;

    /**
     * Trusts what the platform's manager does.
     *
     * @param peer how messages call the other side, such as "the archive"
     * @param trusted where the trusted certificates come from, for messages
     * @param checkNames whether a server's certificate has to be for its host; where it has not, an engine that asks for that
     *     does not get it
     */
    PeerTrust(X509ExtendedTrustManager platform, String peer, String trusted, boolean checkNames) {
        this.platform = platform;
        this.peer = peer;
        this.trusted = trusted;
        this.checkNames = checkNames;
    }

    private interface Check {
        void run() throws CertificateException;
    }

    private void check(X509Certificate[] chain, String host, Check platformCheck) throws CertificateException {
        refuseDates(chain, Instant.now());
        try {
            platformCheck.run();
        } catch (CertificateException e) {
            // Paths fail with a subclass; only the comparison of names throws the type itself.
            if (e.getClass() == CertificateException.class && !host.isEmpty()) {
                throw new Distrust(TlsFailure.WRONG_NAME, wrongName(chain[0], host), e);
            }
            throw new Distrust(TlsFailure.UNTRUSTED, untrusted(chain[0], e), e);
        }
    }

    private void refuseDates(X509Certificate[] chain, Instant now) throws Distrust {
        for (int i = 0; i < chain.length; i++) {
            String whose = i == 0 ? peer + "'s certificate" : "the certificate of " + peer + "'s issuer";
            Instant begin = chain[i].getNotBefore().toInstant();
            Instant end = chain[i].getNotAfter().toInstant();
            String subject = " (" + Certificates.subject(chain[i]) + ")";
            if (end.isBefore(now)) {
                throw new Distrust(TlsFailure.EXPIRED, whose + " expired on " + Certificates.date(end) + subject);
            }
            if (begin.isAfter(now)) {
                throw new Distrust(
                        TlsFailure.NOT_YET_VALID,
                        whose + " is not valid before " + Certificates.date(begin) + subject
                                + ": is one of the clocks wrong?");
            }
        }
    }

    private String wrongName(X509Certificate certificate, String host) {
        List<String> names = Certificates.names(certificate);
        String shown = names.isEmpty() ? "no host" : String.join(", ", names.subList(0, Math.min(5, names.size())));
        return peer + "'s certificate is for " + shown + ", not for " + host;
    }

    private String untrusted(X509Certificate certificate, CertificateException why) {
        String issued = certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())
                ? ", which it issued itself,"
                : ", issued by " + Certificates.shown(certificate.getIssuerX500Principal()) + ",";
        String reason = hasNoAnchor(why) ? "neither it nor its issuer is in " + trusted : OneLine.message(why);
        return peer + "'s certificate for " + Certificates.subject(certificate) + issued + " is not trusted: " + reason;
    }

    /** No path can be built to a trusted certificate, or the one that can be ends elsewhere: RFC 5280 6.1. */
    private static boolean hasNoAnchor(CertificateException why) {
        for (Throwable cause = why; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathBuilderException
                    || (cause instanceof CertPathValidatorException invalid
                            && invalid.getReason() == PKIXReason.NO_TRUST_ANCHOR)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain, "", () -> platform.checkClientTrusted(chain, authType, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        if (!checkNames) {
            checkServerTrusted(chain, authType);
            return;
        }
        String host = engine.getSSLParameters().getEndpointIdentificationAlgorithm() == null
                ? ""
                : String.valueOf(engine.getPeerHost());
        check(chain, host, () -> platform.checkServerTrusted(chain, authType, engine));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain, "", () -> platform.checkClientTrusted(chain, authType, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        String host = socket instanceof SSLSocket secured
                        && secured.getSSLParameters().getEndpointIdentificationAlgorithm() != null
                ? String.valueOf(secured.getHandshakeSession().getPeerHost())
                : "";
        check(chain, host, () -> platform.checkServerTrusted(chain, authType, socket));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain, "", () -> platform.checkClientTrusted(chain, authType));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain, "", () -> platform.checkServerTrusted(chain, authType));
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return platform.getAcceptedIssuers();
    }
}
