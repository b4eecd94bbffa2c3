package org.sluice.recipe.pattern;

/** An expression that Python would refuse, that the chosen engine cannot run, or that ran past its step limit. */
public final class PatternException extends RuntimeException {
    private final int position;

    PatternException(String message, int position) {
        super(message);
        this.position = position;
    }

    /** Where in the expression the trouble starts, counted in UTF-16 units from 0. */
    public int position() {
        return position;
    }
}
