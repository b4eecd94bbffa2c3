package org.sluice.recipe.review;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sluice.recipe.action.HeaderActions;
import org.sluice.recipe.syntax.Reading;
import org.sluice.recipe.syntax.Recipe;
import org.sluice.recipe.syntax.RecipeCheck;
import org.sluice.recipe.syntax.RecipeParser;
import org.sluice.text.Problem;
import org.sluice.text.SourceText;

/**
 * Looks through a strict recipe before any instance comes: what its text says wrong ({@link RecipeCheck}), and what its
 * lines do to one another and to the attributes of the dictionary. Only what is so for every instance is warned of.
 */
public final class RecipeReview {
    private RecipeReview() {}

    /**
     * Checks the texts that make up a recipe, and what it does when none of them is refused.
     *
     * @param functions the names that {@code func:} may call
     */
    public static RecipeCheck of(List<SourceText> sources, Set<String> functions) {
        RecipeParser.Result read = new RecipeParser(Reading.STRICT, functions).read(sources);
        RecipeCheck check = RecipeCheck.of(read);
        return read.recipe().map(recipe -> check.with(warnings(recipe))).orElse(check);
    }

    private static List<Problem> warnings(Recipe recipe) {
        List<Problem> refused = new ArrayList<>();
        HeaderActions actions = HeaderActions.compile(recipe, refused);
        if (!refused.isEmpty()) return refused;
        ReviewedElements elements = ReviewedElements.of(recipe, actions);
        List<Problem> warnings = new ArrayList<>();
        new FieldReview(recipe, actions, elements).warn(warnings);
        new ActionReview(recipe, actions, elements).warn(warnings);
        return warnings;
    }
}
