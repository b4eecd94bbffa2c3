package org.sluice.recipe;

import org.jspecify.annotations.Nullable;
import org.sluice.text.OneLine;
import org.sluice.text.Span;

/**
 * A header action that could not do what it says: a variable without a value, a value that does not fit. Nothing of the run
 * counts; in the strict reading the instance goes to quarantine. The message names tags and lines, never values.
 */
public final class ActionException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable Span at;

    /** A problem found by a function or a variable. */
    public ActionException(String message) {
        this(message, null);
    }

    /** A problem at a place of the recipe. */
    public ActionException(String message, @Nullable Span at) {
        super(OneLine.of(message));
        this.at = at;
    }

    /** The action's place in the recipe; null when it is not known. */
    public @Nullable Span at() {
        return at;
    }
}
