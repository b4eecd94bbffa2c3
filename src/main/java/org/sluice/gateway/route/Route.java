package org.sluice.gateway.route;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.sluice.config.Callers;
import org.sluice.config.ContradictionMode;
import org.sluice.config.Disposition;
import org.sluice.config.RouteConfig;
import org.sluice.crosswalk.Crosswalk;
import org.sluice.dataset.Contradiction;
import org.sluice.dataset.Contradictions;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.HeaderMemory;
import org.sluice.dataset.HeaderRoom;
import org.sluice.dataset.HeaderTooLargeException;
import org.sluice.dataset.Tag;
import org.sluice.dataset.TransferSyntax;
import org.sluice.net.StoreRequest;
import org.sluice.recipe.CompiledRecipe;
import org.sluice.recipe.Screening;
import org.sluice.recipe.filter.Match;
import org.sluice.recipe.filter.Use;
import org.sluice.recipe.filter.Verdict;
import org.sluice.recipe.function.Variables;

/**
 * The road of the instances that are sent to one called AE title: who may use it, the recipe they run through, and
 * where they go. Any thread.
 *
 * @param variables what the recipe's {@code var:} names stand for
 * @param limits how much of a data set is held in memory
 * @param instanceBytes how large a data set may be, and become when it is inflated
 * @param memory that the headers of all routes share
 * @param crosswalk where who became whom is written before an instance goes on
 * @param shadow the filters of the recipe that is tried beside it
 * @param branches what which destinations get, where some have a recipe of their own; else none
 */
