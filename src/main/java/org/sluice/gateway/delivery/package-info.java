/**
 * From the spool to the destinations: one {@link org.sluice.gateway.delivery.Forwarder} for each destination takes instances
 * from its queue, and removes each only when the destination has it. A {@link org.sluice.gateway.delivery.Delivery} says how a
 * kind of destination is reached: an archive by C-STORE (PS3.4 B.2), a DICOMweb server by STOW-RS
 * (PS3.18 10.5), a folder by files (PS3.10), or the first of several.
 *
 * <p>Read {@code Forwarder} first. A new kind of destination is a new {@code Delivery}.
 */
@NullMarked
package org.sluice.gateway.delivery;

import org.jspecify.annotations.NullMarked;
