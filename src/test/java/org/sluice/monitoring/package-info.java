/**
 * The dashboard, the rules and the alerts under {@code docker/}, held against a real Prometheus that scrapes a real node.
 * Start with {@link org.sluice.monitoring.QueriesTest}.
 */
@NullMarked
package org.sluice.monitoring;

import org.jspecify.annotations.NullMarked;
