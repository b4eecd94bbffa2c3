package org.sluice.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.sluice.benchmark.SyntheticSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice benchmark midi-b generate}: a set of people that nobody is, with its answer key. */
@Command(
        name = "generate",
        description = {
            "Makes instances of eight modalities about people that nobody is, with names, addresses, phone numbers and identifiers"
                    + " planted in free text, items, private elements and pixels, and the answer key of what has to become"
                    + " of each element.",
            "",
            "Below FOLDER: images/ with the instances, answer-key.csv. The same seed makes the same set.",
        },
        footerHeading = "%nExamples:%n",
        footer = "  sluice benchmark midi-b generate --seed 7 --patients 40 set/")
final class MidiBGenerate implements Callable<Integer> {
    private static final int MOST_PATIENTS = 100_000;

    private final Console console;

    @Option(names = "--seed", paramLabel = "NUMBER", defaultValue = "1", description = "Which set (default: 1).")
    private long seed;

    @Option(
            names = "--patients",
            paramLabel = "NUMBER",
            defaultValue = "40",
            description = "How many patients, each with four instances (default: 40).")
    private int patients;

    @Parameters(paramLabel = "FOLDER", description = "Where the set goes; a folder that is not there yet, or empty.")
    private Path folder = Path.of("");

    MidiBGenerate(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (patients < 1 || patients > MOST_PATIENTS) {
            throw new UsageFailure("--patients: expected 1 to " + MOST_PATIENTS + ", found " + patients);
        }
        if (Files.exists(folder.resolve(SyntheticSet.IMAGES)) || Files.exists(folder.resolve(SyntheticSet.KEY))) {
            throw new UsageFailure("expected a folder without a set, found " + folder);
        }
        SyntheticSet.Size size = SyntheticSet.make(folder, seed, patients);
        console.out().print(size.instances() + " instances, " + size.answers() + " answers in " + folder + "\n");
        return ExitCode.OK;
    }
}
