/**
 * Our engine behind the seam {@code net}: it listens, connects, and speaks the DIMSE services (PS3.7) over the upper layer
 * (PS3.8).
 *
 * <p>Read {@link org.sluice.net.engine.SluiceEngine} first, the one class that others get to see, by way of {@link
 * org.sluice.net.Engine}; then {@code PortListener} for the receiving side, {@code StoreScu} and {@code NormalizedScu} for the
 * sending one. Below lie {@code association}, the upper layer with its
 * state machine; {@code pdu}, the PDUs that it exchanges; and {@code dimse}, the command sets inside them.
 *
 * <p>The decision worth knowing: an accepted association has a thread of its own, which reads, calls the handler and writes the
 * answer; whatever a peer does can delay nobody but itself.
 */
package org.sluice.net.engine;
