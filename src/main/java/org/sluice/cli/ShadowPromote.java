package org.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import org.sluice.gateway.control.ControlClient;
import org.sluice.text.OneLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice shadow promote}. */
@Command(
        name = "promote",
        description =
                "Puts the shadow of a route in force: the file of its recipe gets the shadow's text, and the node reads its"
                        + " configuration again. The former text stays beside it, under its name and the beginning of its SHA-256."
                        + " What is refused leaves everything as it was. Who did it and why is in the record of decisions.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:in force", "1:refused", "2:the command line makes no sense", "3:no node answers"},
        footerHeading = "%nExamples:%n",
        footer = {"  sluice shadow promote CT_GATE --reason \"a week without a false alarm\""})
final class ShadowPromote implements Callable<Integer> {
    private final Console console;

    @Mixin
    private NodeCall node = new NodeCall();

    @Parameters(paramLabel = "ROUTE", description = "The called AE title of the route.")
    private String route = "";

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; it is kept.")
    private String reason = "";

    ShadowPromote(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        JsonNode answer = node.ask(ControlClient.request("shadow")
                .put("act", "promote")
                .put("route", route)
                .put("reason", reason));
        console.out()
                .println(OneLine.of("ok: in force on route " + route + "; the former text is "
                        + answer.path("formerText").asText()));
        return ExitCode.OK;
    }
}
