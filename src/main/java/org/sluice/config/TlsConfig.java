package org.sluice.config;

import java.nio.file.Path;
import java.util.Optional;
import org.sluice.text.Span;

/**
 * TLS of one listener or one destination: this side's key, whom it trusts, and what it asks for.
 *
 * @param at the place in the file, for problems found later
 * @param keys this side's key and certificates; a listener has them
 * @param trust the trusted certificates, PEM or PKCS#12; without them a destination is trusted as the Java platform does
 * @param trustPassword of {@code trust} if that is a PKCS#12 store
 * @param clients what a listener asks of its clients
 * @param hostnameCheck whether a destination's certificate has to be for its host
 */
public record TlsConfig(
        Span at,
        Optional<Keys> keys,
        Optional<Path> trust,
        Password trustPassword,
        ClientCertificates clients,
        boolean hostnameCheck) {

    /** Where a key is kept with its certificates. */
    public sealed interface Keys {}

    /** A PEM file with a key in PKCS#8, and one with its certificate and those above it. */
    public record PemKeys(Path key, Path certificate, Password password) implements Keys {}

    /** A PKCS#12 store. */
    public record KeyStore(Path store, Password password) implements Keys {}

    /** Where a password is kept: in a file, in an environment variable, or nowhere because there is none. */
    public record Password(Optional<Path> file, Optional<String> variable) {
        static final Password NONE = new Password(Optional.empty(), Optional.empty());
    }

    /** Whether clients have to show a certificate. */
    public enum ClientCertificates {
        NEED,
        WANT,
        NONE;

        /** As it stands in the file. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
