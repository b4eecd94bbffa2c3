package org.sluice.config;

/**
 * Where metrics, health and the page are served.
 *
 * @param port TCP port, 0 to 65535; 0 lets the operating system choose one
 * @param bind the local address or host name
 */
public record HttpConfig(int port, String bind) {}
