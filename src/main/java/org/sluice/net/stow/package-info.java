/**
 * STOW-RS, the Store transaction of the Studies service as a user agent: PS3.18 10.5. Part 10 files go as the parts of one
 * {@code multipart/related} message (PS3.18 8.6), and what became of each instance is read from the answer (PS3.18 Annex I).
 *
 * <p>Read {@link org.sluice.net.stow.StowClient} first: it sends one request and waits for its answer. {@link
 * org.sluice.net.stow.StowAnswer} has its status, and an {@link
 * org.sluice.net.stow.InstanceResult} for each instance.
 *
 * <p>The decision worth knowing: an instance counts as stored only when the answer says so of its SOP Instance UID, and says
 * nothing else of it. An answer that cannot be read, or does not name the instance, says nothing.
 */
@NullMarked
package org.sluice.net.stow;

import org.jspecify.annotations.NullMarked;
