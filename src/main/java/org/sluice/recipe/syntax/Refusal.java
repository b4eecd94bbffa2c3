package org.sluice.recipe.syntax;

import org.sluice.text.Span;

/** deid refuses a recipe at one line, and reads no further. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Span at;

    Refusal(Span at, String message) {
        super(message);
        this.at = at;
    }

    Span at() {
        return at;
    }

    /** What was expected and what was found. */
    String reason() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
