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
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.sluice.config.ConfigException;
import org.sluice.config.Configuration;
import org.sluice.config.ContradictionMode;
import org.sluice.config.CrosswalkConfig;
import org.sluice.config.DeliveryMode;
import org.sluice.config.Disposition;
import org.sluice.config.Places;
import org.sluice.config.RouteConfig;
import org.sluice.config.VariableConfig;
import org.sluice.crosswalk.Crosswalk;
import org.sluice.crosswalk.CrosswalkFile;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.HeaderMemory;
import org.sluice.dataset.Tag;
import org.sluice.recipe.CompiledRecipe;
import org.sluice.recipe.syntax.Recipe;
import org.sluice.store.KnownKeys;
import org.sluice.text.FileFault;
import org.sluice.text.Log;
import org.sluice.text.Problem;

/** Joins each configured route with its recipe and variables, and finds everything that does not fit. */
public final class RouteAssembly {
    private static final Log LOG = Log.of(RouteAssembly.class);

    private final Configuration configuration;
    private final HeaderMemory memory;
    private final List<Problem> problems = new ArrayList<>();
    private final RouteRecipes recipes;
    private final Map<CrosswalkConfig, Crosswalk> crosswalks = new HashMap<>();
    private final RouteVariables.Factory variables;

    /** For routes whose headers share that memory, and whose keys have to be those of earlier runs. */
    public RouteAssembly(Configuration configuration, HeaderMemory memory, KnownKeys keys) {
        this.configuration = configuration;
        this.memory = memory;
        this.recipes = new RouteRecipes(configuration, problems);
        this.variables = new RouteVariables.Factory(keys, problems, configuration.places());
    }

