package org.sluice.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where metrics, health, the page and its interface are served, and to whom.
 *
 * @param port TCP port, 0 to 65535; 0 lets the operating system choose one
 * @param bind the local address or host name
 * @param tls present when it is HTTPS
 * @param metricsOpen whether metrics are shown to whoever asks; else for a token, or for users
 * @param withoutLogin what somebody on this host may do without signing in; empty when nothing is said
 * @param users who may sign in, by name, besides those of the file in the data folder
 */
public record HttpConfig(
        int port,
        String bind,
        Optional<TlsConfig> tls,
        boolean metricsOpen,
        Optional<DeskRole> withoutLogin,
        Map<String, OperatorConfig> users) {

    private static final int PORT = 8080;
    private static final String NOBODY = "nobody";

    static final HttpConfig DEFAULT = new HttpConfig(PORT, Section.LOOPBACK);

    /** Keeps its own copy of the users, in their order. */
    public HttpConfig {
        users = Collections.unmodifiableMap(new LinkedHashMap<>(users));
    }

    /** With nothing said about who may. */
    public HttpConfig(int port, String bind) {
        this(port, bind, Optional.empty(), true, Optional.empty(), Map.of());
    }

    /** This one with other users. */
    HttpConfig with(Map<String, OperatorConfig> others) {
        return new HttpConfig(port, bind, tls, metricsOpen, withoutLogin, others);
    }

    /** Whether nobody outside of this host reaches it. A name that cannot be looked up is taken for one of outside. */
    public boolean isLoopback() {
        try {
            return InetAddress.getByName(bind).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    static HttpConfig read(Section section) {
        section.only("port", "bind", "tls", "metrics", "without-login", "users");
        String who = section.word("without-login", List.of(NOBODY, "viewer", "reviewer", "admin"), NOBODY);
        HttpConfig http = new HttpConfig(
                section.number("port", PORT, 0, 65_535),
                section.host("bind", Optional.of(Section.LOOPBACK)),
                section.section("tls").map(TlsConfig::ofListener),
                section.word("metrics", List.of("open", "token"), "open").equals("open"),
                DeskRole.of(who),
                section.section("users").map(OperatorConfig::readAll).orElse(Map.of()));
        if (http.withoutLogin.isPresent() && !http.isLoopback()) {
            section.report(
                    section.at("without-login"),
                    "without-login: expected a bind that only this host reaches, such as 127.0.0.1, beside it, found "
                            + http.bind);
        }
        return http;
    }
}
