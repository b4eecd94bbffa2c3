/**
 * The ledger: a durable account of every instance that a node has received, for each of its destinations. Whatever came is in
 * one place: delivered, quarantined, refused, waiting, held, rejected or dropped.
 *
 * <p>Read {@link org.sluice.ledger.Ledger} first: what those say who do something with an instance. {@link
 * org.sluice.ledger.BufferedLedger} takes that down without a lock and without a disk, and writes it a moment later. The files of
 * the spool and of the quarantine are the truth: {@link org.sluice.ledger.Rebuild} brings the ledger in line with them at each
 * start, and {@link org.sluice.ledger.LedgerCheck} compares the two. No value of a patient is in it: UIDs as they were received, AE
 * titles, times and sizes.
 */
@NullMarked
package org.sluice.ledger;

import org.jspecify.annotations.NullMarked;
