/**
 * What operators see: {@link org.sluice.gateway.meters.Meters} holds every metric of the node, in one class for each thing that
 * is counted: associations, instances, destinations, storage commitment, the node. {@link
 * org.sluice.gateway.meters.InstanceLog} has the line for each instance. No label and no line ever holds a patient's value.
 *
 * <p>A new metric is a line in the class of its thing, with its name as Prometheus sees it and a help text; a row of README's
 * table has to name it, too. What is counted for each instance is a field of an object that its association holds.
 */
@NullMarked
package org.sluice.gateway.meters;

import org.jspecify.annotations.NullMarked;
