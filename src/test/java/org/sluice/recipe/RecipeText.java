package org.sluice.recipe;

import java.util.List;
import org.sluice.recipe.function.RecipeFunctions;
import org.sluice.recipe.syntax.Reading;
import org.sluice.recipe.syntax.RecipeException;
import org.sluice.text.SourceText;

/** Recipes written in a test. */
final class RecipeText {
    private RecipeText() {}

    static CompiledRecipe strict(String... lines) {
        return compiled(Reading.STRICT, RecipeFunctions.NONE, lines);
    }

    static CompiledRecipe compat(String... lines) {
        return compiled(Reading.COMPAT, RecipeFunctions.NONE, lines);
    }

    static CompiledRecipe compiled(Reading reading, RecipeFunctions functions, String... lines) {
        SourceText text = new SourceText("test.deid", "FORMAT dicom\n" + String.join("\n", lines) + "\n");
        try {
            return CompiledRecipe.load(List.of(text), reading, CompiledRecipe.Environment.of(functions));
        } catch (RecipeException refused) {
            throw new AssertionError(refused);
        }
    }
}
