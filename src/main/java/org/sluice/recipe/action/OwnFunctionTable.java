package org.sluice.recipe.action;

import java.util.Map;
import java.util.Optional;
import org.sluice.recipe.function.RecipeFunction;
import org.sluice.recipe.syntax.OwnFunctions;

/** The functions of {@link OwnFunctions}, by name. */
public final class OwnFunctionTable {
    private static final Map<String, RecipeFunction> FUNCTIONS = Map.of(
            OwnFunctions.UID, new UidFunction(),
            OwnFunctions.CLEAN_WORDS, new CleanWordsFunction());

    private OwnFunctionTable() {}

    /** The function of this name. */
    public static Optional<RecipeFunction> named(String name) {
        return Optional.ofNullable(FUNCTIONS.get(name));
    }
}
