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

/** Reads the recipes that a command was given; one that is refused ends the command with all its mistakes. */
final class Recipes {
    private Recipes() {}

    /** Compiles recipes, combined in the order of the files. */
    static CompiledRecipe load(List<Path> files, Reading reading) throws IOException {
        List<SourceText> texts = read(files);
        try {
            return CompiledRecipe.load(texts, reading);
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
        List<SourceText> texts = new ArrayList<>();
        for (Path file : files) {
            texts.add(read(file));
        }
        return texts;
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
