package org.sluice.config;

/**
 * A network connection that accepts associations.
 *
 * @param port TCP port, 0 to 65535; 0 lets the operating system choose one
 * @param bind the local address or host name
 */
public record ListenConfig(int port, String bind) {}
