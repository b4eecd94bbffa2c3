package org.sluice.recipe.syntax;

/** How the text of a recipe is understood. */
public enum Reading {
    /** What its author means, by the language's documentation; anything doubtful is refused. */
    STRICT,
    /** Exactly what deid 0.4.12 makes of it, quirks included. */
    COMPAT
}
