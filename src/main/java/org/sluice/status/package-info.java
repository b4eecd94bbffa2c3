/**
 * How a node is, for people: what passed, what is held, what waits and what is wrong. It implements no clause of the standard.
 *
 * <p>Read {@link org.sluice.status.NodeStatus} first. {@code StatusJson} writes it as JSON; {@link
 * org.sluice.status.StatusReport} says it in words and tables, which the command line prints and the start page shows.
 *
 * <p>The decision worth knowing: all of it is names of the configuration, numbers and times. No value of a data set is among it,
 * and nothing that a peer sent.
 */
@NullMarked
package org.sluice.status;

import org.jspecify.annotations.NullMarked;
