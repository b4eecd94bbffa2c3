/**
 * The {@code sluice} command: what a person types, and what is printed for it.
 *
 * <p>{@link org.sluice.cli.Main} lists the commands and ends the process, as nothing else may.
 * {@link org.sluice.cli.Cli} runs one command line and turns whatever happens into an exit code and a sentence on
 * standard error; tests call it too. Each command is one class: {@code serve} and {@code demo} start the node,
 * {@code echo} and {@code send} are a small DICOM requestor, {@code inspect}, {@code identifiers} and {@code evaluate}
 * run a recipe over files, {@code recipe} works on recipes alone.
 *
 * <p>The decision worth knowing: commands over files never hold the list of files. {@link org.sluice.files.FileWalk} finds
 * them as it goes, {@link org.sluice.cli.OrderedWork} spreads them over all cores and gives the results back in order,
 * so that a million files need the memory of a hundred.
 */
@NullMarked
package org.sluice.cli;

import org.jspecify.annotations.NullMarked;
