package org.sluice.net.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.sluice.text.Log;

/**
 * The TLS of one listener or one destination: the terms of each connection. Its files are looked at each time,
 * and read anew when they have changed; what is wrong then leaves the old keys in use and is logged. Any thread.
 */
public final class TlsContext {
    private static final Log LOG = Log.of(TlsContext.class);

    /** BCP 195 (RFC 8996): nothing older. */
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    /** PS3.15 B.12 by way of RFC 9325 4.2 and RFC 8446: authenticated encryption and forward secrecy, nothing else. */
    private static final List<String> CIPHER_SUITES = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    private final String name;
    private final String peer;
    private final TlsSettings settings;
    private final List<Path> files;
    private volatile KeyMaterial material;
    private String seen;

    /**
     * Reads the files.
     *
     * @param name what it is the TLS of, for the log: "port 2762", "destination archive"
     * @param peer how messages call the other side: "the client", "the archive"
     * @throws KeyFileException one of the files is missing or wrong
     */
    public TlsContext(String name, String peer, TlsSettings settings) throws KeyFileException {
        this.name = name;
        this.peer = peer;
        this.settings = settings;
        this.files = files(settings);
        this.seen = fingerprint();
        this.material = KeyMaterial.read(settings, peer);
    }

    private static List<Path> files(TlsSettings settings) {
        List<Path> files = new ArrayList<>();
        settings.key().ifPresent(key -> {
            if (key instanceof TlsSettings.Pem pem) {
                files.add(pem.key());
                files.add(pem.certificates());
            } else if (key instanceof TlsSettings.Pkcs12 store) {
                files.add(store.store());
            }
        });
        settings.trust().ifPresent(trust -> files.add(trust.file()));
        return files;
    }

    /** How messages call the other side. */
    public String peer() {
        return peer;
    }

    /** This side's certificate as it is now; empty for a client without one. */
    public Optional<CertificateFacts> certificate() {
        return current().own();
    }

    /** What it is the TLS of. */
    public String name() {
        return name;
    }

    /** For a connection that was accepted. */
    public TlsTerms server() {
        SSLContext context = current().context();
        SSLParameters parameters = parameters(context, false);
        parameters.setUseCipherSuitesOrder(true);
        switch (settings.clients()) {
            case NONE -> parameters.setNeedClientAuth(false);
            case WANT -> parameters.setWantClientAuth(true);
            case NEED -> parameters.setNeedClientAuth(true);
        }
        return new TlsTerms(context, parameters);
    }

    /** For a connection to a host, which has to be called by the name or address that is configured. */
    public TlsTerms client() {
        SSLContext context = current().context();
        SSLParameters parameters = parameters(context, true);
        if (settings.checkHostname()) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        return new TlsTerms(context, parameters);
    }

    /**
     * For a client of HTTP, which asks for a check of the host name itself, which is passed over where that is
     * off. Another one when the files have changed; until then always the same.
     */
    public SSLContext context() {
        return current().context();
    }

    /** The protocol versions and cipher suites for connections of {@link #context()}. */
    public static SSLParameters parameters(SSLContext context) {
        return parameters(context, true);
    }

    /** Whether a cipher suite may be used here, by the name that it is registered under. */
    public static boolean speaks(String cipherSuite) {
        return CIPHER_SUITES.contains(cipherSuite);
    }

    private static SSLParameters parameters(SSLContext context, boolean client) {
        SSLEngine engine = context.createSSLEngine(); // it alone tells what there is, and connects nothing
        engine.setUseClientMode(client);
        SSLParameters parameters = engine.getSSLParameters();
        List<String> there = Arrays.asList(engine.getSupportedCipherSuites());
        parameters.setProtocols(PROTOCOLS);
        parameters.setCipherSuites(
                CIPHER_SUITES.stream().filter(there::contains).toArray(String[]::new));
        return parameters;
    }

    /** What was read last, after a look at whether it is what the files hold. */
    private synchronized KeyMaterial current() {
        String now = fingerprint();
        if (!now.equals(seen)) {
            seen = now;
            reload();
        }
        return material;
    }

    private void reload() {
        try {
            material = KeyMaterial.read(settings, peer);
            String own = material.own()
                    .map(facts -> ": " + facts.subject() + ", expires " + facts.expiryText())
                    .orElse("");
            LOG.info("TLS of {}: the keys and certificates were read anew{}", name, own);
        } catch (KeyFileException e) {
            LOG.error(
                    "TLS of {}: the files have changed, but {}; what was read before stays in use",
                    name,
                    e.getMessage());
        }
    }

    /** Changes with the files: their sizes, times, and identities, since a rename leaves the time as it was. */
    private String fingerprint() {
        StringBuilder text = new StringBuilder();
        for (Path file : files) {
            try {
                text.append(Files.readAttributes(file, "size,lastModifiedTime,fileKey"))
                        .append('\n');
            } catch (IOException e) {
                text.append("missing\n");
            }
        }
        return text.toString();
    }
}
