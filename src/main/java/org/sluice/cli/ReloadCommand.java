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

/** {@code sluice reload}: has the running node read its configuration again. */
@Command(
        name = "reload",
        description =
                "Has the running node read its configuration, recipes and tables again, as SIGHUP does. What is wrong is refused"
                        + " with all that is wrong, and all stays as it is. Routes, recipes, variables, tables and users change;"
                        + " of what else has changed it is said that it needs a restart. An association ends under the recipe"
                        + " that it began with.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:in force, or nothing is wrong with it",
            "1:refused",
            "2:the command line makes no sense",
            "3:no node answers"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  sluice reload --check", "  sluice reload"})
final class ReloadCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private NodeCall node = new NodeCall();

    @Option(names = "--check", description = "Only say what is wrong, and what would need a restart.")
    private boolean check;

    @Option(names = "--json", description = "Print what the node answers, as JSON.")
    private boolean json;

    ReloadCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        JsonNode answer = node.ask(ControlClient.request("reload").put("check", check));
        boolean refused = !answer.path("problems").isEmpty();
        if (json) {
            console.out()
                    .println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(answer));
            return refused ? ExitCode.PROBLEM : ExitCode.OK;
        }
        for (JsonNode problem : answer.path("problems")) {
            problem.asText().lines().forEach(line -> console.error(OneLine.inColumns(line)));
        }
        if (refused) {
            console.error("error: refused; the configuration before stays in force");
            return ExitCode.PROBLEM;
        }
        answer.path("needRestart")
                .forEach(key -> console.out().println(OneLine.of(key.asText()) + " has changed, and needs a restart"));
        console.out()
                .println(check ? "ok: nothing is wrong" : "ok: the routes, recipes, tables and users are in force");
        return ExitCode.OK;
    }
}
