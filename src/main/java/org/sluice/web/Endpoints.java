package org.sluice.web;

import static org.sluice.web.Endpoint.Kind;
import static org.sluice.web.Param.Type.CURSOR;
import static org.sluice.web.Param.Type.FLAG;
import static org.sluice.web.Param.Type.LIST;
import static org.sluice.web.Param.Type.NUMBER;
import static org.sluice.web.Param.Type.TEXT;

import java.util.ArrayList;
import java.util.List;

/** All that can be asked of the verbs over HTTP: what answers, and what the description in OpenAPI is made of. */
final class Endpoints {
    private static final String ROOT = "/api/v1";
    private static final Param LIMIT =
            Param.of("limit", "limit", NUMBER, "At most so many, up to 1000; 100 unless said.");
    private static final Param CURSOR_PARAM =
            Param.of("cursor", "after", CURSOR, "Those behind the place that \"next\" named.");
    private static final Param REASON = Param.of("reason", "reason", TEXT, "Why; it is kept.");
    private static final Param IDS = Param.of("ids", "ids", LIST, "SOP Instance UIDs, or keys as the list has them.");
    private static final Param ALL =
            Param.of("all", "all", FLAG, "All that the filters say; expected where there are no ids.");

    private static final List<Param> HELD_FILTERS = List.of(
            Param.of("study", "study", TEXT, "Study Instance UID."),
            Param.of("section", "section", TEXT, "The %filter section that decided."),
            Param.of("label", "label", TEXT, "The label of the match that decided."),
            Param.of("line", "line", TEXT, "The line of the recipe that decided: 88, or ct.deid:88."),
            Param.of("calling_ae", "callingAe", TEXT, "Who sent it."),
            Param.of("since", "since", TEXT, "Received then or later: 2026-11-22T22:34:20Z."),
            Param.of("before", "before", TEXT, "Received earlier."),
            Param.of(
                    "state",
                    "state",
                    TEXT,
                    "waiting, which is meant unless said; original, releasing, released, rejected, all."));

    private static final List<Param> RELEASE = List.of(
            REASON.must(),
            Param.of("to", "to", LIST, "Destinations; those of the route unless said."),
            Param.of("route", "route", NUMBER, "By which route, from 1; by the one that it came by unless said."),
            Param.of(
                    "as_it_came", "asItCame", FLAG, "With every patient value, whatever the recipes say: for admins."));

    private static final List<Param> REEVALUATE = List.of(
            Param.of("release", "release", FLAG, "Let those go on that nothing would stop now."),
            Param.of("reason", "reason", TEXT, "Why they go on; expected with release."),
            Param.of("to", "to", LIST, "Destinations; those of the route unless said."),
            Param.of("route", "route", NUMBER, "By which route, from 1."));

    private static final List<Param> QUEUE_FILTERS = List.of(
            Param.of("class", "class", TEXT, "Whose last failure was of this class."),
            Param.of("status", "status", TEXT, "To which the destination last answered this."));

    private static final List<Param> MOVE = List.of(
            Param.of("to", "to", TEXT, "The other destination.").must(),
            Param.of("as_made", "asMade", FLAG, "What was edited for others goes as it is: for admins."));

    private static final List<String> DONE = List.of("done", "failed", "refused");

    static final List<Endpoint> ALL_OF_THEM = all();

    private Endpoints() {}

    private static List<Endpoint> all() {
        List<Endpoint> all = new ArrayList<>();
        all.add(get(
                "/status", "status", "", List.of(), Kind.STATUS, List.of("at", "ready", "today"), "How the node is."));
        addQuarantine(all);
        addQueues(all);
        all.add(get(
                "/ledger",
                "ledger",
                "",
                List.of(
                        Param.of(
                                "since", "since", TEXT, "Received then or later; today unless something else is said."),
                        Param.of("study", "study", TEXT, "Study Instance UID; its instances are listed, too."),
                        Param.of("instance", "instance", TEXT, "SOP Instance UID."),
                        Param.of("association", "association", TEXT, "Received on this association: a00042."),
                        LIMIT),
                Kind.PLAIN,
                List.of("since", "gaps"),
                "What became of what was received."));
        all.add(get(
                "/audit",
                "audit",
                "",
                List.of(CURSOR_PARAM, LIMIT),
                Kind.HELD,
                List.of("items"),
                "What people have done with the quarantine, one instance after another, the last first."));
        all.add(get(
                "/audit/events",
                "audit",
                "events",
                List.of(Param.of("since", "since", TEXT, "Then or later: 2026-11-22T22:34:20Z."), CURSOR_PARAM, LIMIT),
                Kind.PLAIN,
                List.of("items"),
                "What people have asked for and what came of it, who has signed in or was not let in, start and stop; the"
                        + " last first."));
        all.add(get(
                "/shadow",
                "shadow",
                "",
                List.of(Param.of(
                        "route", "route", TEXT, "Of the routes with this called AE title; of all unless said.")),
                Kind.PLAIN,
                List.of("shadows"),
                "Where recipes that are tried beside those in force differ from them."));
        all.add(post(
                "/shadow/{route}/promote",
                "shadow",
                "promote",
                List.of(REASON.must()),
                Kind.PLAIN,
                List.of("promoted", "formerText"),
                "The text of the shadow takes the place of the recipe of the route, and is in force."));
        all.add(post(
                "/reload",
                "reload",
                "",
                List.of(Param.of("check", "check", FLAG, "Only say what is wrong, and what would need a restart.")),
                Kind.PLAIN,
                List.of("problems", "needRestart"),
                "Reads the configuration, recipes, tables and users again."));
        return List.copyOf(all);
    }

