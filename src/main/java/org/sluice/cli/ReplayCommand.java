package org.sluice.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.ToLongFunction;
import org.sluice.config.ConfigException;
import org.sluice.gateway.QuarantineReplay;
import org.sluice.gateway.desk.HeldReplay.Outcome;
import org.sluice.gateway.desk.HeldReplay.Replayed;
import org.sluice.store.HeldItem;
import org.sluice.text.FileFault;
import org.sluice.text.OneLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice replay}: what another recipe would make of what waits in the quarantine. */
@Command(
        name = "replay",
        description =
                "Tries another recipe on what waits in the quarantine, and says for each line that has caught instances what"
                        + " would become of them: caught by the same label, caught by another, or clean. Only looks, whether the"
                        + " node runs or not; run it as the user of the service. Variables and dispositions are those of the"
                        + " route by which each instance came.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:tried",
            "1:the recipe is refused, or the folders cannot be read",
            "2:the command line makes no sense"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice replay --recipe recipes/new.deid --since 7d",
            "  sluice replay --recipe recipes/new.deid --section bigimage --list",
            "  sluice replay --recipe recipes/new.deid --json | jq .clean"
        })
final class ReplayCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private NodeCall node = new NodeCall();

    @Mixin
    private HeldFilters filters = new HeldFilters();

    @Option(names = "--recipe", required = true, paramLabel = "FILE", description = "The recipe that is tried.")
    private Path recipe = Path.of("");

    @Option(names = "--list", description = "Print a line for each instance, too.")
    private boolean list;

    @Option(names = "--json", description = "Print one object of JSON; with --list each instance is in it.")
    private boolean json;

    /** How many have each outcome, by the line that has caught them. */
    private final Map<String, Map<Outcome, Long>> lines = new TreeMap<>();

    private final ArrayNode instances = JsonNodeFactory.instance.arrayNode();
    private long done;

    ReplayCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        FileFault.whenReading(recipe).ifPresent(fault -> {
            throw new CommandFailure("--recipe: " + fault);
        });
        Progress progress = new Progress(console, "instances");
        try {
            QuarantineReplay.of(node.configuration(), recipe).run(filters.request("list", "waiting"), one -> {
                note(one, progress);
                progress.done(done, OptionalLong.empty());
            });
        } catch (ConfigException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        } finally {
            progress.clear();
        }
        print();
        return ExitCode.OK;
    }

    private void note(Replayed one, Progress progress) {
        HeldItem item = one.item();
        done++;
        lines.computeIfAbsent(caughtBy(item), line -> new EnumMap<>(Outcome.class))
                .merge(one.outcome(), 1L, Long::sum);
        if (list && json) {
            instances
                    .addObject()
                    .put("file", item.file())
                    .put("sop_instance_uid", item.sopUid())
                    .put("received_at", item.receivedAt().toString())
                    .put("caught_by", caughtBy(item))
                    .put("outcome", word(one.outcome()))
                    .put("now", one.now());
        } else if (list) {
            progress.clear();
            console.out().println(OneLine.of(item.file() + ": " + caughtBy(item) + "; now " + one.now()));
        }
    }

    private static String caughtBy(HeldItem item) {
        return item.section().isEmpty()
                ? item.kind()
                : item.section() + ", " + item.label() + " (" + item.recipe() + ":" + item.recipeLine() + ")";
    }

    private static String word(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }

    private long sum(Outcome outcome) {
        return lines.values().stream()
                .mapToLong(counts -> counts.getOrDefault(outcome, 0L))
                .sum();
    }

    private void print() {
        if (json) {
            console.out().println(toJson().toPrettyString());
            return;
        }
        lines.forEach((line, counts) ->
                console.out().println(OneLine.of(line + ": " + inWords(outcome -> counts.getOrDefault(outcome, 0L)))));
        console.out()
                .println(OneLine.of(OneLine.count(done, "instance") + (done == 0 ? "" : ": " + inWords(this::sum))));
    }

    private static String inWords(ToLongFunction<Outcome> count) {
        return "%,d clean now, %,d caught by the same label, %,d by another, %,d stopped otherwise"
                .formatted(
                        count.applyAsLong(Outcome.CLEAN),
                        count.applyAsLong(Outcome.SAME),
                        count.applyAsLong(Outcome.OTHER),
                        count.applyAsLong(Outcome.STOPPED));
    }

    private ObjectNode toJson() {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("recipe", recipe.toString());
        answer.put("instances", done);
        for (Outcome outcome : Outcome.values()) {
            answer.put(word(outcome), sum(outcome));
        }
        ArrayNode by = answer.putArray("lines");
        lines.forEach((line, counts) -> {
            ObjectNode one = by.addObject().put("caught_by", line);
            for (Outcome outcome : Outcome.values()) {
                one.put(word(outcome), counts.getOrDefault(outcome, 0L));
            }
        });
        if (list) {
            answer.set("list", instances);
        }
        return answer;
    }
}
