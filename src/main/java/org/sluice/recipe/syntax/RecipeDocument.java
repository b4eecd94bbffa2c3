package org.sluice.recipe.syntax;

import java.util.List;
import org.sluice.text.SourceText;

/**
 * One recipe text, line by line, comments included.
 *
 * @param source the text
 * @param lines one for each line of the text
 */
public record RecipeDocument(SourceText source, List<Line> lines) {
    /** Keeps its own copy of {@code lines}. */
    public RecipeDocument {
        lines = List.copyOf(lines);
    }

    /**
     * One line.
     *
     * @param content what it says
     * @param comment the comment behind it, from the {@code #} on; empty when there is none
     */
    public record Line(Content content, String comment) {}
}
