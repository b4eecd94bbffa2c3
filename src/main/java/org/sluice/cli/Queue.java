package org.sluice.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code sluice queue}: what waits and is held in the queues of the running node, and what is to become of it. */
@Command(
        name = "queue",
        description =
                "Shows what waits and is held in the queues of the running node, and does something with it. Run it on"
                        + " the node's host, as the user of the service. An ID, such as archive/42, stays as it is until the instance"
                        + " leaves its queue.",
        subcommands = {
            QueueList.class,
            QueueShow.class,
            QueueAct.Retry.class,
            QueueAct.Hold.class,
            QueueAct.Skip.class,
            QueueAct.Drop.class,
            QueueAct.Move.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice queue list",
            "  sluice queue show archive/42",
            "  sluice queue retry --destination archive --class cannot-understand",
            "  sluice queue drop archive/42 --reason \"a test image\"",
            "  sluice queue move --destination old-archive --to archive"
        })
final class Queue implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new UsageFailure(
                "expected a command: list, show, retry, hold, skip, drop or move; see sluice queue --help");
    }
}
