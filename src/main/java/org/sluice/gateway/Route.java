package org.sluice.gateway;

import java.util.List;
import org.sluice.config.Callers;
import org.sluice.config.RouteConfig;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.HeaderMemory;
import org.sluice.recipe.ActionException;
import org.sluice.recipe.CompiledRecipe;
import org.sluice.recipe.EvaluationException;
import org.sluice.recipe.Instance;
import org.sluice.recipe.Match;
import org.sluice.recipe.Variables;
import org.sluice.recipe.Verdict;
import org.sluice.store.QuarantineEntry.Kind;
import org.sluice.text.Log;
import org.sluice.text.OneLine;

/**
 * The road of the instances that are sent to one called AE title: who may use it, the recipe they run through, and
 * where they go. Any thread.
 *
 * @param variables what the recipe's {@code var:} names stand for
 * @param limits how much of a data set is held in memory
 * @param instanceBytes how large a data set may be, and become when it is inflated
 * @param memory that the headers of all routes share
 */
record Route(
        RouteConfig config,
        CompiledRecipe recipe,
        Variables variables,
        HeaderLimits limits,
        long instanceBytes,
        HeaderMemory memory) {
    private static final Log LOG = Log.of(Route.class);

    String calledAe() {
        return config.ae();
    }

    Callers callers() {
        return config.from();
    }

    List<String> destinations() {
        return config.to();
    }

    /** The limits for one more data set. */
    HeaderLimits limitsOfOne() {
        return limits.within(memory.share());
    }

    /** Decides by the recipe; whatever goes wrong on the way is a decision for the quarantine. */
    Decision decide(Instance instance) {
        return decide(instance, instance);
    }

    /**
     * The same for filters and actions that see different parts of an instance.
     *
     * @param filtered as the filters see it
     * @param edited as the actions change it
     */
    Decision decide(Instance filtered, Instance edited) {
        try {
            return decideUnguarded(filtered, edited);
        } catch (ActionException e) {
            return Decision.Quarantine.undecided(Kind.ACTION_FAILED, String.valueOf(e.getMessage()));
        } catch (EvaluationException e) {
            return Decision.Quarantine.undecided(Kind.FILTER_FAILED, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("recipe {}: internal fault {}", recipe.name(), OneLine.fault(e));
            return Decision.Quarantine.undecided(
                    Kind.INTERNAL_ERROR, e.getClass().getSimpleName());
        }
    }

    private Decision decideUnguarded(Instance filtered, Instance edited) throws ActionException {
        Verdict verdict = recipe.evaluate(filtered);
        List<Match> matches = verdict.matches();
        if (verdict.flagged()) {
            switch (config.disposition(matches.get(0).section())) {
                case QUARANTINE -> {
                    return Decision.Quarantine.flagged(matches);
                }
                case REFUSE -> {
                    return Decision.Refuse.byDisposition(matches);
                }
                case FORWARD -> { // as if it were clean
                }
            }
        }
        return new Decision.Forward(matches, recipe.edit(edited, variables));
    }
}