public record Route(
        RouteConfig config,
        CompiledRecipe recipe,
        Variables variables,
        HeaderLimits limits,
        long instanceBytes,
        HeaderMemory memory,
        Crosswalk crosswalk,
        Optional<CompiledRecipe> shadow,
        List<RouteBranch> branches) {
    /** What {@link ContradictionMode#ACCEPT} takes. */
    private static final Set<Contradiction.Kind> ACCEPTABLE = EnumSet.of(
            Contradiction.Kind.OUT_OF_ORDER,
            Contradiction.Kind.DUPLICATE_ELEMENT,
            Contradiction.Kind.ODD_LENGTH,
            Contradiction.Kind.OTHER_UID_IN_COMMAND);

    /** Keeps its own copy of {@code branches}. */
    public Route {
        branches = List.copyOf(branches);
    }

    /** One whose destinations all get the same. */
    public Route(
            RouteConfig config,
            CompiledRecipe recipe,
            Variables variables,
            HeaderLimits limits,
            long instanceBytes,
            HeaderMemory memory) {
        this(config, recipe, variables, limits, instanceBytes, memory, Crosswalk.NONE, Optional.empty(), List.of());
    }

    /** The AE title that callers use for it. */
    public String calledAe() {
        return config.ae();
    }

    Callers callers() {
        return config.from();
    }

    /** The names of its destinations, at least one. */
    public List<String> destinations() {
        return config.to();
    }

    /** Through which recipes instances go to which destinations: the branches, or the only way that there is. */
    public List<RouteBranch> ways() {
        return branches.isEmpty()
                ? List.of(new RouteBranch(destinations(), recipe, variables, config::disposition, crosswalk))
                : branches;
    }

    /**
     * What the filters of the shadow say of an instance that was screened on this route, of as much of it as has been read: empty
     * without a shadow. Nothing depends on it; sections that only report are left out.
     */
    public Optional<Verdict> shadowVerdict(Screening screening) {
        return shadow.map(recipe -> {
            Verdict all = screening.verdict(recipe, Use.TRIAL);
            Predicate<String> reports = section -> config.disposition(section) == Disposition.REPORT;
            List<Match> undecided = new Verdict(all.undecided()).without(reports);
            return new Verdict(all.without(reports), undecided);
        });
    }

    /** The limits for one more data set. */
    public HeaderLimits limitsOfOne() {
        return limits.within(memory.share());
    }

    /** Whether instances are read to their end before they are decided. */
    public boolean completesFirst() {
        return !branches.isEmpty()
                || recipe.needsWholeDataSet()
                || config.contradictions() == ContradictionMode.ACCEPT
                || Tag.group(variables.lastTag()) >= Tag.PIXEL_DATA_GROUP;
    }

    /**
     * Begins with an instance.
     *
     * @param meta gives its file meta information
     * @param limitsOfIt from {@link #limitsOfOne}
     * @param room for its header
     */
    public Screening screening(TransferSyntax syntax, Supplier<Header> meta, HeaderLimits limitsOfIt, HeaderRoom room) {
        if (branches.isEmpty() && config.scrubs().isEmpty()) {
            return recipe.screening(syntax, meta, variables, limitsOfIt, room);
        }
        if (branches.isEmpty()) {
            Screening.Needs withPixels = recipe.needs(variables).and(Screening.Needs.OF_PIXELS);
            return recipe.screening(syntax, meta, withPixels, limitsOfIt, room);
        }
        Screening.Needs needs = branches.stream()
                .map(RouteBranch::needs)
                .reduce(Screening.Needs::and)
                .orElseThrow();
        return recipe.screening(syntax, meta, needs, limitsOfIt, room);
    }

    /** Whether what has been read stops an instance, for whichever destination. */
    public Optional<InstanceDecision.Quarantine> stopped(StoreRequest request, Screening screening) {
        screening.compareWithCommand(request.sopClassUid(), request.sopInstanceUid());
        return stopped(screening.contradictions());
    }

    /** Decides on what has been read; whatever goes wrong on the way is a decision for the quarantine. */
    public InstanceDecision decide(StoreRequest request, Screening screening) {
        return decide(request, screening, reported -> {});
    }

    /**
     * The same.
     *
     * @param reported told what sections say that only report
     */
    public InstanceDecision decide(StoreRequest request, Screening screening, Consumer<Verdict> reported) {
        screening.compareWithCommand(request.sopClassUid(), request.sopInstanceUid());
        return decide(screening, reported);
    }

    /** The same without a look at what the request says. */
    public InstanceDecision decide(Screening screening) {
        return decide(screening, reported -> {});
    }

    private InstanceDecision decide(Screening screening, Consumer<Verdict> reported) {
        Optional<InstanceDecision.Quarantine> stopped = stopped(screening.contradictions());
        if (stopped.isPresent()) {
            return stopped.get();
        }
        return RouteBranch.decide(
                screening,
                recipe,
                variables,
                new Dispositions(config::disposition, config::scrub),
                crosswalk,
                reported);
    }

    /** Decides on an instance that cannot be read: one that contradicts PS3.5 is not only too large. */
    public InstanceDecision decide(Screening screening, DataSetException unreadable) {
        Optional<InstanceDecision.Quarantine> stopped = stopped(screening.contradictions());
        if (stopped.isEmpty() && unreadable instanceof HeaderTooLargeException tooLarge) {
            return InstanceDecision.Refuse.tooLarge(tooLarge);
        }
        return stopped.orElseGet(() -> InstanceDecision.Quarantine.unreadable(unreadable));
    }

    /** Why an instance goes to the quarantine that cannot be read, or not to its end. */
    public InstanceDecision.Quarantine stopped(Contradictions found, DataSetException unreadable) {
        return stopped(found).orElseGet(() -> InstanceDecision.Quarantine.unreadable(unreadable));
    }

    /** Whether what has been found in an instance stops it on this route. */
    public Optional<InstanceDecision.Quarantine> stopped(Contradictions found) {
        if (found.isEmpty() || config.contradictions() == ContradictionMode.REPORT) {
            return Optional.empty();
        }
        return found.ofEachKind().stream()
                .filter(one ->
                        config.contradictions() == ContradictionMode.QUARANTINE || !ACCEPTABLE.contains(one.kind()))
                .findFirst()
                .map(InstanceDecision.Quarantine::contradicting);
    }
}
