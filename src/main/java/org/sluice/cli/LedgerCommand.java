package org.sluice.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sluice.ledger.Entry;
import org.sluice.ledger.Gap;
import org.sluice.ledger.LedgerJson;
import org.sluice.ledger.LedgerView;
import org.sluice.ledger.LedgerView.Selection;
import org.sluice.ledger.LedgerView.Sum;
import org.sluice.text.OneLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice ledger}: what became of the instances that were received. */
@Command(
        name = "ledger",
        description =
                "Shows what became of the instances that were received: today's, by route, caller and destination,"
                        + " or those of a study, an instance or an association. Whatever was received is delivered, quarantined,"
                        + " refused, waiting, held, rejected or dropped, for each destination. Reads the ledger in the node's data"
                        + " folder, whether the node runs or not; run it as the user of the service. UIDs are those under which"
                        + " instances were received.",
        subcommands = LedgerCheckCommand.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:shown", "1:there is no ledger, or nothing in it", "2:the command line makes no sense"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice ledger",
            "  sluice ledger --since \"7 d\"",
            "  sluice ledger --study 1.2.840.113619.2.55",
            "  sluice ledger --instance 1.2.840.113619.2.55.1.1 --json",
            "  sluice ledger check"
        })
final class LedgerCommand implements Callable<Integer> {
    private final Console console;
    private final Clock clock = Clock.system(ZoneId.systemDefault());

    @Mixin
    private NodeCall node = new NodeCall();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description =
                    "What was received since then: \"12 h\", \"7 d\", 2026-11-30 or 2026-11-30T14:00 (default: since"
                            + " midnight; with --study, --instance and --association all).")
    private @Nullable String since;

    @Option(names = "--study", paramLabel = "UID", description = "Of this study; its instances are listed, too.")
    private String study = "";

    @Option(names = "--instance", paramLabel = "UID", description = "This instance, each time that it was received.")
    private String instance = "";

    @Option(
            names = "--association",
            paramLabel = "ID",
            description = "Received on this association, such as a00042. The ids begin anew at each start of the node.")
    private String association = "";

    @Option(
            names = "--limit",
            paramLabel = "NUMBER",
            description = "At most so many instances are listed (default: ${DEFAULT-VALUE}).")
    private int limit = 1000;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    LedgerCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Selection selection = selection();
        boolean listed = !(study + instance + association).isEmpty();
        try (LedgerView view = LedgerPlace.open(node)) {
            List<Sum> sums = view.sums(selection);
            List<Entry> entries = listed ? view.entries(selection, Math.max(0, limit)) : List.of();
            List<Gap> gaps = view.gaps(selection.since());
            if (json) {
                printJson(selection, sums, entries, gaps);
            } else {
                print(selection, sums, entries, gaps);
            }
            return listed && sums.isEmpty() ? ExitCode.PROBLEM : ExitCode.OK;
        }
    }

    private Selection selection() {
        long from;
        if (since != null) {
            from = LedgerTimes.since(since, clock).toEpochMilli();
        } else if (!(study + instance + association).isEmpty()) {
            from = 0;
        } else {
            ZonedDateTime now = ZonedDateTime.now(clock);
            from = now.toLocalDate().atStartOfDay(now.getZone()).toInstant().toEpochMilli();
        }
        return new Selection(from, Long.MAX_VALUE, study, instance, association);
    }

    private void print(Selection selection, List<Sum> sums, List<Entry> entries, List<Gap> gaps) {
        String from = selection.since() == 0 ? "" : " since " + LedgerTimes.shown(selection.since(), clock.getZone());
        if (sums.isEmpty()) {
            line("nothing received" + from);
        } else {
            line("received" + from);
            LedgerTable.of(sums).forEach(this::line);
        }
        if (!entries.isEmpty()) {
            line("");
        }
        entries.forEach(entry -> line(describe(entry)));
        long all = sums.stream().mapToLong(Sum::received).sum();
        if (!entries.isEmpty() && all > entries.size()) {
            line("and " + (all - entries.size()) + " more; --limit shows more of them");
        }
        gaps.forEach(gap -> line(describe(gap)));
    }

    private String describe(Entry entry) {
        return entry.receipt().sopInstanceUid() + "  received "
                + LedgerTimes.shown(entry.receipt().receivedAt(), clock.getZone()) + " from "
                + entry.receipt().callingAe() + " (" + entry.receipt().association() + ")  " + entry.destination()
                + ": " + entry.fate().word() + " "
                + LedgerTimes.shown(entry.since(), clock.getZone())
                + (entry.source() == Entry.Source.FILES ? ", found in the files" : "");
    }

    private String describe(Gap gap) {
        String lost = gap.events() == 0
                ? "what was known before is in the damaged ledger that was kept"
                : OneLine.count(gap.events(), "word")
                        + " on instances did not come here; what the files have was made up for";
        return "from " + LedgerTimes.shown(gap.from(), clock.getZone()) + " to "
                + LedgerTimes.shown(gap.to(), clock.getZone()) + " not all is known: " + lost;
    }

    private void line(String line) {
        console.out().println(OneLine.of(line));
    }

    private void printJson(Selection selection, List<Sum> sums, List<Entry> entries, List<Gap> gaps)
            throws IOException {
        console.out()
                .println(new ObjectMapper()
                        .writerWithDefaultPrettyPrinter()
                        .writeValueAsString(LedgerJson.of(selection, sums, entries, gaps)));
    }
}
