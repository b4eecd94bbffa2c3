package org.sluice.recipe.syntax;

import java.util.List;
import org.sluice.text.Problem;

/**
 * One text after its parser.
 *
 * @param document its lines; of a refused text, those that could be read
 * @param problems everything found, in the order of the text
 */
record ParsedText(RecipeDocument document, List<Problem> problems) {
    ParsedText {
        problems = List.copyOf(problems);
    }

    boolean isRefused() {
        return problems.stream().anyMatch(Problem::isError);
    }
}
