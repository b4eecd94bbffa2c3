package org.sluice.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.sluice.recipe.CompiledRecipe;
import org.sluice.recipe.function.RecipeFunctions;
import org.sluice.recipe.syntax.Reading;
import org.sluice.recipe.syntax.RecipeException;
import org.sluice.recipe.syntax.RecipeSources;
import org.sluice.text.NotUtf8Exception;
import org.sluice.text.Problem;
import org.sluice.text.SourceText;

/** Reads the recipes that a command was given; one that is refused ends the command with all its mistakes. */
final class Recipes {
    /** The recipe of whoever names none. */
    static final String BUILT_IN = "burned-in.deid";

    private Recipes() {}

    /**
     * Compiles the recipes that {@code --deid} names, combined in this order. Of a folder the file {@code deid} in it is meant;
     * without any, {@code burned-in.deid}, which this program carries along.
     */
    static CompiledRecipe load(List<Path> files, Reading reading) throws IOException {
        if (files.isEmpty() && reading == Reading.COMPAT) {
            throw new UsageFailure(
                    "--compat needs a recipe: --deid RECIPE (" + BUILT_IN + " is written for the strict reading)");
        }
        List<SourceText> texts = files.isEmpty()
                ? List.of(builtIn())
                : read(
                        files.stream()
                                .map(file -> Files.isDirectory(file) ? file.resolve("deid") : file)
                                .toList(),
                        reading);
        try {
            return CompiledRecipe.load(texts, reading);
        } catch (RecipeException e) {
            throw refused(e);
        }
    }

    private static CommandFailure refused(RecipeException e) {
        String problems = e.problems().stream()
                .filter(Problem::isError)
                .map(Problem::display)
                .collect(Collectors.joining("\n"));
        return new CommandFailure("the recipe is refused\n" + problems, e);
    }

    /** The project's own file, which the build puts beside this class. */
    private static SourceText builtIn() throws IOException {
        try (InputStream text = Objects.requireNonNull(Recipes.class.getResourceAsStream(BUILT_IN), BUILT_IN)) {
            return new SourceText(BUILT_IN, new String(text.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** The texts of recipes, in the order of the files; in the strict reading with those that they include. */
    static List<SourceText> read(List<Path> files, Reading reading) throws IOException {
        try {
            return RecipeSources.read(files, reading);
        } catch (RecipeException e) {
            throw refused(e);
        } catch (NotUtf8Exception e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }

    /** The text of a recipe. */
    static SourceText read(Path file) throws IOException {
        try {
            return SourceText.read(file);
        } catch (NotUtf8Exception e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }

    /** The names that {@code func:} may call: of those functions that are installed. */
    static Set<String> functions() {
        return RecipeFunctions.installed().names();
    }
}
