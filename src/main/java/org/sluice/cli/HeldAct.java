package org.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sluice.text.OneLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is done with instances of the quarantine: those of some UIDs, or all that are meant. */
abstract class HeldAct implements Callable<Integer> {
    /** A request has a greatest length, and a node is not kept for long by one. */
    private static final int MOST_IDS = 20;

    private final Console console;
    private final String verb;
    private final String done;

    @Mixin
    private DeskCall desk = new DeskCall();

    @Mixin
    private HeldFilters filters = new HeldFilters();

    @Parameters(
            arity = "0..*",
            paramLabel = "UID",
            description = "A SOP Instance UID, or a file as list --json has it.")
    private List<String> ids = List.of();

    @Option(names = "--all", description = "All that are there, or that the other options say.")
    private boolean all;

    @Option(names = "--yes", description = "Do it with many without a question.")
    private boolean yes;

    private int count;
    private int failed;

    HeldAct(Console console, String verb, String done) {
        this.console = console;
        this.verb = verb;
        this.done = done;
    }

    /** What the verb needs to know besides. */
    abstract void addTo(ObjectNode request);

    /** The state of those that can be meant by anything but their UIDs. */
    String state() {
        return "waiting";
    }

    /** Whether nothing changes, so that nobody has to be asked. */
    boolean isLook() {
        return false;
    }

    @Override
    public Integer call() throws IOException {
        if (ids.isEmpty() != all) {
            throw new UsageFailure("expected either UIDs, or --all with options that say which are meant");
        }
        if (!filters.isEmpty() && !all) {
            throw new UsageFailure("--all goes with the options that say which are meant, not with UIDs");
        }
        try (DeskCall asked = desk) {
            if (all) {
                if (!isConfirmed(asked)) {
                    console.error("nothing is done");
                    return ExitCode.PROBLEM;
                }
                String after = "";
                do {
                    after = act(asked, filters.request(verb, state()).put("after", after));
                } while (!after.isEmpty());
            } else {
                for (int from = 0; from < ids.size(); from += MOST_IDS) {
                    ObjectNode request = filters.request(verb, state());
                    ids.subList(from, Math.min(ids.size(), from + MOST_IDS)).forEach(request.withArray("ids")::add);
                    act(asked, request);
                }
            }
        }
        console.out().println(done + " " + OneLine.count(count, "instance"));
        if (failed > 0) {
            console.error("error: not " + done + " " + OneLine.count(failed, "instance"));
        }
        return failed > 0 ? ExitCode.PROBLEM : ExitCode.OK;
    }

    private String act(DeskCall asked, ObjectNode request) {
        addTo(request);
        JsonNode answer = asked.ask(request);
        count += answer.path("done").asInt();
        failed += answer.path("failed").asInt();
        answer.path("lines").forEach(line -> console.out().println(OneLine.of(line.asText())));
        answer.path("refused").forEach(why -> console.error("error: " + OneLine.of(why.asText())));
        return answer.path("next").asText();
    }

    /** Of many: how many there are, some of them, and whether a person wants it. */
    private boolean isConfirmed(DeskCall asked) {
        JsonNode counted = asked.ask(filters.request("count", state()));
        int found = counted.path("found").asInt();
        if (found == 0) {
            throw new CommandFailure(
                    "nothing matches: no instance that is " + state() + " is meant; sluice quarantine list shows all");
        }
        String many = OneLine.count(found, "instance");
        if (isLook()) {
            return true;
        }
        console.out().println(many + " to " + verb + ":");
        counted.path("items").forEach(item -> console.out().println("  " + HeldLine.of(item)));
        int more = found - counted.path("items").size();
        if (more > 0) {
            console.out().println("  and " + OneLine.count(more, "instance") + " more");
        }
        int others = counted.path("caughtByOthers").asInt();
        if (others > 0) {
            console.out().println("other lines of the recipe flag, too: " + OneLine.count(others, "instance"));
        }
        console.out().flush();
        if (yes) {
            return true;
        }
        return Optional.ofNullable(System.console())
                .map(terminal -> terminal.readLine("%s %s? [y/N] ", verb, many))
                .map(typed -> typed.strip().matches("[yY](es)?"))
                .orElseThrow(() -> new CommandFailure("this means " + many + "; --yes does it without a question"));
    }

