/**
 * What a route is, and what it decides: who may use it (PS3.8 9.3.4 has the reasons for a rejection), which recipe its
 * instances run through, and what then becomes of each.
 *
 * <p>{@link org.sluice.gateway.route.RoutePolicy} picks the route of an association; {@link org.sluice.gateway.route.Route}
 * makes an {@link org.sluice.gateway.route.InstanceDecision} of an instance. Read {@code Route} first.
 */
@NullMarked
package org.sluice.gateway.route;

import org.jspecify.annotations.NullMarked;
