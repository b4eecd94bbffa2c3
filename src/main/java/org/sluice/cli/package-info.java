/**
 * The {@code sluice} command: what a person types, and what is printed for it. README lists the commands.
 *
 * <p>Read {@link org.sluice.cli.Main} first: it lists the commands, and ends the process, as nothing else may. {@link
 * org.sluice.cli.Cli} runs one command line and turns whatever happens into an exit code and a sentence on standard error;
 * tests call it too. Each command is one class. {@code serve} and {@code demo} start the node. {@code status}
 * asks one that runs. {@code echo} and {@code send}
 * are a Verification SCU (PS3.4 Annex A) and a Storage SCU (PS3.4 Annex B). {@code inspect}, {@code identifiers} and {@code
 * evaluate} run a recipe over files. {@code recipe} works on recipes alone.
 *
 * <p>The decision worth knowing: a command over files never holds the list of files. {@link org.sluice.files.FileWalk} finds
 * them as it goes. {@link org.sluice.cli.OrderedWork} spreads them over all cores and gives the results back in order. A
 * million files need the memory of a hundred.
 */
@NullMarked
package org.sluice.cli;

import org.jspecify.annotations.NullMarked;
