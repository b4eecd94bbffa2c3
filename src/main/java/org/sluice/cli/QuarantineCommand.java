package org.sluice.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code sluice quarantine}: what was flagged or could not be filtered, and what a person decides about it. */
@Command(
        name = "quarantine",
        description =
                "What is in the quarantine, and what becomes of it. Asks the running node, or works on its folders when it is"
                        + " stopped. Run it on the node's host, as the user of the service; in its working directory no option"
                        + " is needed.",
        subcommands = {
            HeldList.class,
            HeldShow.class,
            HeldOpen.class,
            HeldAct.Release.class,
            HeldAct.Reject.class,
            HeldAct.Reevaluate.class,
            HeldAct.Purge.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice quarantine list",
            "  sluice quarantine show 1.2.840.1.5",
            "  sluice quarantine release 1.2.840.1.5 --reason \"nothing burned in, seen by J. Doe\"",
            "  sluice quarantine reject --all --section blacklist --since 24h --reason \"burned in\"",
            "  sluice quarantine release --all --line ct.deid:88 --reason \"line 88 was wrong\" --yes"
        })
final class QuarantineCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new UsageFailure("expected a command: list, show, open, release, reject, reevaluate or purge; see"
                + " sluice quarantine --help");
    }
}
