package org.sluice.recipe.pattern;

import org.jspecify.annotations.Nullable;

/**
 * A repeat: {@code * + ? {m} {m,} {,n} {m,n}}, greedy, lazy or possessive.
 *
 * @param to -1 for no upper bound
 */
record Repeat(int from, int to, Kind kind) {
    enum Kind {
        GREEDY,
        LAZY,
        POSSESSIVE
    }

    /** Reads a repeat if one stands here; a brace that opens none is left where it is, an ordinary character. */
    static @Nullable Repeat read(Cursor in) {
        int start = in.position();
        int from;
        int to;
        switch (in.peek()) {
            case '*' -> {
                from = 0;
                to = -1;
                in.next();
            }
            case '+' -> {
                from = 1;
                to = -1;
                in.next();
            }
            case '?' -> {
                from = 0;
                to = 1;
                in.next();
            }
            case '{' -> {
                in.next();
                String low = in.digits(10, Integer.MAX_VALUE);
                String high = in.take(",") ? in.digits(10, Integer.MAX_VALUE) : low;
                boolean exact = in.position() > start + 1 && in.take("}");
                if (!exact || in.position() == start + 2) {
                    in.returnTo(start);
                    return null;
                }
                from = low.isEmpty() ? 0 : number(low, in);
                to = high.isEmpty() ? -1 : number(high, in);
                if (to >= 0 && to < from) {
                    throw in.error("min repeat greater than max repeat");
                }
            }
            default -> {
                return null;
            }
        }
        return new Repeat(from, to, in.take("?") ? Kind.LAZY : in.take("+") ? Kind.POSSESSIVE : Kind.GREEDY);
    }

    private static int number(String digits, Cursor in) {
        if (digits.length() > 9) {
            throw in.error("the repetition number is too large");
        }
        return Integer.parseInt(digits);
    }

    String text() {
        String count = to < 0 ? "{" + from + ",}" : "{" + from + "," + to + "}";
        return switch (kind) {
            case GREEDY -> count;
            case LAZY -> count + "?";
            case POSSESSIVE -> count + "+";
        };
    }
}
