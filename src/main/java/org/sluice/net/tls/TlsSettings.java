package org.sluice.net.tls;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What one listener or one destination needs to know for TLS.
 *
 * @param key this side's key and certificates; a listener has to have one
 * @param trust the certificates that are trusted; without them a client trusts those that the Java platform does
 * @param clients what a listener wants of its clients
 * @param checkHostname whether a client compares the server's certificate with the host name that it called
 */
public record TlsSettings(
        Optional<KeySource> key, Optional<TrustSource> trust, ClientAuthentication clients, boolean checkHostname) {

    /** A file with this side's key, and the one with its certificates. */
    public sealed interface KeySource {}

    /**
     * PEM files.
     *
     * @param key PKCS#8, encrypted or not
     * @param certificates this side's certificate first, then those above it
     */
    public record Pem(Path key, Path certificates, Secret password) implements KeySource {}

    /** A PKCS#12 store with one key. */
    public record Pkcs12(Path store, Secret password) implements KeySource {}

    /** Trusted certificates: PEM, or a PKCS#12 store; which of them it is shows in the file. */
    public record TrustSource(Path file, Secret password) {}

    /** Whether clients have to show a certificate. */
    public enum ClientAuthentication {
        /** They are not asked. */
        NONE,
        /** They are asked; one that is shown has to be trusted. */
        WANT,
        /** They are asked, and one without is turned away. */
        NEED
    }
}
