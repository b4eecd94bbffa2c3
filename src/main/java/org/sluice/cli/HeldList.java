package org.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.sluice.text.OneLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice quarantine list}. */
@Command(
        name = "list",
        description =
                "Lists what waits for a decision, the newest first: when and from whom it came, and which line of which"
                        + " recipe has caught it.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:listed",
            "1:the node does not say",
            "2:the command line makes no sense",
            "3:no node answers, and yet something has its folders"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice quarantine list",
            "  sluice quarantine list --section dangerouscookie --since 7d",
            "  sluice quarantine list --state rejected",
            "  sluice quarantine list --json | jq -r .sop_instance_uid"
        })
final class HeldList implements Callable<Integer> {
    private static final int MOST_FOR_PEOPLE = 50;

    private final Console console;

    @Mixin
    private DeskCall desk = new DeskCall();

    @Mixin
    private HeldFilters filters = new HeldFilters();

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "What has become of them: waiting (default), released, rejected, releasing or all.")
    private String state = "waiting";

    @Option(names = "--limit", paramLabel = "NUMBER", description = "At most so many (default: 50; all with --json).")
    private int limit;

    @Option(names = "--json", description = "Print an object of JSON for each, one a line.")
    private boolean json;

    HeldList(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (limit < 0) {
            throw new UsageFailure("--limit: expected a number from 1, found " + limit);
        }
        int most = limit > 0 ? limit : (json ? Integer.MAX_VALUE : MOST_FOR_PEOPLE);
        try (DeskCall asked = desk) {
            int listed = 0;
            String after = "";
            do {
                ObjectNode request = filters.request("list", state).put("after", after);
                JsonNode answer = asked.ask(request.put("limit", most - listed));
                for (JsonNode item : answer.path("items")) {
                    console.out().println(json ? item.toString() : HeldLine.of(item));
                    listed++;
                }
                after = answer.path("next").asText();
            } while (!after.isEmpty() && listed < most);
            if (!json) {
                sayHowMany(asked, listed, after);
            }
        }
        return ExitCode.OK;
    }

    private void sayHowMany(DeskCall asked, int listed, String after) {
        int found = after.isEmpty()
                ? listed
                : asked.ask(filters.request("count", state)).path("found").asInt();
        String what = state.equals("waiting")
                ? found == 1 ? " waits for a decision" : " wait for a decision"
                : state.equals("all") ? "" : " " + state;
        console.out()
                .println(OneLine.of(OneLine.count(found, "instance")
                        + what
                        + (found > listed ? ", of which " + listed + " are shown; --limit shows more" : "")));
    }
}
