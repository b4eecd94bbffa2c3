/**
 * What a person sees of the queues and the quarantine of a node, and does with what is in them: over the control socket, or, for the
 * quarantine of a node that is stopped, in the process of the command. It implements no clause of the standard.
 *
 * <p>{@link org.sluice.gateway.desk.QuarantineVerb} is for the quarantine: {@code HeldActs} does it, and what it lets go takes the road
 * of a clean instance. For the queues read {@link org.sluice.gateway.desk.QueueVerb} first: it reads what is asked. {@code QueueActs} does it, one instance after
 * the other: each is taken from its queue before, so that no delivery has it meanwhile.
 *
 * <p>Over HTTP {@link org.sluice.gateway.desk.Desk} is asked: the same verbs, for those who may, of whom {@link
 * org.sluice.gateway.desk.DeskRights} says what.
 */
@NullMarked
package org.sluice.gateway.desk;

import org.jspecify.annotations.NullMarked;
