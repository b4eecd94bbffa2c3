package org.sluice.gateway.route;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sluice.config.ConfigException;
import org.sluice.config.Configuration;
import org.sluice.config.ContradictionMode;
import org.sluice.config.DeliveryMode;
import org.sluice.config.RouteConfig;
import org.sluice.config.VariableConfig;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.HeaderMemory;
import org.sluice.recipe.CompiledRecipe;
import org.sluice.recipe.syntax.Reading;
import org.sluice.recipe.syntax.Recipe;
import org.sluice.recipe.syntax.RecipeException;
import org.sluice.store.KnownKeys;
import org.sluice.text.Log;
import org.sluice.text.OneLine;
import org.sluice.text.Problem;
import org.sluice.text.SourceText;
import org.sluice.text.Span;

/** Joins each configured route with its recipe and variables, and finds everything that does not fit. */
public final class RouteAssembly {
    private static final Log LOG = Log.of(RouteAssembly.class);

    private final Configuration configuration;
    private final HeaderMemory memory;
    private final KnownKeys keys;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<Path, Optional<CompiledRecipe>> recipes = new HashMap<>();

    /** For routes whose headers share that memory, and whose keys have to be those of earlier runs. */
    public RouteAssembly(Configuration configuration, HeaderMemory memory, KnownKeys keys) {
        this.keys = keys;
        this.configuration = configuration;
        this.memory = memory;
    }

    /** The routes in their order; problems of all of them at once. */
    public List<Route> routes() throws ConfigException {
        RouteVariables.Factory variables = new RouteVariables.Factory(keys, problems);
        HeaderLimits limits = new HeaderLimits(
                configuration.limits().headerSize(),
                HeaderLimits.DEFAULT.maxDepth(),
                HeaderLimits.DEFAULT.maxElements());
        List<Route> routes = new ArrayList<>();
        for (RouteConfig config : configuration.routes()) {
            Optional<CompiledRecipe> recipe = recipes.computeIfAbsent(config.recipe(), this::load);
            RouteVariables values = variables.of(config.variables());
            recipe.ifPresent(compiled -> {
                requireVariables(config, compiled);
                requireSections(config, compiled);
                sayWhatComesBySpool(config, compiled);
                long largest = configuration.limits().instanceSize();
                routes.add(new Route(config, compiled, values, limits, largest, memory));
            });
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return routes;
    }

    private Optional<CompiledRecipe> load(Path file) {
        try {
            return Optional.of(CompiledRecipe.load(List.of(SourceText.read(file)), Reading.STRICT));
        } catch (RecipeException e) {
            problems.addAll(e.problems());
        } catch (IOException e) {
            problems.add(Problem.error(new Span(file.toString(), 1, 1), "cannot be read: " + OneLine.message(e), ""));
        }
        return Optional.empty();
    }

    private void requireVariables(RouteConfig config, CompiledRecipe recipe) {
        for (String name : recipe.variables()) {
            if (!config.variables().containsKey(name)) {
                problems.add(Problem.error(
                        config.at(),
                        "route " + config.ae() + ": " + config.recipe() + " uses var:" + name
                                + ", which is not among the route's variables",
                        ""));
            }
        }
    }

    private void requireSections(RouteConfig config, CompiledRecipe recipe) {
        for (String section : config.dispositions().keySet()) {
            if (!sections(recipe).contains(section)) {
                problems.add(Problem.error(
                                config.at(),
                                "route " + config.ae() + ": disposition of " + section + ", but " + config.recipe()
                                        + " has no such %filter section",
                                "")
                        .suggesting(sections(recipe)));
            }
        }
    }

    /** Cut-through has sent the pixel data before it sees what comes after it. */
    private static void sayWhatComesBySpool(RouteConfig config, CompiledRecipe recipe) {
        if (config.deliver() != DeliveryMode.CUT_THROUGH) {
            return;
        }
        recipe.needsWholeDataSetBecauseOf()
                .ifPresent(at -> LOG.warn(
                        "route {}: instances go by way of the spool, not cut-through: {}:{} asks for pixel data, for what"
                                + " follows it, for a list of values or for a function",
                        config.ae(),
                        at.file(),
                        at.line()));
        if (config.contradictions() == ContradictionMode.ACCEPT) {
            LOG.warn(
                    "route {}: instances go by way of the spool, not cut-through: contradictions: accept reads all of an"
                            + " instance before it decides",
                    config.ae());
        }
    }

    /** The files of all keys that the variables of a configuration name. */
    public static Set<Path> keys(Configuration configuration) {
        Set<Path> files = new HashSet<>();
        for (RouteConfig route : configuration.routes()) {
            for (VariableConfig variable : route.variables().values()) {
                if (variable instanceof VariableConfig.Pseudonym pseudonym) {
                    files.add(pseudonym.key());
                } else if (variable instanceof VariableConfig.Uid uid) {
                    files.add(uid.key());
                }
            }
        }
        return files;
    }

    /** The names of a recipe's filter sections, in its order. */
    public static List<String> sections(CompiledRecipe recipe) {
        return recipe.recipe().filters().stream()
                .map(Recipe.FilterSection::name)
                .toList();
    }
}
