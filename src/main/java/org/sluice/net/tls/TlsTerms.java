package org.sluice.net.tls;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * What a connection is made with. How it is made of that, with sockets or without, is a matter of the engine.
 *
 * @param context keys and trust
 * @param parameters protocol versions, cipher suites, and what is asked of the other side; for one connection
 */
public record TlsTerms(SSLContext context, SSLParameters parameters) {}
