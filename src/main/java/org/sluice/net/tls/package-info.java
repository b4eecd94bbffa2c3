/**
 * Keys, certificates and trust of TLS: from files to contexts, and from handshakes that failed to words: PS3.15 B.12.
 *
 * <p>Read {@link org.sluice.net.tls.TlsContext} first: it makes the engine of each connection from the files that
 * {@link org.sluice.net.tls.TlsSettings} names, and reads the files anew when they have changed.
 * {@link org.sluice.net.tls.Handshakes} turns the many ways in which the platform reports a failed handshake into a
 * {@link org.sluice.net.tls.TlsFailure} and a sentence that an operator can act on.
 *
 * <p>The decision worth knowing: nothing here reads or writes a connection, so that the engine of
 * {@code net.engine.association} stays the only one that does; and nothing is said about a peer's certificate but its names,
 * its issuer and its dates.
 */
package org.sluice.net.tls;