    private static void addQuarantine(List<Endpoint> all) {
        String root = "/quarantine";
        all.add(get(
                root,
                "quarantine",
                "list",
                plus(HELD_FILTERS, CURSOR_PARAM, LIMIT),
                Kind.HELD,
                List.of("items"),
                "What is in the quarantine, the newest first."));
        all.add(get(
                root + "/count",
                "quarantine",
                "count",
                HELD_FILTERS,
                Kind.HELD,
                List.of("found", "caughtByOthers", "items"),
                "How many an act with these filters would mean, and some of them."));
        all.add(get(
                root + "/{id}",
                "quarantine",
                "show",
                List.of(Param.of(
                        "values",
                        "values",
                        FLAG,
                        "With patient values before and after the edits: for reviewers; it is kept who looked.")),
                Kind.HELD_ONE,
                List.of("items"),
                "All that is known of those with a UID or a key."));
        all.add(get(
                root + "/{id}/picture.png",
                "quarantine",
                "picture",
                List.of(
                        Param.of("frame", "frame", NUMBER, "From 0, which it is unless said."),
                        Param.of(
                                "size",
                                "size",
                                NUMBER,
                                "The longer side in pixels, at most 2048; 96 unless said. Who looks at more is recorded.")),
                Kind.PICTURE,
                List.of(),
                "One frame, with the rectangles drawn that the matches name."));
        for (String act : List.of("release", "reject", "reevaluate", "purge")) {
            List<Param> says =
                    switch (act) {
                        case "release" -> RELEASE;
                        case "reevaluate" -> REEVALUATE;
                        default -> List.of(REASON.must());
                    };
            String what =
                    switch (act) {
                        case "release" -> "They go on, by the recipes as they are now.";
                        case "reject" -> "They must not go on.";
                        case "reevaluate" -> "What would become of them if they came now.";
                        default -> "Those about which somebody has decided are deleted.";
                    };
            all.add(post(root + "/{id}/" + act, "quarantine", act, says, Kind.ACT_ON_ONE, DONE, what));
            List<Param> several = new ArrayList<>(says);
            several.add(IDS);
            several.add(ALL);
            several.addAll(HELD_FILTERS);
            several.add(CURSOR_PARAM);
            all.add(post(root + "/" + act, "quarantine", act, several, Kind.ACT, DONE, "Of several: " + what));
        }
    }

    private static void addQueues(List<Endpoint> all) {
        String root = "/queues";
        List<String> keys = List.of("destinations", "instances", "found");
        List<Param> list = plus(QUEUE_FILTERS, CURSOR_PARAM, LIMIT);
        all.add(get(root, "queue", "list", list, Kind.PLAIN, keys, "What waits and is held, and for whom."));
        all.add(get(root + "/{destination}", "queue", "list", list, Kind.PLAIN, keys, "The same of one destination."));
        all.add(get(
                root + "/{destination}/{number}",
                "queue",
                "show",
                List.of(),
                Kind.PLAIN,
                List.of("instances"),
                "All that is known of one."));
        for (String act : List.of("retry", "hold", "skip", "move", "drop")) {
            List<Param> says =
                    switch (act) {
                        case "move" -> MOVE;
                        case "drop" -> List.of(REASON.must());
                        default -> List.of();
                    };
            String what =
                    switch (act) {
                        case "retry" -> "Tried now, as if it had never failed.";
                        case "hold" -> "Put aside, until it is tried again, moved or dropped.";
                        case "skip" -> "Put behind all others.";
                        case "move" -> "Given to another destination.";
                        default -> "Removed for good.";
                    };
            all.add(post(root + "/{destination}/{number}/" + act, "queue", act, says, Kind.ACT_ON_ONE, DONE, what));
            List<Param> several = new ArrayList<>(says);
            several.addAll(QUEUE_FILTERS);
            several.add(CURSOR_PARAM);
            all.add(post(
                    root + "/{destination}/" + act,
                    "queue",
                    act,
                    several,
                    Kind.ACT,
                    DONE,
                    "All that the filters say: " + what));
        }
    }

    private static List<Param> plus(List<Param> params, Param... more) {
        List<Param> all = new ArrayList<>(params);
        all.addAll(List.of(more));
        return List.copyOf(all);
    }

    private static Endpoint get(
            String path, String verb, String act, List<Param> params, Kind kind, List<String> keys, String summary) {
        return new Endpoint("GET", ROOT + path, verb, act, params, kind, keys, summary);
    }

    private static Endpoint post(
            String path, String verb, String act, List<Param> params, Kind kind, List<String> keys, String summary) {
        return new Endpoint("POST", ROOT + path, verb, act, List.copyOf(params), kind, keys, summary);
    }
}
