package org.sluice.gateway.archive;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sluice.config.ConfigException;
import org.sluice.config.Configuration;
import org.sluice.config.DestinationConfig;
import org.sluice.config.ListenConfig;
import org.sluice.config.Places;
import org.sluice.config.TlsConfig;
import org.sluice.net.tls.KeyFileException;
import org.sluice.net.tls.Secret;
import org.sluice.net.tls.TlsContext;
import org.sluice.net.tls.TlsSettings;
import org.sluice.net.tls.TlsSettings.ClientAuthentication;
import org.sluice.net.tls.TlsSettings.TrustSource;
import org.sluice.text.Log;
import org.sluice.text.Problem;
import org.sluice.text.Span;

/** The TLS of each listener, of HTTP, and of each destination that has it. */
public final class TlsContexts {
    private static final Log LOG = Log.of(TlsContexts.class);

    private final Map<ListenConfig, TlsContext> listeners = new LinkedHashMap<>();
    private final Map<String, TlsContext> destinations = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Places places;
    private @Nullable TlsContext http;

    /**
     * Reads the keys and certificates.
     *
     * @throws ConfigException with every file that cannot be used
     */
    public TlsContexts(Configuration configuration) throws ConfigException {
        places = configuration.places();
        for (ListenConfig listen : configuration.listen()) {
            listen.tls().ifPresent(tls -> {
                TlsContext context = context("port " + listen.port(), "the client", tls);
                if (context != null) {
                    listeners.put(listen, context);
                }
            });
        }
        configuration.http().tls().ifPresent(tls -> http = context("http", "the client", tls));
        for (DestinationConfig destination : configuration.destinations().values()) {
            if (destination instanceof DestinationConfig.Archive archive) {
                tls(archive).ifPresent(tls -> add(archive.name(), "archive", tls));
            } else if (destination instanceof DestinationConfig.Stow server) {
                server.more().tls().ifPresent(tls -> add(server.name(), "server", tls));
                noteCleartext(server);
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        notes.forEach(LOG::warn);
    }

    /** One that the directory knows may be called over TLS whenever that says so. */
    private Optional<TlsConfig> tls(DestinationConfig.Archive archive) {
        return archive.tls().isEmpty() && archive.isFromDirectory()
                ? Optional.of(TlsConfig.ofPlatform(new Span(places.file(), 1, 1)))
                : archive.tls();
    }

    /**
     * The TLS of something else that is called.
     *
     * @param name what it is the TLS of, for the log
     * @param peer how messages call the other side
     * @throws KeyFileException one of the files is missing or wrong
     */
    public static TlsContext of(String name, String peer, TlsConfig tls) throws KeyFileException {
        return new TlsContext(name, peer, settings(tls));
    }

    private void add(String destination, String kind, TlsConfig tls) {
        TlsContext context = context("destination " + destination, "the " + kind, tls);
        if (context != null) {
            destinations.put(destination, context);
        }
        if (!tls.hostnameCheck()) {
            notes.add("destination " + destination + ": hostname-check is off: whoever has any certificate that is"
                    + " trusted can pass for this " + kind);
        }
    }

    private void noteCleartext(DestinationConfig.Stow server) {
        if (server.more().tls().isEmpty() && server.more().authorization().isPresent()) {
            notes.add("destination " + server.name() + ": cleartext is allowed: whoever is on the way can read the"
                    + " password or token");
        }
    }

    private @Nullable TlsContext context(String name, String peer, TlsConfig tls) {
        try {
            return new TlsContext(name, peer, settings(tls));
        } catch (KeyFileException e) {
            problems.add(places.errorAt(tls.at(), "tls of " + name + ": " + e.getMessage()));
            return null;
        }
    }

    private static TlsSettings settings(TlsConfig tls) {
        ClientAuthentication clients =
                switch (tls.clients()) {
                    case NONE -> ClientAuthentication.NONE;
                    case WANT -> ClientAuthentication.WANT;
                    case NEED -> ClientAuthentication.NEED;
                };
        return new TlsSettings(
                tls.keys().map(TlsContexts::keys),
                tls.trust().map(file -> new TrustSource(file, secret(tls.trustPassword()))),
                clients,
                tls.hostnameCheck());
    }

    private static TlsSettings.KeySource keys(TlsConfig.Keys keys) {
        if (keys instanceof TlsConfig.PemKeys pem) {
            return new TlsSettings.Pem(pem.key(), pem.certificate(), secret(pem.password()));
        }
        TlsConfig.KeyStore store = (TlsConfig.KeyStore) keys;
        return new TlsSettings.Pkcs12(store.store(), secret(store.password()));
    }

    private static Secret secret(TlsConfig.Password password) {
        Optional<Path> file = password.file();
        if (file.isPresent()) {
            return new Secret.InFile(file.get());
        }
        return password.variable().<Secret>map(Secret.InEnvironment::new).orElse(Secret.NONE);
    }

    /** What a listener shows to those who call; empty without TLS. */
    public Optional<TlsContext> of(ListenConfig listen) {
        return Optional.ofNullable(listeners.get(listen));
    }

    /** What the port for HTTP shows; empty without TLS. */
    public Optional<TlsContext> http() {
        return Optional.ofNullable(http);
    }

    /** What an archive or a server is called with; empty without TLS. */
    public Optional<TlsContext> of(DestinationConfig destination) {
        return Optional.ofNullable(destinations.get(destination.name()));
    }

    /** What is configured less safe than it could be, in words. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /** All of them. */
    public Collection<TlsContext> all() {
        List<TlsContext> all = new ArrayList<>(listeners.values());
        all.addAll(destinations.values());
        http().ifPresent(all::add);
        return all;
    }
}
