/**
 * The node: starts everything, stops it, and admits associations. The rooms below it do the work.
 *
 * <p>The road of one instance: {@link org.sluice.gateway.Admissions} accepts the association for a {@link
 * org.sluice.gateway.route.Route}; {@link org.sluice.gateway.intake.Intake} receives the instance, lets the route decide, and
 * writes it to the spool or the quarantine, or sends it straight to the archive; only then is Success answered. {@link
 * org.sluice.gateway.delivery.Forwarder} empties the spool.
 *
 * <p>{@link org.sluice.gateway.Preparation} tries all that a start needs, and finds everything that is wrong with it at once.
 *
 * <p>Read {@link org.sluice.gateway.Node} first, then {@code Intake}. The one decision worth knowing: what cannot be decided or
 * edited goes to the quarantine, never onward.
 */
@NullMarked
package org.sluice.gateway;

import org.jspecify.annotations.NullMarked;
