package org.sluice.config;

import java.util.Optional;

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
}