    /** {@code sluice quarantine release}. */
    @Command(
            name = "release",
            description =
                    "Lets instances go on to the destinations of their route, edited by its recipe as it is now: the filters"
                            + " are not asked any more. What contradicts itself, and what the recipe cannot edit, does not go so.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  sluice quarantine release 1.2.840.1.5 --reason \"nothing burned in\"",
                "  sluice quarantine release --all --line ct.deid:88 --reason \"line 88 was wrong\" --yes",
                "  sluice quarantine release 1.2.840.1.5 --to research --reason \"for trial 7\""
            })
    static final class Release extends HeldAct {
        @Mixin
        private HeldReason reason = new HeldReason();

        @Option(
                names = "--to",
                split = ",",
                paramLabel = "NAME",
                description = "These destinations instead of those that did not get it; the route's own recipe is for"
                        + " those that are not of the route.")
        private List<String> to = List.of();

        @Option(
                names = "--route",
                paramLabel = "NUMBER",
                description = "By this route of the configuration, from 1, where it cannot be told by which it came.")
        private int route;

        @Option(
                names = "--as-it-came",
                description =
                        "Send it with all that is in it, unedited, patient's name and all: also what contradicts itself and"
                                + " what cannot be edited.")
        private boolean asItCame;

        Release(Console console) {
            super(console, "release", "released:");
        }

        @Override
        void addTo(ObjectNode request) {
            reason.addTo(request).put("route", route).put("asItCame", asItCame);
            to.forEach(request.putArray("to")::add);
        }
    }

    /** {@code sluice quarantine reject}. */
    @Command(
            name = "reject",
            description =
                    "Decides that instances must not go on. The node deletes them when quarantine.keep has passed.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  sluice quarantine reject 1.2.840.1.5 --reason \"name burned in\"",
                "  sluice quarantine reject --all --study 1.2.840.1 --reason \"wrong patient\" --yes"
            })
    static final class Reject extends HeldAct {
        @Mixin
        private HeldReason reason = new HeldReason();

        Reject(Console console) {
            super(console, "reject", "rejected:");
        }

        @Override
        void addTo(ObjectNode request) {
            reason.addTo(request);
        }
    }

    /** {@code sluice quarantine reevaluate}. */
    @Command(
            name = "reevaluate",
            description =
                    "Says what would become of instances if they came now, by the recipe of their route as it is now; with"
                            + " --release, those that nothing would stop go on.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  sluice quarantine reevaluate --all --section burnedin",
                "  sluice quarantine reevaluate --all --line 88 --release --reason \"line 88 was corrected\" --yes"
            })
    static final class Reevaluate extends HeldAct {
        @Option(names = "--release", description = "Release those that would go on now. Needs --reason.")
        private boolean release;

        @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the record: no patient data.")
        private String reason = "";

        @Option(
                names = "--route",
                paramLabel = "NUMBER",
                description = "By this route of the configuration, from 1, where it cannot be told by which they came.")
        private int route;

        Reevaluate(Console console) {
            super(console, "reevaluate", "looked at:");
        }

        @Override
        boolean isLook() {
            return !release;
        }

        @Override
        void addTo(ObjectNode request) {
            if (release && reason.isBlank()) {
                throw new UsageFailure("--release needs --reason");
            }
            request.put("release", release).put("reason", reason).put("route", route);
        }
    }

    /** {@code sluice quarantine purge}. */
    @Command(
            name = "purge",
            description = "Deletes instances for good about which somebody has decided.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  sluice quarantine purge 1.2.840.1.5 --reason \"asked for by the patient\"",
                "  sluice quarantine purge --all --state released --before 90d --reason \"yearly\" --yes"
            })
    static final class Purge extends HeldAct {
        @Mixin
        private HeldReason reason = new HeldReason();

        @Option(
                names = "--state",
                paramLabel = "STATE",
                description = "Of those that are rejected (default), released or original.")
        private String state = "rejected";

        Purge(Console console) {
            super(console, "purge", "purged:");
        }

        @Override
        String state() {
            return state;
        }

        @Override
        void addTo(ObjectNode request) {
            reason.addTo(request);
        }
    }
}
