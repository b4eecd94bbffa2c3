package org.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sluice.gateway.control.ControlClient;
import org.sluice.text.OneLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is done with instances in the queues of the running node: those of some IDs, or all that are meant. */
abstract class QueueAct implements Callable<Integer> {
    private final Console console;
    private final String verb;
    private final String done;

    @Mixin
    private NodeCall node = new NodeCall();

    @Mixin
    private QueueSelection selection = new QueueSelection();

    @Parameters(arity = "0..*", paramLabel = "ID", description = "As list shows it: archive/42.")
    private List<String> ids = List.of();

    @Option(names = "--yes", description = "Do it with many without a question.")
    private boolean yes;

    QueueAct(Console console, String verb, String done) {
        this.console = console;
        this.verb = verb;
        this.done = done;
    }

    /** What the verb needs to know besides. */
    void addTo(ObjectNode request) {}

    @Override
    public Integer call() throws IOException {
        if (ids.isEmpty() == selection.isEmpty()) {
            throw new UsageFailure("expected either IDs, or --destination, --class or --status to say which are meant");
        }
        if (ids.isEmpty() && !isConfirmed()) {
            console.error("nothing is done");
            return ExitCode.PROBLEM;
        }
        int count = 0;
        int failed = 0;
        String after = "";
        do {
            ObjectNode request = request(verb).put("after", after);
            ids.forEach(request.putArray("ids")::add);
            addTo(request);
            JsonNode answer = node.ask(request);
            count += answer.path("done").asInt();
            failed += answer.path("failed").asInt();
            answer.path("refused").forEach(why -> console.error("error: " + OneLine.of(why.asText())));
            after = answer.path("next").asText();
        } while (!after.isEmpty());
        console.out().println(done + " " + OneLine.count(count, "instance"));
        if (failed > 0) {
            console.error("error: not " + done + " " + OneLine.count(failed, "instance"));
        }
        return failed > 0 ? ExitCode.PROBLEM : ExitCode.OK;
    }

    private ObjectNode request(String act) {
        ObjectNode request = ControlClient.request("queue").put("act", act);
        selection.addTo(request);
        return request;
    }

    /** Of many: how many there are, and whether a person wants it. */
    private boolean isConfirmed() {
        int found = node.ask(request("count-" + verb)).path("found").asInt();
        if (found == 0) {
            throw new CommandFailure(
                    "nothing matches: no instance that waits or is held is meant; sluice queue list shows all");
        }
        if (yes || found == 1) {
            return true;
        }
        String many = OneLine.count(found, "instance");
        return Optional.ofNullable(System.console())
                .map(terminal -> terminal.readLine("%s %s? [y/N] ", verb, many))
                .map(typed -> typed.strip().matches("[yY](es)?"))
                .orElseThrow(() -> new CommandFailure("this means " + many + "; --yes does it without a question"));
    }

    /** {@code sluice queue retry}. */
    @Command(
            name = "retry",
            description = "Tries them now, as if they had never failed; those that are held wait again.",
            footerHeading = "%nExamples:%n",
            footer = {"  sluice queue retry archive/42", "  sluice queue retry --destination archive --yes"})
    static final class Retry extends QueueAct {
        Retry(Console console) {
            super(console, "retry", "to be tried again:");
        }
    }

    /** {@code sluice queue hold}. */
    @Command(
            name = "hold",
            description = "Puts aside some that wait, until retry, move or drop.",
            footerHeading = "%nExamples:%n",
            footer = "  sluice queue hold archive/42")
    static final class Hold extends QueueAct {
        Hold(Console console) {
            super(console, "hold", "held:");
        }
    }

    /** {@code sluice queue skip}. */
    @Command(
            name = "skip",
            description = "Puts some behind all others that wait, until the next start of the node.",
            footerHeading = "%nExamples:%n",
            footer = "  sluice queue skip archive/42")
    static final class Skip extends QueueAct {
        Skip(Console console) {
            super(console, "skip", "behind all others:");
        }
    }

    /** {@code sluice queue drop}. */
    @Command(
            name = "drop",
            description = "Removes them for good. Who, when, which and why is noted in dropped.tsv in the data folder.",
            footerHeading = "%nExamples:%n",
            footer = "  sluice queue drop archive/42 --reason \"a test image\"")
    static final class Drop extends QueueAct {
        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why, for the record.")
        private String reason = "";

        Drop(Console console) {
            super(console, "drop", "dropped:");
        }

        @Override
        void addTo(ObjectNode request) {
            request.put("reason", reason);
        }
    }

    /** {@code sluice queue move}. */
    @Command(
            name = "move",
            description =
                    "Gives them to another destination, where they wait; those too of one that is not configured any more."
                            + " Originals are evaluated anew by the recipe for the other; what it flags or cannot edit stays"
                            + " where it is. What was edited when it came goes as it is: where it was not made for the"
                            + " other, it needs --as-made.",
            footerHeading = "%nExamples:%n",
            footer = "  sluice queue move --destination old-archive --to archive --yes")
    static final class Move extends QueueAct {
        @Option(names = "--to", required = true, paramLabel = "NAME", description = "The other destination.")
        private String to = "";

        @Option(
                names = "--as-made",
                description = "The other destination may have what the recipe of that time made for the first.")
        private boolean asMade;

        Move(Console console) {
            super(console, "move", "moved:");
        }

        @Override
        void addTo(ObjectNode request) {
            request.put("to", to).put("asMade", asMade);
        }
    }
}
