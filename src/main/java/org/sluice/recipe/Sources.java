package org.sluice.recipe;

import java.util.List;
import org.sluice.recipe.syntax.Recipe;
import org.sluice.text.Span;

/** The texts of a recipe, for showing problems in them. */
final class Sources {
    private Sources() {}

    /** The source line of a place; empty when the texts do not have it. */
    static String line(Recipe recipe, Span at) {
        return recipe.sources().stream()
                .filter(source -> source.name().equals(at.file()))
                .map(source -> source.lines())
                .filter(lines -> at.line() <= lines.size())
                .map((List<String> lines) -> lines.get(at.line() - 1))
                .findFirst()
                .orElse("");
    }
}
