package org.sluice.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.sluice.recipe.CompiledRecipe;
import org.sluice.recipe.RecipeFunctions;
import org.sluice.recipe.syntax.Reading;
import org.sluice.recipe.syntax.RecipeException;
import org.sluice.text.Problem;
import org.sluice.text.SourceText;

/** Loads the recipes that a command was given; one with mistakes ends the command with all of them. */
final class Recipes {
    private Recipes() {}

    static CompiledRecipe load(List<Path> files, Reading reading) throws IOException {
        List<SourceText> sources = read(files);
        try {
            return CompiledRecipe.load(sources, reading);
        } catch (RecipeException e) {
            String problems = e.problems().stream()
                    .filter(Problem::isError)
                    .map(Problem::display)
                    .collect(Collectors.joining("\n"));
            throw new CommandFailure("the recipe is refused\n" + problems, e);
        }
    }

    /** The texts of recipes, in the order of the files. */
    static List<SourceText> read(List<Path> files) throws IOException {
        List<SourceText> sources = new ArrayList<>();
        for (Path file : files) {
            sources.add(read(file));
        }
        return sources;
    }

    /** The text of a recipe. */
    static SourceText read(Path file) throws IOException {
        try {
            return SourceText.read(file);
        } catch (CharacterCodingException e) {
            throw new CommandFailure(file + " is not UTF-8 text", e);
        }
    }

    /** The names that {@code func:} may call: of those functions that are on the class path. */
    static Set<String> functions() {
        return RecipeFunctions.installed().names();
    }
}
