package org.sluice.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code sluice crosswalk}: what is needed to write down who became whom. */
@Command(
        name = "crosswalk",
        description = "Makes the keys for a crosswalk, which says who became whom: \"sluice reidentify\" reads it.",
        subcommands = CrosswalkKey.class,
        footerHeading = "%nExamples:%n",
        footer = "  sluice crosswalk key --out trustee")
final class CrosswalkCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new UsageFailure("expected a command: key; see sluice crosswalk --help");
    }
}
