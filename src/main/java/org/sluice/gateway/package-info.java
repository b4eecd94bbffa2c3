/**
 * The node itself: routes that join the network, a recipe and the stores.
 *
 * <p>An instance's road is {@link org.sluice.gateway.Intake}: its header is read while the rest is on the wire, the
 * route's recipe decides, and the bytes go to the spool (with the recipe's edits) or to the quarantine (as they came).
 * Only then is Success answered. {@link org.sluice.gateway.Forwarder} empties the spool, one worker for each
 * destination. {@link org.sluice.gateway.CommitmentDesk} takes storage commitment requests, {@link
 * org.sluice.gateway.CommitmentWorker} answers them. {@link org.sluice.gateway.Node} starts and stops it all; read it first.
 *
 * <p>The one decision worth knowing: whatever cannot be decided or edited becomes quarantine, never forward. Every
 * exception on an instance's road ends in {@code Intake} as a quarantine entry or a failure status.
 */
@NullMarked
package org.sluice.gateway;

import org.jspecify.annotations.NullMarked;
