package org.sluice.net.tls;

import java.security.cert.CertificateException;

/** A certificate of a peer that is not accepted, with the reason in words. */
final class Distrust extends CertificateException {
    private static final long serialVersionUID = 1L;

    private final TlsFailure failure;

    Distrust(TlsFailure failure, String message, Throwable cause) {
        super(message, cause);
        this.failure = failure;
    }

    Distrust(TlsFailure failure, String message) {
        super(message);
        this.failure = failure;
    }

    TlsFailure failure() {
        return failure;
    }
}
