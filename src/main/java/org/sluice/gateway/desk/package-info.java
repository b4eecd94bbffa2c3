/**
 * What a person sees of the queues of a running node and does with what waits or is held in them, over the control socket. It
 * implements no clause of the standard.
 *
 * <p>Read {@link org.sluice.gateway.desk.QueueVerb} first: it reads what is asked. {@code QueueActs} does it, one instance after
 * the other: each is taken from its queue before, so that no delivery has it meanwhile.
 */
@NullMarked
package org.sluice.gateway.desk;

import org.jspecify.annotations.NullMarked;
