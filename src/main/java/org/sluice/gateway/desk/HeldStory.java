package org.sluice.gateway.desk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sluice.gateway.control.RefusalException;
import org.sluice.gateway.intake.HeldBackException;
import org.sluice.gateway.intake.KeptInstance;
import org.sluice.gateway.intake.QuarantineRelease;
import org.sluice.gateway.route.Route;
import org.sluice.gateway.route.RouteBranch;
import org.sluice.recipe.ChangedElements;
import org.sluice.recipe.action.HeaderEdits;
import org.sluice.store.FilterMatch;
import org.sluice.store.HeldItem;
import org.sluice.store.KeptRecipes;
import org.sluice.store.QuarantineEntry;
import org.sluice.store.QuarantineReview;
import org.sluice.store.QuarantineState;
import org.sluice.store.QuarantinedInstance;
import org.sluice.text.OneLine;

/**
 * All that is known of one instance of the quarantine: every match with the line of the recipe as it stood, what the header
 * actions would change now, and what people have done with it.
 */
record HeldStory(QuarantineReview review, ReleaseRoutes routes, KeptRecipes recipes) {
    private static final int MOST_LINES = 6;

    /** Whether patient values are shown. */
    enum Values {
        HIDDEN,
        SHOWN
    }

    ObjectNode of(QuarantinedInstance instance, Values values) throws IOException {
        QuarantineEntry entry = instance.entry();
        QuarantineState state = review.stateOf(instance).orElse(QuarantineState.WAITING);
        ObjectNode json = HeldSight.describe(HeldItem.of(instance.file(), state, entry));
        json.put("called_ae", entry.origin().calledAe())
                .put("recipe_sha256", entry.recipe().sha256())
                .put("series_instance_uid", entry.identity().seriesUid())
                .put("sop_class_uid", entry.identity().sopClassUid())
                .put("transfer_syntax_uid", entry.identity().transferSyntaxUid());
        ArrayNode matches = json.putArray("matches");
        Optional<String> text = recipes.text(entry.recipe().sha256());
        for (FilterMatch match : entry.matches()) {
            ObjectNode one = matches.addObject()
                    .put("section", match.section())
                    .put("label", match.label())
                    .put("reason", match.reason())
                    .put("recipe_line", match.recipeLine());
            match.coordinates().forEach(one.putArray("coordinates")::add);
            ArrayNode quoted = one.putArray("quoted");
            text.ifPresent(all -> quoted(all, match.recipeLine()).forEach(quoted::add));
        }
        edits(instance, values, json.putArray("edits"));
        ArrayNode done = json.putArray("done");
        for (QuarantineReview.Done one : review.done(instance.file())) {
            done.addObject()
                    .put("decision", one.decision())
                    .put("by", one.by())
                    .put("at", one.at())
                    .put("reason", one.reason())
                    .put("destinations", one.destinations());
        }
        return json;
    }

    /** The LABEL that a match names by its line, with its criteria. */
    private static List<String> quoted(String text, int line) {
        List<String> lines = text.lines().toList();
        List<String> quoted = new ArrayList<>();
        for (int i = line - 1; i >= 0 && i < lines.size() && quoted.size() < MOST_LINES; i++) {
            String one = lines.get(i);
            if (!quoted.isEmpty() && (one.isBlank() || one.startsWith("LABEL") || one.startsWith("%"))) {
                break;
            }
            quoted.add(OneLine.of(one, 200));
        }
        return quoted;
    }

    private void edits(QuarantinedInstance instance, Values values, ArrayNode edits) throws IOException {
        Route route;
        try {
            route = routes.of(instance.entry(), 0);
        } catch (RefusalException untold) {
            edits.addObject().put("problem", untold.getMessage());
            return;
        }
        List<String> keptFrom = instance.entry().destinations();
        try (KeptInstance kept = KeptInstance.of(instance, route)) {
            for (RouteBranch way :
                    QuarantineRelease.ways(route, keptFrom.isEmpty() ? route.destinations() : keptFrom)) {
                ObjectNode one = edits.addObject();
                way.destinations().forEach(one.putArray("destinations")::add);
                describe(kept, way, values, one);
            }
        } catch (HeldBackException damaged) {
            edits.addObject().put("problem", damaged.getMessage());
        }
    }

    private static void describe(KeptInstance kept, RouteBranch way, Values values, ObjectNode one) throws IOException {
        one.put("recipe", way.recipe().name());
        try {
            HeaderEdits edits = kept.edits(way);
            List<String> lines = values == Values.SHOWN
                    ? ChangedElements.withValues(edits.dataSet())
                    : ChangedElements.of(edits.dataSet());
            lines.forEach(one.putArray("changes")::add);
        } catch (HeldBackException held) {
            one.put("problem", held.getMessage());
        }
    }
}
