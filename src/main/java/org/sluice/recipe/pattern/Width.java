package org.sluice.recipe.pattern;

/**
 * The narrowest and the widest text that a part of an expression can match. A look-behind takes only parts of one width.
 *
 * @param least in characters
 * @param most in characters; {@link Integer#MAX_VALUE} without a bound
 */
record Width(long least, long most) {
    static final Width NONE = new Width(0, 0);
    static final Width ONE = new Width(1, 1);

    Width then(Width other) {
        return new Width(least + other.least, Math.min(Integer.MAX_VALUE, most + other.most));
    }

    Width or(Width other) {
        return new Width(Math.min(least, other.least), Math.max(most, other.most));
    }

    Width times(Repeat repeat) {
        int to = repeat.to();
        return new Width(least * repeat.from(), to < 0 && most > 0 ? Integer.MAX_VALUE : most * Math.max(to, 0));
    }

    boolean isFixed() {
        return least == most;
    }
}
