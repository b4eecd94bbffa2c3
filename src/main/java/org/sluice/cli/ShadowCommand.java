package org.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.sluice.gateway.control.ControlClient;
import org.sluice.gateway.shadow.ShadowKeeper;
import org.sluice.gateway.shadow.ShadowVerb;
import org.sluice.text.FileFault;
import org.sluice.text.OneLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice shadow}: what the recipes would have done that are tried beside those in force. */
@Command(
        name = "shadow",
        description =
                "Shows what the shadow of a route, a recipe that is tried without effect, would have done otherwise than the"
                        + " recipe in force, since the two were first compared: by section, label and line, with the last"
                        + " instances of each. Asks the node; of one that does not run, it reads what it has written last.",
        subcommands = ShadowPromote.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:shown", "1:there is no shadow", "2:the command line makes no sense"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice shadow",
            "  sluice shadow CT_GATE",
            "  sluice shadow promote CT_GATE --reason \"a week without a false alarm\"",
            "  sluice shadow --json | jq '.shadows[].flagged'"
        })
final class ShadowCommand implements Callable<Integer> {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm", Locale.ROOT);
    private static final int SAMPLES = 3;

    private final Console console;

    @Mixin
    private NodeCall node = new NodeCall();

    @Parameters(arity = "0..1", paramLabel = "ROUTE", description = "The called AE title of a route (default: all).")
    private String route = "";

    @Option(names = "--json", description = "Print JSON, with up to 20 instances of each difference.")
    private boolean json;

    ShadowCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        JsonNode answer = ask();
        if (json) {
            console.out().println(answer.toPrettyString());
        } else {
            answer.path("shadows").forEach(this::print);
        }
        if (answer.path("shadows").isEmpty()) {
            console.error("no route" + (route.isEmpty() ? "" : " " + OneLine.of(route, 40))
                    + " has a shadow: routes[].shadow names the file of a recipe that is tried without effect");
            return ExitCode.PROBLEM;
        }
        return ExitCode.OK;
    }

    private JsonNode ask() {
        try {
            ObjectNode request = ControlClient.request("shadow").put("route", route);
            return node.ask(request);
        } catch (NodeFailure stopped) {
            Path data = node.configuration().data();
            try {
                return ShadowVerb.of(ShadowKeeper.lookInto(data), route);
            } catch (NoSuchFileException none) {
                throw new CommandFailure(
                        "no node answers, and none with a shadow has ever run in " + data + ": " + stopped.getMessage(),
                        stopped);
            } catch (IOException e) {
                throw new CommandFailure(FileFault.inWords(e), e);
            }
        }
    }

    private void print(JsonNode shadow) {
        line("route " + text(shadow, "route") + ": " + text(shadow, "shadow") + " beside " + text(shadow, "recipe"));
        if (shadow.path("shadowSha256").equals(shadow.path("recipeSha256"))) {
            line("  has the text of the recipe in force: nothing to compare");
            return;
        }
        line("  would have flagged " + count(shadow, "flagged") + " of " + count(shadow, "compared") + " since "
                + DAY.format(Instant.parse(text(shadow, "since")).atZone(ZoneId.systemDefault()))
                + " that went on, and let " + count(shadow, "clean") + " go on that were flagged");
        line("  flagged by both: " + count(shadow, "bothFlagged") + "; undecided, for want of what stands behind the"
                + " header: " + count(shadow, "undecided")
                + (shadow.path("failed").asLong() > 0 ? "; failed: " + count(shadow, "failed") : ""));
        shadow.path("differences").forEach(one -> print(shadow, one));
    }

    private void print(JsonNode shadow, JsonNode one) {
        String kind = one.path("kind").asText();
        String what =
                switch (kind) {
                    case "flagged" -> "would flag";
                    case "clean" -> "would let go";
                    default -> "cannot say";
                };
        String file = text(shadow, kind.equals("clean") ? "recipe" : "shadow");
        line("  " + what + " " + count(one, "count") + ": " + text(one, "section") + ", " + text(one, "label") + " ("
                + file + ":" + one.path("line").asInt() + ")");
        JsonNode samples = one.path("samples");
        for (int i = Math.max(0, samples.size() - SAMPLES); i < samples.size(); i++) {
            line("    " + DAY.format(Instant.parse(text(samples.get(i), "at")).atZone(ZoneId.systemDefault())) + "  "
                    + text(samples.get(i), "uid"));
        }
    }

    private static String text(JsonNode json, String key) {
        return json.path(key).asText();
    }

    private static String count(JsonNode json, String key) {
        return String.format(Locale.ROOT, "%,d", json.path(key).asLong());
    }

    private void line(String line) {
        console.out().println(OneLine.of(line));
    }
}
