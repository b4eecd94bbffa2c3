package org.sluice.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.sluice.gateway.LedgerFiles;
import org.sluice.ledger.Entry;
import org.sluice.ledger.InstanceState;
import org.sluice.ledger.LedgerCheck;
import org.sluice.ledger.LedgerCheck.Difference;
import org.sluice.ledger.LedgerCheck.Result;
import org.sluice.ledger.LedgerJson;
import org.sluice.ledger.LedgerView;
import org.sluice.text.OneLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice ledger check}: proves the ledger against the files. */
@Command(
        name = "check",
        description =
                "Compares the ledger with the files of the spool and of the quarantine, whether the node runs or not:"
                        + " each file must stand in the ledger as what it is, and each instance that waits, is held or is"
                        + " quarantined must have its file. Of each difference it says which side to believe and how to mend it."
                        + " After a crash, start the node first: it brings the two in line. Run it as the user of the service.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:they say the same",
            "1:they do not, or there is no ledger",
            "2:the command line makes no sense"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  sluice ledger check", "  sluice ledger check --mend"})
final class LedgerCheckCommand implements Callable<Integer> {
    /** Longer than anything is between the ledger and the files of a node at work. */
    private static final Duration SECOND_LOOK = Duration.ofSeconds(3);

    private final Console console;

    @Mixin
    private NodeCall node = new NodeCall();

    @Option(names = "--mend", description = "Make the ledger say what the files say.")
    private boolean mend;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    LedgerCheckCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        LedgerCheck check = new LedgerCheck(LedgerFiles.of(node.configuration()));
        Result result = look(check);
        if (mend) {
            check.mend(result.differences());
        }
        if (json) {
            printJson(result);
        } else {
            print(result);
        }
        boolean same = mend || result.differences().isEmpty();
        return same && result.unsure().isEmpty() ? ExitCode.OK : ExitCode.PROBLEM;
    }

    /** What is under way is other at a second look. */
    private Result look(LedgerCheck check) throws IOException, InterruptedException {
        try (LedgerView view = LedgerPlace.open(node)) {
            Result first = check.look(view);
            if (first.differences().isEmpty()) {
                return first;
            }
            TimeUnit.NANOSECONDS.sleep(SECOND_LOOK.toNanos());
            return check.look(view).alsoIn(first);
        }
    }

    private void print(Result result) {
        for (Difference one : result.differences()) {
            Entry mended = one.mended();
            line(mended.receipt().sopInstanceUid() + " for " + mended.destination() + ", received "
                    + LedgerTimes.shown(mended.receipt().receivedAt(), ZoneId.systemDefault()) + " from "
                    + mended.receipt().callingAe() + ": the ledger says "
                    + one.ledger().map(entry -> entry.fate().word()).orElse("nothing") + "; " + one.found());
            line("    believe " + one.believe()
                    + (mend ? "; mended: " : "; sluice ledger check --mend makes it ")
                    + mended.fate().word());
        }
        result.unsure()
                .forEach(destination -> line("a file for " + destination
                        + " is damaged, so that nobody can say which instance it is: sluice queue list shows it"));
        String agreed = "the same in the ledger and the files: " + count(result, InstanceState.WAITING) + " waiting, "
                + count(result, InstanceState.HELD) + " held, " + count(result, InstanceState.QUARANTINED)
                + " quarantined";
        line(agreed + "; " + OneLine.count(result.differences().size(), "difference"));
    }

    private static int count(Result result, InstanceState fate) {
        return result.agreed().getOrDefault(fate, 0);
    }

    private void line(String line) {
        console.out().println(OneLine.of(line));
    }

    private void printJson(Result result) throws IOException {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        for (InstanceState fate : InstanceState.values()) {
            if (fate.isOpen()) {
                all.put(fate.word(), count(result, fate));
            }
        }
        result.unsure().forEach(all.putArray("damagedFor")::add);
        var differences = all.putArray("differences");
        for (Difference one : result.differences()) {
            ObjectNode difference = LedgerJson.of(one.mended());
            difference.remove("since");
            difference.put(
                    "ledger", one.ledger().map(entry -> entry.fate().word()).orElse(""));
            difference.put("found", one.found()).put("believe", one.believe()).put("mended", mend);
            differences.add(difference);
        }
        console.out()
                .println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(all));
    }
}
