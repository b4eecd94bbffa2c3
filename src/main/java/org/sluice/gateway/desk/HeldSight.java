package org.sluice.gateway.desk;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sluice.gateway.control.RefusalException;
import org.sluice.store.HeldItem;
import org.sluice.store.QuarantineReview;
import org.sluice.store.QuarantineState;
import org.sluice.store.QuarantinedInstance;
import org.sluice.text.OneLine;

/** The quarantine as a person sees it. Any thread. */
final class HeldSight {
    private final QuarantineReview review;
    /** Of the page that was asked for last, for the one that follows. */
    private volatile SoftReference<@Nullable Day> last = new SoftReference<>(null);

    private record Day(String name, Set<QuarantineState> states, List<HeldItem> items) {}

    HeldSight(QuarantineReview review) {
        this.review = review;
    }

    /** The first of those that are meant, the newest first. */
    List<HeldItem> page(HeldSelection selection, int most) throws IOException {
        List<HeldItem> page = new ArrayList<>();
        for (String day : review.days(selection.states())) {
            if (selection.mayBeOf(day)) {
                for (HeldItem item : day(day, selection)) {
                    if (page.size() == most) {
                        return page;
                    }
                    if (selection.matches(item)) {
                        page.add(item);
                    }
                }
            }
        }
        return page;
    }

    /** The files of a day are looked for once for all pages, unless the memory is wanted for something else. */
    private List<HeldItem> day(String name, HeldSelection selection) throws IOException {
        Day known = last.get();
        boolean goesOn =
                selection.after().stream().anyMatch(place -> place.day().equals(name));
        if (goesOn
                && known != null
                && known.name().equals(name)
                && known.states().equals(selection.states())) {
            return known.items();
        }
        List<HeldItem> items = review.day(name, selection.states());
        last = new SoftReference<>(new Day(name, selection.states(), items));
        return items;
    }

    /** How many are meant, and how many of them other lines of their recipe flag, too. */
    record Count(int found, int caughtByOthers) {}

    Count count(HeldSelection selection) throws IOException {
        int found = 0;
        int others = 0;
        for (String day : review.days(selection.states())) {
            for (HeldItem item : review.day(day, selection.states())) {
                if (selection.matches(item)) {
                    found++;
                    others += item.caughtByOthers() ? 1 : 0;
                }
            }
        }
        return new Count(found, others);
    }

    /**
     * The files of those whose UIDs or names were given, by what was given, in its order.
     *
     * @throws RefusalException when there is none of a UID or name in these states
     */
    Map<String, List<String>> named(HeldSelection selection) throws IOException {
        Map<String, List<String>> found = review.files(Set.copyOf(selection.ids()), selection.states());
        Map<String, List<String>> named = new LinkedHashMap<>();
        for (String id : selection.ids()) {
            named.put(id, id.endsWith(".dcm") ? List.of(id) : found.getOrDefault(id, List.of()));
        }
        return named;
    }

    /** One that is in one of the states. */
    QuarantinedInstance require(String id, String file, Set<QuarantineState> states) throws IOException {
        QuarantinedInstance instance = review.find(file).orElseThrow(() -> unknown(id));
        QuarantineState state = review.stateOf(instance).orElseThrow(() -> unknown(id));
        if (!states.contains(state)) {
            throw new RefusalException(not(id, state));
        }
        return instance;
    }

    /** Why something cannot be done with one in this state. */
    static String not(String id, QuarantineState state) {
        return OneLine.of(id, 200)
                + switch (state) {
                    case WAITING -> " waits for a decision: reject it first";
                    case ORIGINAL -> " is the original of an instance that has gone on with its pixel data blanked";
                    case RELEASING, RELEASED, REJECTED -> " is " + state.word() + " already";
                };
    }

    /** There is none of a UID, or none any more. */
    RefusalException unknown(String id) {
        return new RefusalException(
                "there is no instance " + OneLine.of(id, 200)
                        + " in the quarantine that this can be done with; sluice quarantine list --state all shows what is there");
    }

    static ObjectNode describe(HeldItem item) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("sop_instance_uid", item.sopUid())
                .put("study_instance_uid", item.studyUid())
                .put("calling_ae", item.callingAe())
                .put("received_at", item.receivedAt().toString())
                .put("section", item.section().isEmpty() ? null : item.section())
                .put("label", item.label().isEmpty() ? null : item.label())
                .put("reason", item.reason())
                .put("recipe_line", item.recipeLine() == 0 ? null : item.recipeLine())
                .put("state", item.state().word())
                .put("kind", item.kind())
                .put("recipe", item.recipe())
                .put("file", item.file());
        if (!item.destinations().isEmpty()) {
            item.destinations().forEach(json.putArray("destinations")::add);
        }
        return json;
    }
}
