package org.sluice.gateway.route;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sluice.config.Disposition;
import org.sluice.config.ScrubConfig;
import org.sluice.crosswalk.Crosswalk;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.HeaderMemoryException;
import org.sluice.pixel.ScrubOrder;
import org.sluice.recipe.CompiledRecipe;
import org.sluice.recipe.Screening;
import org.sluice.recipe.action.HeaderEdits;
import org.sluice.recipe.filter.EvaluationException;
import org.sluice.recipe.filter.Match;
import org.sluice.recipe.filter.Verdict;
import org.sluice.recipe.function.ActionException;
import org.sluice.recipe.function.Variables;
import org.sluice.store.KeptRecipes;
import org.sluice.store.QuarantineEntry.Kind;
import org.sluice.text.FileFault;
import org.sluice.text.Log;
import org.sluice.text.OneLine;
import org.sluice.text.SourceText;

/**
 * What some destinations of a route get, where not all get the same: by a recipe of their own, or by that of the route. Any
 * thread.
 *
 * @param destinations their names, at least one
 * @param recipe what their instances run through
 * @param variables what the recipe's {@code var:} names stand for
 * @param dispositions by name of a {@code %filter} section
 * @param crosswalk where who became whom is written before an instance goes on
 */
public record RouteBranch(
        List<String> destinations,
        CompiledRecipe recipe,
        Variables variables,
        Function<String, Disposition> dispositions,
        Crosswalk crosswalk) {
    private static final Log LOG = Log.of(RouteBranch.class);

    /** Keeps its own copy of {@code destinations}. */
    public RouteBranch {
        destinations = List.copyOf(destinations);
    }

    /** The name of the recipe; empty when its destinations get what was received. */
    public Optional<String> recipeName() {
        return recipe == RouteRecipes.NONE ? Optional.empty() : Optional.of(recipe.name());
    }

    /** The names of the recipe's filter sections, in its order. */
    public List<String> sections() {
        return RouteAssembly.sections(recipe);
    }

    /** What becomes of an instance that the section of this name flags. */
    public Disposition disposition(String section) {
        return dispositions.apply(section);
    }

    /** How much of an instance it has to see. */
    Screening.Needs needs() {
        return recipe.needs(variables);
    }

    /** The same with another recipe, only to see what it would do: nobody is written down in a crosswalk. */
    public RouteBranch trying(CompiledRecipe other) {
        return new RouteBranch(destinations, other, variables, dispositions, Crosswalk.NONE);
    }

    /** Decides on what has been read; whatever goes wrong on the way is a decision for the quarantine. */
    public InstanceDecision decide(Screening screening) {
        return decide(screening, reported -> {});
    }

    /**
     * The same.
     *
     * @param reported told what sections say that only report
     */
    public InstanceDecision decide(Screening screening, Consumer<Verdict> reported) {
        Dispositions ofSections = new Dispositions(dispositions, section -> ScrubConfig.DEFAULT);
        return decide(screening, recipe, variables, ofSections, crosswalk, reported);
    }

    /** The same whatever the filters say: only what cannot be edited is stopped. */
    public InstanceDecision decideWithoutFilters(Screening screening) {
        try {
            return new InstanceDecision.Forward(List.of(), edited(screening, recipe, variables, crosswalk));
        } catch (IOException e) {
            return notNoted(e);
        } catch (ActionException e) {
            return InstanceDecision.Quarantine.undecided(
                    InstanceDecision.Quarantine.kind(e.kind()), String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("recipe {}: internal fault {}", recipe.name(), OneLine.fault(e));
            return InstanceDecision.Quarantine.undecided(
                    Kind.INTERNAL_ERROR, e.getClass().getSimpleName());
        }
    }

    /** What has been decided by it, for a person: which filters matched and where they stand, or what went wrong. */
    public String inWords(InstanceDecision decision) {
        if (decision instanceof InstanceDecision.Refuse refusal
                && refusal.matches().isEmpty()) {
            return refusal.why();
        }
        if (decision.matches().isEmpty()) {
            return decision instanceof InstanceDecision.Quarantine stopped
                    ? stopped.kind().word() + " (" + stopped.detail() + ")"
                    : "clean";
        }
        String lines = decision.matches().stream()
                .map(match -> Integer.toString(match.line()))
                .distinct()
                .collect(Collectors.joining(", "));
        String flagged = "flagged " + decision.matches().get(0).section() + " (" + recipe.name() + ":" + lines + ")";
        return decision instanceof InstanceDecision.Forward ? flagged + ", forwarded all the same" : flagged;
    }

    /** Keeps the text of the recipe, for whoever asks later what caught an instance. */
    public void keepRecipe(KeptRecipes recipes) throws IOException {
        StringBuilder text = new StringBuilder();
        recipe.recipe().sources().stream().map(SourceText::content).forEach(text::append);
        recipes.keep(recipe.sha256(), text.toString());
    }

    static InstanceDecision decide(
            Screening screening,
            CompiledRecipe recipe,
            Variables variables,
            Dispositions dispositions,
            Crosswalk crosswalk,
            Consumer<Verdict> reported) {
        try {
            return decideUnguarded(screening, recipe, variables, dispositions, crosswalk, reported);
        } catch (IOException e) {
            return notNoted(e);
        } catch (ActionException e) {
            return InstanceDecision.Quarantine.undecided(
                    InstanceDecision.Quarantine.kind(e.kind()), String.valueOf(e.getMessage()));
        } catch (EvaluationException e) {
            if (e.getCause() instanceof HeaderMemoryException full) {
                return InstanceDecision.Refuse.tooLarge(full);
            }
            return InstanceDecision.Quarantine.undecided(Kind.FILTER_FAILED, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("recipe {}: internal fault {}", recipe.name(), OneLine.fault(e));
            return InstanceDecision.Quarantine.undecided(
                    Kind.INTERNAL_ERROR, e.getClass().getSimpleName());
        }
    }

    private static InstanceDecision decideUnguarded(
            Screening screening,
            CompiledRecipe recipe,
            Variables variables,
            Dispositions dispositions,
            Crosswalk crosswalk,
            Consumer<Verdict> reported)
            throws ActionException, IOException {
        Verdict verdict = screening.verdict(recipe, dispositions.use());
        if (!verdict.equals(Verdict.CLEAN)) {
            dispositions.reported(verdict).ifPresent(reported);
        }
        List<Match> matches = verdict.without(dispositions::isReport);
        if (!matches.isEmpty()) {
            switch (dispositions.of(matches.get(0).section())) {
                case QUARANTINE -> {
                    return InstanceDecision.Quarantine.flagged(matches);
                }
                case REFUSE -> {
                    return InstanceDecision.Refuse.byDisposition(matches);
                }
                case SCRUB -> {
                    HeaderEdits edits = edited(screening, recipe, variables, crosswalk);
                    return scrub(screening, matches, edits, dispositions.scrubs());
                }
                case FORWARD, REPORT -> { // as if it were clean
                }
            }
        }
        return new InstanceDecision.Forward(matches, edited(screening, recipe, variables, crosswalk));
    }

    private static HeaderEdits edited(
            Screening screening, CompiledRecipe recipe, Variables variables, Crosswalk crosswalk)
            throws ActionException, IOException {
        HeaderEdits edits = screening.edit(recipe, variables);
        crosswalk.note(edits, variables.tags());
        return edits;
    }

    /** Nothing goes on whose pair is lost; the sender keeps it, and sends it again. */
    private static InstanceDecision notNoted(IOException e) {
        String why = "the crosswalk cannot be written: " + FileFault.inWords(e);
        LOG.error("{}", why);
        return InstanceDecision.Refuse.notNoted(why);
    }

    /** By the coordinates of every label that matched in the section that decides. */
    private static InstanceDecision scrub(
            Screening screening, List<Match> matches, HeaderEdits edits, Function<String, ScrubConfig> scrubs) {
        String section = matches.get(0).section();
        ScrubConfig how = scrubs.apply(section);
        List<Match> ofSection = matches.stream()
                .filter(match -> match.section().equals(section))
                .toList();
        ScrubOrder.Colour colour =
                how.fill() == ScrubConfig.Fill.ZERO ? ScrubOrder.Colour.ZERO : ScrubOrder.Colour.BLACK;
        try {
            return new InstanceDecision.Scrub(matches, edits, screening.scrub(edits, ofSection, colour), how);
        } catch (DataSetException e) {
            return InstanceDecision.Quarantine.unreadable(e).with(matches);
        }
    }
}
