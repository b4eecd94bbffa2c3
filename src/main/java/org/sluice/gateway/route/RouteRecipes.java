package org.sluice.gateway.route;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.config.Configuration;
import org.sluice.recipe.CompiledRecipe;
import org.sluice.recipe.syntax.Reading;
import org.sluice.recipe.syntax.RecipeException;
import org.sluice.text.FileFault;
import org.sluice.text.NotUtf8Exception;
import org.sluice.text.Problem;
import org.sluice.text.SourceText;

/** The recipes of routes, each read once however many routes have it. */
final class RouteRecipes {
    private final Configuration configuration;
    private final List<Problem> problems;
    private final Map<Path, Optional<CompiledRecipe>> recipes = new HashMap<>();

    /** Problems with the recipes are added to the list. */
    RouteRecipes(Configuration configuration, List<Problem> problems) {
        this.configuration = configuration;
        this.problems = problems;
    }

    /** The recipe of the route with this number, from 0; empty when there are problems with it. */
    Optional<CompiledRecipe> of(int route) {
        return recipes.computeIfAbsent(configuration.routes().get(route).recipe(), file -> read(route, file));
    }

    private Optional<CompiledRecipe> read(int route, Path file) {
        try {
            return Optional.of(CompiledRecipe.load(List.of(SourceText.read(file)), Reading.STRICT));
        } catch (RecipeException e) {
            problems.addAll(e.problems());
        } catch (NotUtf8Exception e) {
            problems.add(e.problem());
        } catch (IOException e) {
            problems.add(configuration.places().error("recipe: " + FileFault.inWords(e), "routes", route, "recipe"));
        }
        return Optional.empty();
    }
}
