/**
 * Who became whom: what stood in the attributes that name a patient and a study, and what stands there now. It is written for one
 * reader alone, the holder of a private key; what has written it cannot read it back. Each entry, or a few of them, is a message of
 * its own (CMS, RFC 5652 and 5083; PEM, RFC 7468), so that a file is added to without being read, and what is damaged in it is
 * the loss of one message.
 *
 * <p>Read {@link org.sluice.crosswalk.CrosswalkFile} first, which is what a node and the commands write; then {@link
 * org.sluice.crosswalk.CrosswalkReader}.
 *
 * <p>The decision worth knowing: an entry tells of a study, not of an instance, so that a file grows with studies. What was written
 * lately is known by its digest, in memory alone; after a restart an entry may be written once more, and is read once.
 */
@NullMarked
package org.sluice.crosswalk;

import org.jspecify.annotations.NullMarked;
