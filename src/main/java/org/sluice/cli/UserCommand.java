package org.sluice.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code sluice user}: who may sign in at the node's page and its interface over HTTP. */
@Command(
        name = "user",
        description =
                "Who may sign in at the node's page and its interface over HTTP: adds, lists and removes those in users.yaml of the"
                        + " node's data folder. A running node knows of it after \"sluice reload\".",
        subcommands = {UserAct.Add.class, UserAct.Show.class, UserAct.Remove.class},
        footerHeading = "%nExamples:%n",
        footer = {"  sluice user add alice --role admin", "  sluice user list", "  sluice user remove alice"})
final class UserCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new UsageFailure("expected a command: add, list or remove; see sluice user --help");
    }
}
