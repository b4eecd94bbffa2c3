package org.sluice.config;

import java.util.Optional;

/**
 * Where metrics, health and the page are served.
 *
 * @param port TCP port, 0 to 65535; 0 lets the operating system choose one
 * @param bind the local address or host name
 */
public record HttpConfig(int port, String bind) {

    private static final int PORT = 8080;

    static final HttpConfig DEFAULT = new HttpConfig(PORT, Section.LOOPBACK);

    static HttpConfig read(Section section) {
        section.only("port", "bind");
        return new HttpConfig(
                section.number("port", PORT, 0, 65_535), section.host("bind", Optional.of(Section.LOOPBACK)));
    }
}
