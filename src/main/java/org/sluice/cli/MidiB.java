package org.sluice.cli;

import picocli.CommandLine.Command;

/** {@code sluice benchmark midi-b}: the benchmark of the U.S. National Cancer Institute. */
@Command(
        name = "midi-b",
        description =
                "The Medical Image De-Identification Benchmark of the U.S. National Cancer Institute: sets of our own in"
                        + " its manner, and scores of any set of which there is an answer key.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {MidiBGenerate.class, MidiBScore.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice benchmark midi-b generate --seed 7 --patients 40 set/",
            "  sluice benchmark midi-b score --key midi.db --uids uids.csv --patient-ids patids.csv --output clean/"
        })
final class MidiB {}
