package org.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import org.sluice.gateway.control.ControlClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice notice}: whom a node tells what goes wrong. */
@Command(
        name = "notice",
        description = "Whom a node tells what goes wrong, by notices in the configuration.",
        subcommands = NoticeCommand.Trial.class,
        footerHeading = "%nExamples:%n",
        footer = "  sluice notice test")
final class NoticeCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new UsageFailure("expected a command: test; see sluice notice --help");
    }

    /** {@code sluice notice test}. */
    @Command(
            name = "test",
            description = "Has the running node send a notice for trial, with what is wrong now and \"test\": true.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:it was taken",
                "1:it was not, or none are configured",
                "2:the command line makes no sense",
                "3:no node answers"
            },
            footerHeading = "%nExamples:%n",
            footer = "  sluice notice test")
    static final class Trial implements Callable<Integer> {
        private final Console console;

        @Mixin
        private NodeCall node = new NodeCall();

        Trial(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            JsonNode answer = node.ask(ControlClient.request("notice"));
            console.out()
                    .println("the webhook has taken it, and answered "
                            + answer.path("status").asText());
            return ExitCode.OK;
        }
    }
}
