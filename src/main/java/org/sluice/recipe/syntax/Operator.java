package org.sluice.recipe.syntax;

/** How a criterion or a line is joined to the one before it. */
public enum Operator {
    /** Nothing written: a line is joined by AND all the same. */
    NONE("", ""),
    /** {@code +}. */
    AND("+", "and"),
    /** {@code ||}. */
    OR("||", "or");

    private final String sign;
    private final String word;

    Operator(String sign, String word) {
        this.sign = sign;
        this.word = word;
    }

    /** As written in a recipe; empty for {@link #NONE}. */
    public String sign() {
        return sign;
    }

    /** As printed in a reason; empty for {@link #NONE}. */
    public String word() {
        return word;
    }
}
