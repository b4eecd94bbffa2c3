package org.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.sluice.gateway.control.ControlClient;
import org.sluice.text.OneLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice queue show}. */
@Command(
        name = "show",
        description = "Shows all that is known of one instance that waits or is held.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:shown",
            "1:there is none with this ID",
            "2:the command line makes no sense",
            "3:no node answers"
        },
        footerHeading = "%nExamples:%n",
        footer = "  sluice queue show archive/42")
final class QueueShow implements Callable<Integer> {
    private final Console console;

    @Mixin
    private NodeCall node = new NodeCall();

    @Parameters(paramLabel = "ID", description = "As list shows it: archive/42.")
    private String id = "";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    QueueShow(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        ObjectNode request = ControlClient.request("queue").put("act", "show");
        request.putArray("ids").add(id);
        JsonNode one = node.ask(request).path("instances").path(0);
        if (json) {
            console.out()
                    .println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(one));
        } else {
            one.properties().forEach(field -> {
                if (!field.getValue().asText().isEmpty()) {
                    console.out()
                            .println(OneLine.of(
                                    field.getKey() + ": " + field.getValue().asText()));
                }
            });
        }
        return ExitCode.OK;
    }
}
