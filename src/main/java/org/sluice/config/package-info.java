/**
 * {@code conf/sluice.yaml} as immutable records, or as the list of everything that is wrong with it.
 *
 * <p>{@link org.sluice.config.ConfigLoader} reads the YAML as a tree of nodes that know their line and column, and
 * turns it into a {@link org.sluice.config.Configuration}. It never repairs and never stops at the first mistake: an
 * unknown key, a value of the wrong kind, a reference to nothing, two routes of which the second can never be reached
 * are all {@link org.sluice.text.Problem}s, reported at once with file:line:column, what was found and what was
 * expected. Records check nothing that only the loader can report well; they are what it has found to be right.
 *
 * <p>Names follow PS3.15 Annex H where it has them: device, AE title, host name, port. Start reading at
 * {@code Configuration}: the sample there shows every key.
 */
@NullMarked
package org.sluice.config;

import org.jspecify.annotations.NullMarked;
