/**
 * One association over one connection: the state machine, its timers, negotiation, and the fragments of P-DATA-TF. It is the
 * upper layer protocol of PS3.8 9.2 and 9.3.
 *
 * <p>Read {@link org.sluice.net.engine.association.TransitionTable} first: it is Table 9-10 of the standard, laid out as
 * printed. {@link org.sluice.net.engine.association.UpperLayer} is what a user of an association calls. Behind it {@code
 * PduInput} turns what the {@link org.sluice.net.engine.association.Transport} brings into events; {@code ProtocolMachine}
 * looks the action up and performs it; each action returns the next state, which is written nowhere else. {@code PduOutput}
 * writes.
 *
 * <p>The decision worth knowing: reads and writes block, and one thread serves an association. The lock of the state machine
 * is held for decisions only, never while something is written. Timers do not poll: a {@link
 * org.sluice.net.engine.association.Watchdog} that all associations share shuts the input of a connection whose time is
 * up. This wakes its reader, which then does what the table says. So a read costs one system call, and no more, and
 * tests move the time by hand.
 */
package org.sluice.net.engine.association;
