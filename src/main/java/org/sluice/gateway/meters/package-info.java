/**
 * What operators see: {@link org.sluice.gateway.meters.Meters} holds every metric of the node, {@link
 * org.sluice.gateway.meters.InstanceLog} the line for each instance. No label and no line ever holds a patient's value.
 */
@NullMarked
package org.sluice.gateway.meters;

import org.jspecify.annotations.NullMarked;
