package org.sluice.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code sluice directory}: what the hospital's directory of devices says. */
@Command(
        name = "directory",
        description =
                "Asks the directory of the configuration (PS3.15 Annex H) for devices, and says where the archives are that"
                        + " have from: directory.",
        subcommands = {DirectoryShow.class, DirectoryCheck.class},
        footerHeading = "%nExamples:%n",
        footer = {"  sluice directory show", "  sluice directory check --conf /etc/sluice/sluice.yaml"})
final class DirectoryCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new UsageFailure("expected a command: show or check; see sluice directory --help");
    }
}
