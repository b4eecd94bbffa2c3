/**
 * {@code conf/sluice.yaml} as immutable records, or as the list of everything that is wrong with it.
 *
 * <p>Start reading at {@link org.sluice.config.Configuration}: its sample shows every key, and its {@code read} method
 * names them in the same order. Each mapping of the file is a record of the same name ({@code listen} is {@link
 * org.sluice.config.ListenConfig}, {@code routes} is {@link org.sluice.config.RouteConfig}) that reads itself from a {@code
 * Section}: its keys, in the order of the file, are the record's components. {@link org.sluice.config.ConfigLoader} turns
 * YAML into the tree that sections are cut from, whose nodes know their line and column.
 *
 * <p>Reading never repairs a value and never stops at the first mistake. An unknown key, a value of the wrong kind, a
 * reference to nothing, or two routes of which the second can never be reached are all reported at once, as {@link
 * org.sluice.text.Problem}s: where it is, what was expected and what was found. {@code CrossChecks} holds what can only be
 * wrong between two parts.
 *
 * <p>Names follow the device description of PS3.15 Annex H where it has them: device, AE title, host name, port. TLS is that
 * of PS3.15 B.12, users that of PS3.7 D.3.3.7.
 */
@NullMarked
package org.sluice.config;

import org.jspecify.annotations.NullMarked;
