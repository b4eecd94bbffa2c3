package org.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.sluice.gateway.StoppedNode;
import org.sluice.text.OneLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice audit}: what people have done with a node. */
@Command(
        name = "audit",
        description =
                "Shows what people have done with a node, the last first: acts and what came of them, looks at patient values,"
                        + " who has signed in and who was not let in, reloads, start and stop. Reads the files in the node's data"
                        + " folder, whether the node runs or not; run it as the user of the service. What was done with single"
                        + " instances of the quarantine is in reviews.tsv, too.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:shown", "1:nothing is there", "2:the command line makes no sense"},
        footerHeading = "%nExamples:%n",
        footer = {"  sluice audit", "  sluice audit --since \"7 d\"", "  sluice audit --since 2026-11-30 --json"})
final class AuditCommand implements Callable<Integer> {
    private final Console console;
    private final Clock clock = Clock.system(ZoneId.systemDefault());

    @Mixin
    private NodeCall node = new NodeCall();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Then or later: \"12 h\", \"7 d\", 2026-11-30 or 2026-11-30T14:00 (default: all).")
    private @Nullable String since;

    @Option(
            names = "--limit",
            paramLabel = "NUMBER",
            description = "At most so many are shown (default: ${DEFAULT-VALUE}).")
    private int limit = 1000;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    AuditCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Instant from = since == null ? Instant.EPOCH : LedgerTimes.since(since, clock);
        List<ObjectNode> entries = StoppedNode.audit(node.data(), from, Math.max(1, limit));
        if (json) {
            ObjectNode shown = JsonNodeFactory.instance.objectNode();
            shown.putArray("items").addAll(entries);
            console.out()
                    .println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(shown));
        } else {
            entries.forEach(entry -> console.out().println(OneLine.of(describe(entry), 4000)));
        }
        return entries.isEmpty() ? ExitCode.PROBLEM : ExitCode.OK;
    }

    private String describe(ObjectNode entry) {
        String from = entry.path("from").asText();
        StringBuilder line = new StringBuilder(time(entry.path("at").asText()))
                .append("  ")
                .append(entry.path("event").asText())
                .append(' ')
                .append(entry.path("outcome").asText())
                .append("  ")
                .append(entry.path("by").asText())
                .append(from.isEmpty() ? "" : " from " + from);
        for (String key : List.of("role", "version", "why", "done", "failed", "unlisted", "of")) {
            if (entry.has(key)) {
                line.append("  ").append(key).append(' ').append(entry.path(key).asText());
            }
        }
        String about = entry.path("about").properties().stream()
                .map(AuditCommand::describe)
                .collect(Collectors.joining(", "));
        return line.append(about.isEmpty() ? "" : "  " + about).toString();
    }

    private static String describe(Map.Entry<String, JsonNode> field) {
        JsonNode value = field.getValue();
        return field.getKey() + " "
                + (value.isArray()
                        ? StreamSupport.stream(value.spliterator(), false)
                                .map(JsonNode::asText)
                                .collect(Collectors.joining(" "))
                        : value.asText());
    }

    private String time(String at) {
        try {
            return LedgerTimes.shown(Instant.parse(at).toEpochMilli(), clock.getZone());
        } catch (DateTimeException damaged) {
            return at;
        }
    }
}
