package org.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.sluice.gateway.control.ControlClient;
import org.sluice.text.OneLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice queue list}. */
@Command(
        name = "list",
        description =
                "Lists each queue with counts, and what waits and is held in it: since when, how often it was tried since"
                        + " the start, and what came of that.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:listed", "1:the node does not say", "2:the command line makes no sense", "3:no node answers"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  sluice queue list", "  sluice queue list --destination archive --status C000H --json"})
final class QueueList implements Callable<Integer> {
    private final Console console;

    @Mixin
    private NodeCall node = new NodeCall();

    @Mixin
    private QueueSelection selection = new QueueSelection();

    @Option(
            names = "--limit",
            paramLabel = "NUMBER",
            description = "At most so many instances, up to 10000 (default: ${DEFAULT-VALUE}).")
    private int limit = 50;

    @Option(names = "--json", description = "Print what the node answers, as JSON.")
    private boolean json;

    QueueList(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (limit < 0) {
            throw new UsageFailure("--limit: expected a number from 0, found " + limit);
        }
        ObjectNode request = ControlClient.request("queue").put("act", "list").put("limit", limit);
        selection.addTo(request);
        JsonNode answer = node.ask(request);
        if (json) {
            console.out()
                    .println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(answer));
            return ExitCode.OK;
        }
        answer.path("destinations").forEach(one -> print(describe(one)));
        answer.path("instances").forEach(one -> print(line(one)));
        int more = answer.path("found").asInt() - answer.path("instances").size();
        if (more > 0) {
            print("and " + OneLine.count(more, "instance") + " more; --limit shows more of them");
        }
        return ExitCode.OK;
    }

    private void print(String line) {
        console.out().println(OneLine.of(line));
    }

    private static String describe(JsonNode queue) {
        List<String> kinds = new ArrayList<>();
        queue.path("failures")
                .properties()
                .forEach(kind -> kinds.add(kind.getValue().asInt() + " " + kind.getKey()));
        return queue.path("name").asText() + ": " + queue.path("waiting").asInt() + " waiting, "
                + queue.path("held").asInt() + " held"
                + (kinds.isEmpty() ? "" : " (failed: " + String.join(", ", kinds) + ")")
                + (queue.has("opensAt")
                        ? "; closed by its hours until " + queue.path("opensAt").asText()
                        : "")
                + (queue.path("configured").asBoolean() ? "" : "; not configured any more");
    }

    private static String line(JsonNode one) {
        String answered = (one.path("class").asText() + " " + one.path("status").asText()).strip();
        int tries = one.path("tries").asInt();
        return one.path("id").asText() + "  " + one.path("state").asText() + "  since "
                + one.path("since").asText() + "  "
                + one.path("sopInstanceUid").asText("(damaged)")
                + (tries == 0 ? "" : "  tried " + OneLine.count(tries, "time"))
                + (answered.isEmpty() ? "" : "  " + answered)
                + (one.path("words").asText().isEmpty()
                        ? ""
                        : "  " + one.path("words").asText());
    }
}
