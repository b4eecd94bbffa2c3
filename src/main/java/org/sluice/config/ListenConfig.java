package org.sluice.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A network connection that accepts associations.
 *
 * @param port TCP port, 0 to 65535; 0 lets the operating system choose one
 * @param bind the local address or host name
 * @param tls present when every connection begins with a TLS handshake
 */
public record ListenConfig(int port, String bind, Optional<TlsConfig> tls) {

    /** Without TLS. */
    public ListenConfig(int port, String bind) {
        this(port, bind, Optional.empty());
    }

    /** Whether both would bind the same port of the same address. */
    boolean collidesWith(ListenConfig other) {
        return port != 0 && port == other.port && bind.equals(other.bind);
    }

    static List<ListenConfig> readAll(Section top) {
        List<ListenConfig> listen = new ArrayList<>();
        for (Node item : top.list("listen")) {
            Section section = top.section(item, "listen").only("port", "bind", "tls");
            ListenConfig connection = new ListenConfig(
                    section.port(0),
                    section.host("bind", Optional.of(Section.LOOPBACK)),
                    section.section("tls").map(TlsConfig::ofListener));
            if (listen.stream().anyMatch(connection::collidesWith)) {
                top.report(
                        section.at("port"),
                        "listen: port " + connection.port() + " on " + connection.bind() + " is there twice");
            }
            listen.add(connection);
        }
        return listen;
    }
}
