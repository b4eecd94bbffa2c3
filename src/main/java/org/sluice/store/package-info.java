/**
 * What must survive a crash: the spool, the quarantine with its reason log, and the key files. Files only; no network,
 * no recipe, no data set.
 *
 * <p>The directory listing is the truth. A flagged instance is written under {@code incoming}, forced to disk, moved to
 * its place, and the place's directory is forced too; only then does {@code commit} return, and only then may a C-STORE
 * be answered Success. A clean one is written into a file whose name under {@code incoming} is on the disk beforehand, so
 * that one force is enough; its preamble says whether it is whole. What stands in a queue's directory is waiting. At start
 * whole files under {@code incoming} go to the queues in which they are not; the others were never promised to anybody
 * and are removed.
 *
 * <p>{@link org.sluice.store.Spool} keeps one queue per destination and holds the clean instances until the
 * destination has them (at least once). {@link org.sluice.store.Quarantine} keeps the flagged ones, each with a JSON
 * file that says why, and one append-only log. {@link org.sluice.store.CommitmentLedger} and
 * {@link org.sluice.store.CommitmentRequests} know what senders may ask later. Start reading at {@code Spool.commit}.
 * Every change of the file system goes through the package-private {@code Disk}, so that the tests can fail or cut each of them.
 */
@NullMarked
package org.sluice.store;

import org.jspecify.annotations.NullMarked;
