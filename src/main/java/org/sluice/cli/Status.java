package org.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.sluice.gateway.control.ControlClient;
import org.sluice.text.OneLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice status}: what passed today, what waits, what is held and what is wrong, as the running node says. */
@Command(
        name = "status",
        description =
                "Asks the running node what passed today and in the last hour, what waits, what is held, and what is"
                        + " wrong. Run it on the node's host, as the user of the service.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing is wrong",
            "1:something is wrong, or the node does not say",
            "2:the command line makes no sense",
            "3:no node answers"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice status",
            "  sudo -u sluice sluice status --conf /srv/sluice/sluice.yaml",
            "  sluice status --json | jq '.destinations[] | {name, waiting, held}'"
        })
final class Status implements Callable<Integer> {
    private final Console console;

    @Mixin
    private NodeCall node = new NodeCall();

    @Option(names = "--json", description = "Print JSON, with the keys that docs/monitoring.md lists.")
    private boolean json;

    Status(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        JsonNode answer = node.ask(ControlClient.request("status"));
        JsonNode status = answer.path("status");
        if (json) {
            console.out()
                    .println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(status));
        } else {
            answer.path("lines").forEach(line -> console.out().println(OneLine.of(line.asText())));
        }
        boolean fine = status.path("ready").asBoolean() && status.path("wrong").isEmpty();
        return fine ? ExitCode.OK : ExitCode.PROBLEM;
    }
}
