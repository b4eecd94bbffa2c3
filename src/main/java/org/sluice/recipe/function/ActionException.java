package org.sluice.recipe.function;

import org.jspecify.annotations.Nullable;
import org.sluice.text.OneLine;
import org.sluice.text.Span;

/**
 * A header action that could not do what it says: a variable without a value, a value that does not fit. Nothing of the run
 * counts; in the strict reading the instance goes to quarantine. The message names tags and lines, never values.
 */
public final class ActionException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What went wrong. */
    public enum Kind {
        /** A variable that the recipe uses has no value for this instance. */
        VARIABLE_WITHOUT_VALUE,
        /** A new value does not fit the element's VR (PS3.5 6.2) or cannot be expressed in its character set. */
        VALUE_NOT_ENCODABLE,
        /** Anything else. */
        ACTION_FAILED
    }

    private final Kind kind;
    private final transient @Nullable Span at;

    /** A problem found by a function or a variable. */
    public ActionException(String message) {
        this(Kind.ACTION_FAILED, message, null);
    }

    /** A problem of a kind. */
    public ActionException(Kind kind, String message) {
        this(kind, message, null);
    }

    private ActionException(Kind kind, String message, @Nullable Span at) {
        super(OneLine.of(message));
        this.kind = kind;
        this.at = at;
    }

    /** What went wrong. */
    public Kind kind() {
        return kind;
    }

    /** The action's place in the recipe; null when it is not known. */
    public @Nullable Span at() {
        return at;
    }

    /** The same, found at a place of the recipe. */
    public ActionException at(Span place) {
        return new ActionException(kind, String.valueOf(getMessage()), place);
    }

    /** The same, found in an element. */
    public ActionException in(String path) {
        return new ActionException(kind, path + ": " + getMessage(), at);
    }
}
