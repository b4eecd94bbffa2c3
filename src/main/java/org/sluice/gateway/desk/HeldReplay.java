package org.sluice.gateway.desk;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.sluice.gateway.intake.HeldBackException;
import org.sluice.gateway.intake.KeptInstance;
import org.sluice.gateway.intake.QuarantineRelease;
import org.sluice.gateway.route.InstanceDecision;
import org.sluice.gateway.route.Route;
import org.sluice.gateway.route.RouteBranch;
import org.sluice.recipe.CompiledRecipe;
import org.sluice.recipe.filter.Match;
import org.sluice.store.HeldItem;
import org.sluice.store.QuarantineInventory;
import org.sluice.store.QuarantineState;
import org.sluice.store.QuarantinedInstance;
import org.sluice.text.OneLine;

/**
 * What another recipe would make of what waits in the quarantine. It only looks: nothing is locked and nothing is changed, whether a
 * node is at work there or not. For one thread.
 */
public final class HeldReplay {
    private final QuarantineInventory quarantine;
    private final ReleaseRoutes routes;
    private final CompiledRecipe recipe;

    /** With a recipe in place of that by which each instance was kept; all else is as its route has it. */
    public HeldReplay(QuarantineInventory quarantine, List<Route> routes, CompiledRecipe recipe) {
        this.quarantine = quarantine;
        this.routes = new ReleaseRoutes(() -> routes);
        this.recipe = recipe;
    }

    /** What would become of an instance. */
    public enum Outcome {
        /** It would go on. */
        CLEAN,
        /** The same label of the same section would catch it. */
        SAME,
        /** Another would. */
        OTHER,
        /** Nothing could be decided about it, or an action would fail. */
        STOPPED
    }

    /**
     * One instance.
     *
     * @param item as the list has it, with what has caught it
     * @param now what would become of it, in words; no patient value
     */
    public record Replayed(HeldItem item, Outcome outcome, String now) {}

    /**
     * Tries each that is meant, the newest first.
     *
     * @param asked which are meant, as the desk is asked for a list
     */
    public void run(JsonNode asked, Consumer<Replayed> each) throws IOException {
        HeldSelection selection = HeldSelection.of(asked);
        try (Stream<QuarantinedInstance> waiting = quarantine.undecided()) {
            for (Iterator<QuarantinedInstance> all = waiting.iterator(); all.hasNext(); ) {
                QuarantinedInstance instance = all.next();
                HeldItem item = HeldItem.of(instance.file(), QuarantineState.WAITING, instance.entry());
                if (item.state() == QuarantineState.WAITING && selection.matches(item)) {
                    each.accept(replayed(instance, item));
                }
            }
        }
    }

    private Replayed replayed(QuarantinedInstance instance, HeldItem item) {
        try {
            Route route = routes.of(instance.entry(), 0);
            RouteBranch way = QuarantineRelease.ways(route, QuarantineRelease.keptFrom(instance, route))
                    .get(0);
            RouteBranch other = way.trying(recipe);
            try (KeptInstance kept = KeptInstance.of(instance, route)) {
                InstanceDecision decision = kept.decision(other);
                return new Replayed(item, outcome(decision, item), other.inWords(decision));
            }
        } catch (HeldBackException held) {
            return new Replayed(item, Outcome.STOPPED, String.valueOf(held.getMessage()));
        } catch (IOException e) {
            return new Replayed(item, Outcome.STOPPED, "cannot be tried: " + OneLine.message(e));
        }
    }

    private static Outcome outcome(InstanceDecision decision, HeldItem item) {
        if (decision instanceof InstanceDecision.Forward || decision instanceof InstanceDecision.Scrub) {
            return Outcome.CLEAN;
        }
        if (decision.matches().isEmpty()) {
            return Outcome.STOPPED;
        }
        Match first = decision.matches().get(0);
        boolean same = first.section().equals(item.section()) && first.label().equals(item.label());
        return same ? Outcome.SAME : Outcome.OTHER;
    }
}
