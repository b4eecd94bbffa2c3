/**
 * One association over one connection: the state machine, its timers, negotiation, and the fragments of P-DATA-TF:
 * PS3.8 9.2 and 9.3.5.
 *
 * <p>Read {@link org.sluice.net.engine.association.TransitionTable} first: it is Table 9-10 of the standard, laid out as
 * printed. {@link org.sluice.net.engine.association.UpperLayer} turns what the {@link
 * org.sluice.net.engine.association.Transport} brings and what the local user wants into events, looks the action up and
 * performs it; each action returns the next state, which is written nowhere else.
 *
 * <p>The decision worth knowing: reads and writes block, and one thread serves an association. Timers do not poll: a
 * {@link org.sluice.net.engine.association.Watchdog} shared by all associations shuts the input of a connection whose time is
 * up, which wakes its reader, who then does what the table says. So a read costs one system call, and no more, and
 * tests move the time by hand.
 */
package org.sluice.net.engine.association;
