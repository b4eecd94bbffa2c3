/**
 * The recipe that may be the next one, tried beside the one in force: {@code shadow} of a route. What it says has no effect; where
 * the two differ is counted and kept with samples, so that somebody can look before it is promoted.
 *
 * <p>{@link org.sluice.gateway.shadow.ShadowTrial} compares one instance; {@link org.sluice.gateway.shadow.ShadowKeeper} has all
 * that was counted, in {@code shadow.json} of the data folder.
 */
@NullMarked
package org.sluice.gateway.shadow;

import org.jspecify.annotations.NullMarked;
