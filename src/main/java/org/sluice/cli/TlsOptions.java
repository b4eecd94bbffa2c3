package org.sluice.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sluice.net.tls.KeyFileException;
import org.sluice.net.tls.Secret;
import org.sluice.net.tls.TlsContext;
import org.sluice.net.tls.TlsSettings;
import picocli.CommandLine.Option;

/** The options of a command that calls a peer over TLS. */
final class TlsOptions {
    @Option(names = "--tls", description = "Call over TLS; implied by the other --tls options.")
    private boolean wanted;

    @Option(
            names = "--tls-trust",
            paramLabel = "FILE",
            description = "The certificates that are trusted, PEM or PKCS#12 (default: those that Java trusts).")
    private @Nullable Path trust;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "The private key of this side, PEM (PKCS#8).")
    private @Nullable Path key;

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description = "The certificate of this side, PEM, with those above it; or key and certificate, PKCS#12.")
    private @Nullable Path certificate;

    @Option(
            names = "--tls-password-file",
            paramLabel = "FILE",
            description = "Its first line is the password of the key, and of PKCS#12 files.")
    private @Nullable Path passwordFile;

    @Option(
            names = "--tls-no-hostname-check",
            description = "Accept a certificate that is for another host than the one that is called.")
    private boolean anyHostname;

    /** The TLS to call with; empty for plain DICOM. */
    Optional<TlsContext> context() {
        if (!wanted && trust == null && key == null && certificate == null && !anyHostname) {
            return Optional.empty();
        }
        if (key != null && certificate == null) {
            throw new UsageFailure("--tls-key: expected --tls-cert beside it");
        }
        Secret password = passwordFile == null ? Secret.NONE : new Secret.InFile(passwordFile);
        TlsSettings settings = new TlsSettings(
                keys(password),
                Optional.ofNullable(trust).map(file -> new TlsSettings.TrustSource(file, password)),
                TlsSettings.ClientAuthentication.NONE,
                !anyHostname);
        try {
            return Optional.of(new TlsContext("this call", "the peer", settings));
        } catch (KeyFileException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private Optional<TlsSettings.KeySource> keys(Secret password) {
        if (certificate == null) {
            return Optional.empty();
        }
        return Optional.of(
                key == null
                        ? new TlsSettings.Pkcs12(certificate, password)
                        : new TlsSettings.Pem(key, certificate, password));
    }
}
