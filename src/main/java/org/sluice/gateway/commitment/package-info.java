/**
 * Storage commitment, PS3.4 Annex J: {@link org.sluice.gateway.commitment.CommitmentNotes} notes what became of each instance,
 * {@link org.sluice.gateway.commitment.CommitmentDesk} takes the requests, {@link org.sluice.gateway.commitment.CommitmentWorker}
 * answers them, and {@link org.sluice.gateway.commitment.CommitmentPush} reads and writes the data sets of both.
 *
 * <p>What was answered with Success is on the disk. Read {@code CommitmentDesk} first.
 */
@NullMarked
package org.sluice.gateway.commitment;

import org.jspecify.annotations.NullMarked;