    /** The routes in their order; problems of all of them at once. */
    public List<Route> routes() throws ConfigException {
        List<Route> routes = new ArrayList<>();
        for (int number = 0; number < configuration.routes().size(); number++) {
            route(number).ifPresent(routes::add);
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return routes;
    }

    private Optional<Route> route(int number) {
        RouteConfig config = configuration.routes().get(number);
        Optional<CompiledRecipe> recipe = config.recipe()
                .map(file -> recipes.of(file, "routes", number, "recipe"))
                .orElseGet(() -> Optional.of(RouteRecipes.NONE));
        Crosswalk crosswalk = crosswalk(number);
        RouteVariables given = variables.of(config.variables(), "routes", number);
        RouteVariables values = crosswalk == Crosswalk.NONE ? given : given.readTo(Tag.STUDY_INSTANCE_UID);
        recipe.ifPresent(read -> {
            Named named = new Named("route " + config.ae(), "route", config.recipe(), read);
            requireVariables(named, config.variables().keySet(), "routes", number);
            requireSections(named, config.dispositions(), "routes", number);
            sayWhatComesBySpool(config, read);
        });
        List<RouteBranch> own = ownRecipes(number, values, crosswalk);
        Optional<CompiledRecipe> shadow = shadow(number);
        recipe.ifPresent(read -> shadow.ifPresent(tried -> sayWhatCannotBeTried(config, read, own, tried)));
        return recipe.map(read -> new Route(
                config,
                read,
                values,
                limits(),
                configuration.limits().instanceSize(),
                memory,
                crosswalk,
                shadow,
                branches(config, read, values, crosswalk, own)));
    }

    /** Routes that name the same file for the same reader share what they know of it. */
    private Crosswalk crosswalk(int number) {
        Optional<CrosswalkConfig> config = configuration.routes().get(number).crosswalk();
        if (config.isEmpty()) {
            return Crosswalk.NONE;
        }
        try {
            Crosswalk known = crosswalks.get(config.get());
            Crosswalk crosswalk = known != null
                    ? known
                    : CrosswalkFile.of(config.get().to(), config.get().recipient());
            crosswalks.put(config.get(), crosswalk);
            return crosswalk;
        } catch (IOException e) {
            problems.add(
                    configuration.places().error("crosswalk: " + FileFault.inWords(e), "routes", number, "crosswalk"));
            return Crosswalk.NONE; // the problem ends the start
        }
    }

    /** Its filters; what is wrong with it is told as of the recipe of the route. */
    private Optional<CompiledRecipe> shadow(int number) {
        RouteConfig config = configuration.routes().get(number);
        return config.shadow().flatMap(file -> {
            Optional<CompiledRecipe> recipe = recipes.of(file, "routes", number, "shadow");
            recipe.ifPresent(read -> requireVariables(
                    new Named("route " + config.ae() + ", shadow", "route", config.shadow(), read),
                    config.variables().keySet(),
                    "routes",
                    number));
            return recipe.map(CompiledRecipe::withoutActions);
        });
    }

    /** No instance is read further for a shadow than its route reads it. */
    private static void sayWhatCannotBeTried(
            RouteConfig config, CompiledRecipe recipe, List<RouteBranch> own, CompiledRecipe shadow) {
        boolean readsAll = recipe.needsWholeDataSet()
                || own.stream().anyMatch(way -> way.recipe().needsWholeDataSet());
        shadow.needsWholeDataSetBecauseOf()
                .filter(at -> !readsAll)
                .ifPresent(at -> LOG.warn(
                        "route {}: the shadow is tried on headers, and {}:{} asks for pixel data or for what follows it:"
                                + " instances that depend on it are counted as undecided",
                        config.ae(),
                        at.file(),
                        at.line()));
    }

    private HeaderLimits limits() {
        return new HeaderLimits(
                configuration.limits().headerSize(),
                HeaderLimits.DEFAULT.maxDepth(),
                HeaderLimits.DEFAULT.maxElements());
    }

    /** Those of destinations that have a recipe of their own, as far as these are right. */
    private List<RouteBranch> ownRecipes(int number, RouteVariables ofRoute, Crosswalk crosswalk) {
        RouteConfig config = configuration.routes().get(number);
        List<RouteBranch> branches = new ArrayList<>();
        config.own().forEach((name, own) -> {
            Object[] place = ownRecipe(config, number, name);
            Optional<CompiledRecipe> recipe = recipes.of(own.recipe(), Places.within(place, "recipe"));
            RouteVariables values = variables.of(own.variables(), ofRoute, place);
            recipe.ifPresent(read -> {
                Named named = new Named(
                        "route " + config.ae() + " to " + name,
                        "destination's or the route",
                        Optional.of(own.recipe()),
                        read);
                Set<String> names = new HashSet<>(config.variables().keySet());
                names.addAll(own.variables().keySet());
                requireVariables(named, names, place);
                requireSections(named, own.dispositions(), place);
                branches.add(new RouteBranch(
                        List.of(name),
                        read,
                        values,
                        section -> own.dispositions().getOrDefault(section, Disposition.QUARANTINE),
                        crosswalk));
            });
        });
        return branches;
    }

    /** The destinations without a recipe of their own are one branch, where others have one. */
    private static List<RouteBranch> branches(
            RouteConfig config,
            CompiledRecipe recipe,
            RouteVariables values,
            Crosswalk crosswalk,
            List<RouteBranch> own) {
        List<String> others = config.to().stream()
                .filter(name -> !config.own().containsKey(name))
                .toList();
        if (own.isEmpty() || others.isEmpty()) {
            return own;
        }
        List<RouteBranch> all = new ArrayList<>();
        all.add(new RouteBranch(others, recipe, values, config::disposition, crosswalk));
        all.addAll(own);
        return all;
    }

    /** Where a destination's own recipe stands in the configuration. */
    private static Object[] ownRecipe(RouteConfig config, int route, String destination) {
        return new Object[] {"routes", route, "to", config.to().indexOf(destination), destination};
    }

    /** What is wrong with some recipes, by the places at which they are named, whatever else may be wrong. */
    public static List<Problem> problemsOfRecipes(Configuration configuration, Predicate<Object[]> places) {
        List<Problem> problems = new ArrayList<>();
        RouteRecipes recipes = new RouteRecipes(configuration, problems);
        for (int number = 0; number < configuration.routes().size(); number++) {
            RouteConfig config = configuration.routes().get(number);
            Object[] ofRoute = {"routes", number, "recipe"};
            config.recipe().filter(file -> places.test(ofRoute)).ifPresent(file -> recipes.of(file, ofRoute));
            int route = number;
            Object[] ofShadow = {"routes", number, "shadow"};
            config.shadow().filter(file -> places.test(ofShadow)).ifPresent(file -> recipes.of(file, ofShadow));
            config.own().forEach((name, own) -> {
                Object[] place = Places.within(ownRecipe(config, route, name), "recipe");
                if (places.test(place)) {
                    recipes.of(own.recipe(), place);
                }
            });
        }
        return problems;
    }

    /**
     * A recipe that the configuration names.
     *
     * @param at the beginning of a message about it
     * @param whose what has it
     */
    private record Named(String at, String whose, Optional<Path> file, CompiledRecipe recipe) {
        String fileName() {
            return file.map(Path::toString).orElse(recipe.name());
        }
    }

    private void requireVariables(Named named, Set<String> there, Object... place) {
        boolean hasSome = configuration.places().has(Places.within(place, "variables"));
        for (String name : named.recipe().variables()) {
            if (!there.contains(name)) {
                problems.add(configuration
                        .places()
                        .error(
                                named.at() + ": " + named.fileName() + " uses var:" + name + ", which is not among the "
                                        + named.whose() + "'s variables",
                                Places.within(place, hasSome ? "variables" : "recipe")));
            }
        }
    }

    private void requireSections(Named named, Map<String, Disposition> dispositions, Object... place) {
        for (String section : dispositions.keySet()) {
            if (!sections(named.recipe()).contains(section)) {
                String message = named.at() + ": disposition of " + section + ", but " + named.fileName()
                        + " has no such %filter section";
                problems.add(configuration
                        .places()
                        .errorAtKey(message, section, Places.within(place, "dispositions"))
                        .suggesting(sections(named.recipe())));
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
        if (!config.scrubs().isEmpty()) {
            LOG.warn(
                    "route {}: of the instances that {} flags, those whose pixel data is encapsulated go by way of the"
                            + " spool, not cut-through",
                    config.ae(),
                    String.join(", ", config.scrubs().keySet()));
        }
        if (!config.own().isEmpty()) {
            LOG.warn(
                    "route {}: instances go by way of the spool, not cut-through: there is a recipe for {} alone",
                    config.ae(),
                    String.join(", ", config.own().keySet()));
        }
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
            Stream<VariableConfig> ofDestinations =
                    route.own().values().stream().flatMap(own -> own.variables().values().stream());
            Stream.concat(route.variables().values().stream(), ofDestinations).forEach(variable -> {
                variable.keyFile().ifPresent(files::add);
            });
        }
        return files;
    }

    /**
     * A recipe that the configuration does not name, read as one of a route is.
     *
     * @throws ConfigException when it is refused, with all that is wrong
     */
    public CompiledRecipe recipe(Path file) throws ConfigException {
        Optional<CompiledRecipe> read = recipes.of(file, "routes");
        if (read.isEmpty()) {
            throw new ConfigException(problems);
        }
        return read.get();
    }

    /** The names of a recipe's filter sections, in its order. */
    public static List<String> sections(CompiledRecipe recipe) {
        return recipe.recipe().filters().stream()
                .map(Recipe.FilterSection::name)
                .toList();
    }
}
