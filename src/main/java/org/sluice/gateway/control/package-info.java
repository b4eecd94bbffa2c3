/**
 * How a person on the node's own host asks it something while it runs: a Unix domain socket in {@code data}, for its owner alone.
 * One line of JSON is asked, one line is answered. It implements no clause of the standard.
 *
 * <p>Read {@link org.sluice.gateway.control.Verb} first: whatever can be asked is one class that implements it, and whoever
 * starts the node hands it to {@link org.sluice.gateway.control.ControlSocket}. Commands call {@link
 * org.sluice.gateway.control.ControlClient}; {@code ControlLine} has the form of what goes over the socket, for both.
 *
 * <p>The decision worth knowing: nothing here can keep the node from its work. Lines have a greatest length, each step has a
 * time limit, few are served at once, and the others wait. A node whose socket cannot be made says so and runs without.
 */
@NullMarked
package org.sluice.gateway.control;

import org.jspecify.annotations.NullMarked;
