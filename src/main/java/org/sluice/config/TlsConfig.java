package org.sluice.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
        NONE
    }

    static TlsConfig ofListener(Section section) {
        section.only(keysWith("clients"));
        Optional<Keys> keys = keys(section);
        if (keys.isEmpty() && section.isMapping()) {
            section.report(section.at(), "tls: expected key and certificate, or key-store: a listener has to have one");
        }
        Optional<Path> trust = section.optionalFile("trust");
        ClientCertificates clients = clients(section, trust.isPresent());
        if (clients != ClientCertificates.NONE && trust.isEmpty()) {
            section.report(
                    section.at("clients"), "clients: expected trust beside it, for whose certificates are accepted");
        }
        return new TlsConfig(section.at(), keys, trust, password(section, "trust-"), clients, true);
    }

    static TlsConfig ofDestination(Section section) {
        section.only(keysWith("hostname-check"));
        return new TlsConfig(
                section.at(),
                keys(section),
                section.optionalFile("trust"),
                password(section, "trust-"),
                ClientCertificates.NONE,
                section.word("hostname-check", List.of("on", "off"), "on").equals("on"));
    }

    /** Of a destination that needs no more than what the platform trusts. */
    public static TlsConfig ofPlatform(Span at) {
        return new TlsConfig(at, Optional.empty(), Optional.empty(), Password.NONE, ClientCertificates.NONE, true);
    }

    private static Optional<Keys> keys(Section section) {
        boolean pem = section.has("key") || section.has("certificate");
        if (pem && section.has("key-store")) {
            section.report(section.at("key-store"), "tls: expected key and certificate, or key-store, found both");
        }
        Password password = password(section, "");
        if (pem) {
            return Optional.of(new PemKeys(section.existingFile("key"), section.existingFile("certificate"), password));
        }
        if (section.has("key-store")) {
            return Optional.of(new KeyStore(section.existingFile("key-store"), password));
        }
        return Optional.empty();
    }

    private static Password password(Section section, String prefix) {
        String file = prefix + "password-file";
        String variable = prefix + "password-env";
        if (section.has(file) && section.has(variable)) {
            section.report(section.at(variable), "tls: expected " + file + " or " + variable + ", found both");
        }
        return new Password(
                section.optionalFile(file),
                section.has(variable) ? Optional.of(section.text(variable)) : Optional.empty());
    }

    private static ClientCertificates clients(Section section, boolean trust) {
        ClientCertificates byDefault = trust ? ClientCertificates.NEED : ClientCertificates.NONE;
        return section.has("clients") ? section.choice("clients", ClientCertificates.values()) : byDefault;
    }

    private static String[] keysWith(String ownKey) {
        return Stream.of(
                        "key",
                        "certificate",
                        "key-store",
                        "password-file",
                        "password-env",
                        "trust",
                        "trust-password-file",
                        "trust-password-env",
                        ownKey)
                .toArray(String[]::new);
    }
}
