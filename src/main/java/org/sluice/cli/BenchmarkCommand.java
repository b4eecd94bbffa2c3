package org.sluice.cli;

import picocli.CommandLine.Command;

/** {@code sluice benchmark}: how well instances are freed of whom they are about. */
@Command(
        name = "benchmark",
        description = "Makes sets of instances with answer keys, and scores what became of a set.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = MidiB.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice benchmark midi-b generate --seed 7 --patients 40 set/",
            "  sluice benchmark midi-b score --key set/answer-key.csv --original set/images --output clean/"
        })
final class BenchmarkCommand {}
