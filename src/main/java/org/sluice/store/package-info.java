/**
 * What must survive a crash: the spool, the quarantine with its reason log, the ledger of storage commitment, and the key
 * files. Files only: no network, no recipe, no data set.
 *
 * <p>Implements the promise behind a C-STORE response of Success (PS3.7 9.1.1, PS3.4 B.2.3): when {@code commit} returns, the
 * instance is on the disk and forced there. The ledger does the same for storage commitment, PS3.4 Annex J.
 *
 * <p>Read {@code Spool.commit} first. {@link org.sluice.store.Spool} has one queue for each destination and holds a clean
 * instance until the destination has it (at least once). {@link org.sluice.store.Quarantine} keeps a flagged one with a
 * JSON file that says why, and a line in one log that only grows. {@link org.sluice.store.CommitmentLedger} and {@link
 * org.sluice.store.CommitmentRequests} know what senders may ask later.
 *
 * <p>The decision worth knowing: the directory listing is the truth. A file in a queue's directory is waiting; there is no
 * index beside it. A flagged instance is written under {@code incoming}, forced, moved to its place, and then the directory
 * of the place is forced. A clean one is written into a file whose name under {@code incoming} was forced beforehand, so one
 * force is enough; its preamble says whether it is whole. At start, whole files under {@code incoming} go to the queues in
 * which they are missing. The others were never promised to anybody and are removed.
 *
 * <p>With a log of segments the heads of its instances are the truth, and the marks of what has left: {@code SegmentLog}. Read
 * {@code docs/spool.md} before it.
 *
 * <p>Every change of the file system goes through the package-private {@code Disk}, so that tests can make each of them fail.
 */
@NullMarked
package org.sluice.store;

import org.jspecify.annotations.NullMarked;
