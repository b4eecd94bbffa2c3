package org.sluice.recipe.filter;

import org.jspecify.annotations.Nullable;
import org.sluice.text.OneLine;
import org.sluice.text.Span;

/**
 * Filters that cannot say what they think of an instance; it must not pass unfiltered. In the strict reading only an expression
 * beyond its step limit, frames that cannot be looked at, or regions taken from what is no sequence or holds no whole numbers, lead here. The message holds no values.
 */
public final class EvaluationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable Span at;

    EvaluationException(String message, @Nullable Span at) {
        super(OneLine.of(message));
        this.at = at;
    }

    EvaluationException(String message, Exception cause) {
        super(OneLine.of(message), cause);
        this.at = null;
    }

    /** The place in the recipe; null when it is not known. */
    public @Nullable Span at() {
        return at;
    }
}
