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
import org.sluice.recipe.syntax.RecipeSources;
import org.sluice.text.FileFault;
import org.sluice.text.NotUtf8Exception;
import org.sluice.text.Problem;
import org.sluice.text.SourceText;

/** The recipes of routes and of their destinations, each read once however many have it. */
final class RouteRecipes {
    /** That of a route without one, whose destinations get what was received unless they have one of their own. */
    static final CompiledRecipe NONE = none();

    private final Configuration configuration;
    private final List<Problem> problems;
    private final Map<Path, Optional<CompiledRecipe>> recipes = new HashMap<>();

    /** Problems with the recipes are added to the list. */
    RouteRecipes(Configuration configuration, List<Problem> problems) {
        this.configuration = configuration;
        this.problems = problems;
    }

    /** That of a file, named at a place of the configuration; empty when there are problems with it. */
    Optional<CompiledRecipe> of(Path recipe, Object... place) {
        return recipes.computeIfAbsent(recipe, file -> read(file, place));
    }

    private Optional<CompiledRecipe> read(Path file, Object... place) {
        try {
            return Optional.of(CompiledRecipe.load(RecipeSources.read(List.of(file), Reading.STRICT), Reading.STRICT));
        } catch (RecipeException e) {
            problems.addAll(e.problems());
        } catch (NotUtf8Exception e) {
            problems.add(e.problem());
        } catch (IOException e) {
            problems.add(configuration.places().error("recipe: " + FileFault.inWords(e), place));
        }
        return Optional.empty();
    }

    private static CompiledRecipe none() {
        try {
            return CompiledRecipe.load(
                    List.of(new SourceText("no recipe", "FORMAT dicom\n\n%header\n")), Reading.STRICT);
        } catch (RecipeException e) {
            throw new IllegalStateException("an empty recipe is one", e);
        }
    }
}
