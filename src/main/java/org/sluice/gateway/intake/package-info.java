/**
 * The road of an instance that arrives (PS3.4 B.2): {@link org.sluice.gateway.intake.Intake} reads its header while the rest is
 * on the wire, the route decides, and one of these takes it to its place: {@link org.sluice.gateway.intake.ArrivalWriter} into the spool
 * or the quarantine, {@link org.sluice.gateway.intake.CutThrough} straight to the archive, {@link
 * org.sluice.gateway.intake.DeferredDecision} to the disk first, where all of it is needed for the decision.
 *
 * <p>Read {@code Intake} first. Every exception on this road ends there: as a quarantine entry, or as a failure status.
 */
@NullMarked
package org.sluice.gateway.intake;

import org.jspecify.annotations.NullMarked;
