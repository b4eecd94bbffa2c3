/**
 * Storage commitment, PS3.4 Annex J: {@link org.sluice.gateway.commitment.CommitmentNotes} notes what became of each instance,
 * {@link org.sluice.gateway.commitment.StorageCommitment} takes requests and answers them, each as the table in {@link
 * org.sluice.gateway.commitment.PendingCommitment} says, and {@link org.sluice.gateway.commitment.CommitmentPush} reads and
 * writes the data sets.
 *
 * <p>What was answered with Success is on the disk. Read {@code PendingCommitment} first.
 */
@NullMarked
package org.sluice.gateway.commitment;

import org.jspecify.annotations.NullMarked;
