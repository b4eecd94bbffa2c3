package org.sluice.net.stow;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.sluice.net.tls.TlsContext;

/**
 * How a server is reached.
 *
 * @param studies the URL of the Studies resource, PS3.18 10.1: http, or https with {@code tls}
 * @param tls present for https
 * @param connect for the TCP connection, and as long again for TLS on it
 * @param stall for the server to take the next piece of a request
 * @param answer for all of the answer, once the request has been sent
 */
public record StowOptions(
        URI studies,
        Optional<TlsContext> tls,
        Authorization authorization,
        Duration connect,
        Duration stall,
        Duration answer) {}
