package org.sluice.gateway;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sluice.config.Callers;
import org.sluice.config.ContradictionMode;
import org.sluice.config.Disposition;
import org.sluice.config.RouteConfig;
import org.sluice.dataset.Contradiction;
import org.sluice.dataset.Contradictions;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.HeaderMemory;
import org.sluice.dataset.HeaderRoom;
import org.sluice.dataset.HeaderTooLargeException;
import org.sluice.dataset.Tag;
import org.sluice.net.StoreRequest;
import org.sluice.recipe.CompiledRecipe;
import org.sluice.recipe.Screening;
import org.sluice.recipe.filter.EvaluationException;
import org.sluice.recipe.filter.Match;
import org.sluice.recipe.filter.Occurrences;
import org.sluice.recipe.filter.Verdict;
import org.sluice.recipe.function.ActionException;
import org.sluice.recipe.function.Variables;
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
    /** What {@link ContradictionMode#ACCEPT} takes. */
    private static final Set<Contradiction.Kind> ACCEPTABLE = EnumSet.of(
            Contradiction.Kind.OUT_OF_ORDER,
            Contradiction.Kind.DUPLICATE_ELEMENT,
            Contradiction.Kind.ODD_LENGTH,
            Contradiction.Kind.OTHER_UID_IN_COMMAND);

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

    /** Whether instances are read to their end before they are decided. */
    boolean completesFirst() {
        return recipe.needsWholeDataSet()
                || config.contradictions() == ContradictionMode.ACCEPT
                || Tag.group(variables.lastTag()) >= Tag.PIXEL_DATA_GROUP;
    }

    /** Begins with an instance. */
    Screening screening(Arrival arrival, HeaderRoom room) {
        Screening screening = recipe.screening(arrival.syntax(), arrival::meta, variables, arrival.limits(), room);
        arrival.found(screening.contradictions());
        return screening;
    }

    /** Decides on what has been read; whatever goes wrong on the way is a decision for the quarantine. */
    Decision decide(Arrival arrival, Screening screening) {
        StoreRequest request = arrival.request();
        screening.compareWithCommand(request.sopClassUid(), request.sopInstanceUid());
        return decide(screening);
    }

    /** The same without a look at what the request says. */
    Decision decide(Screening screening) {
        Optional<Decision.Quarantine> stopped = stopped(screening.contradictions());
        if (stopped.isPresent()) {
            return stopped.get();
        }
        try {
            return decideUnguarded(screening);
        } catch (ActionException e) {
            return Decision.Quarantine.undecided(Decision.Quarantine.kind(e.kind()), String.valueOf(e.getMessage()));
        } catch (EvaluationException e) {
            return Decision.Quarantine.undecided(Kind.FILTER_FAILED, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("recipe {}: internal fault {}", recipe.name(), OneLine.fault(e));
            return Decision.Quarantine.undecided(
                    Kind.INTERNAL_ERROR, e.getClass().getSimpleName());
        }
    }

    /** Decides on an instance that cannot be read: one that contradicts PS3.5 is not only too large. */
    Decision decide(Screening screening, DataSetException unreadable) {
        Optional<Decision.Quarantine> stopped = stopped(screening.contradictions());
        if (stopped.isEmpty() && unreadable instanceof HeaderTooLargeException tooLarge) {
            return Decision.Refuse.tooLarge(tooLarge);
        }
        return stopped.orElseGet(() -> Decision.Quarantine.unreadable(unreadable));
    }

    /** Why an instance goes to the quarantine that cannot be read, or not to its end. */
    Decision.Quarantine stopped(Contradictions found, DataSetException unreadable) {
        return stopped(found).orElseGet(() -> Decision.Quarantine.unreadable(unreadable));
    }

    /** Whether what has been found in an instance stops it on this route. */
    Optional<Decision.Quarantine> stopped(Contradictions found) {
        if (found.isEmpty() || config.contradictions() == ContradictionMode.REPORT) {
            return Optional.empty();
        }
        return found.ofEachKind().stream()
                .filter(one ->
                        config.contradictions() == ContradictionMode.QUARANTINE || !ACCEPTABLE.contains(one.kind()))
                .findFirst()
                .map(Decision.Quarantine::contradicting);
    }

    private Decision decideUnguarded(Screening screening) throws ActionException {
        Verdict verdict =
                screening.verdict(new Occurrences(section -> config.disposition(section) == Disposition.FORWARD));
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
        return new Decision.Forward(matches, screening.edit(variables));
    }
}
