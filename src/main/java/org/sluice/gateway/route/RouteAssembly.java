package org.sluice.gateway.route;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.sluice.config.ConfigException;
import org.sluice.config.Configuration;
import org.sluice.config.ContradictionMode;
import org.sluice.config.DeliveryMode;
import org.sluice.config.RouteConfig;
import org.sluice.config.VariableConfig;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.HeaderMemory;
import org.sluice.recipe.CompiledRecipe;
import org.sluice.recipe.syntax.Recipe;
import org.sluice.store.KnownKeys;
import org.sluice.text.Log;
import org.sluice.text.Problem;

/** Joins each configured route with its recipe and variables, and finds everything that does not fit. */
public final class RouteAssembly {
    private static final Log LOG = Log.of(RouteAssembly.class);

    private final Configuration configuration;
    private final HeaderMemory memory;
    private final KnownKeys keys;
    private final List<Problem> problems = new ArrayList<>();

    /** For routes whose headers share that memory, and whose keys have to be those of earlier runs. */
    public RouteAssembly(Configuration configuration, HeaderMemory memory, KnownKeys keys) {
        this.keys = keys;
        this.configuration = configuration;
        this.memory = memory;
    }

    /** The routes in their order; problems of all of them at once. */
    public List<Route> routes() throws ConfigException {
        RouteRecipes recipes = new RouteRecipes(configuration, problems);
        RouteVariables.Factory variables = new RouteVariables.Factory(keys, problems, configuration.places());
        HeaderLimits limits = new HeaderLimits(
                configuration.limits().headerSize(),
                HeaderLimits.DEFAULT.maxDepth(),
                HeaderLimits.DEFAULT.maxElements());
        List<Route> routes = new ArrayList<>();
        for (int number = 0; number < configuration.routes().size(); number++) {
            RouteConfig config = configuration.routes().get(number);
            Optional<CompiledRecipe> recipe = recipes.of(number);
            RouteVariables values = variables.of(number, config.variables());
            if (recipe.isPresent()) {
                requireVariables(number, recipe.get());
                requireSections(number, recipe.get());
                sayWhatComesBySpool(config, recipe.get());
                long largest = configuration.limits().instanceSize();
                routes.add(new Route(config, recipe.get(), values, limits, largest, memory));
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return routes;
    }

    /** What is wrong with the recipes of some routes, by their numbers, whatever else may be wrong. */
    public static List<Problem> problemsOfRecipes(Configuration configuration, IntPredicate routes) {
        List<Problem> problems = new ArrayList<>();
        RouteRecipes recipes = new RouteRecipes(configuration, problems);
        IntStream.range(0, configuration.routes().size()).filter(routes).forEach(recipes::of);
        return problems;
    }

    private void requireVariables(int route, CompiledRecipe recipe) {
        RouteConfig config = configuration.routes().get(route);
        boolean hasSome = configuration.places().has("routes", route, "variables");
        for (String name : recipe.variables()) {
            if (!config.variables().containsKey(name)) {
                problems.add(configuration
                        .places()
                        .error(
                                "route " + config.ae() + ": " + config.recipe() + " uses var:" + name
                                        + ", which is not among the route's variables",
                                "routes",
                                route,
                                hasSome ? "variables" : "recipe"));
            }
        }
    }

    private void requireSections(int route, CompiledRecipe recipe) {
        RouteConfig config = configuration.routes().get(route);
        for (String section : config.dispositions().keySet()) {
            if (!sections(recipe).contains(section)) {
                String message = "route " + config.ae() + ": disposition of " + section + ", but " + config.recipe()
                        + " has no such %filter section";
                problems.add(configuration
                        .places()
                        .errorAtKey(message, section, "routes", route, "dispositions")
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
