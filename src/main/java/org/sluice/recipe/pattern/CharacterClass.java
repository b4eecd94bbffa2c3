package org.sluice.recipe.pattern;

import org.jspecify.annotations.Nullable;

/** Reads {@code [...]} by Python's rules and writes it with every member spelt as a number, safe in any dialect. */
final class CharacterClass {
    private static final int LARGEST_FOLDED_RANGE = 1024;

    private final Cursor in;
    private final Escapes.Alphabet alphabet;
    private final Expression.Case letterCase;
    private final StringBuilder members = new StringBuilder();

    private CharacterClass(Cursor in, Escapes.Alphabet alphabet, Expression.Case letterCase) {
        this.in = in;
        this.alphabet = alphabet;
        this.letterCase = letterCase;
    }

    /** Reads the class whose opening bracket is already taken. */
    static String read(Cursor in, Escapes.Alphabet alphabet, Expression.Case letterCase) {
        return new CharacterClass(in, alphabet, letterCase).read();
    }

    private String read() {
        int start = in.position();
        boolean negated = in.take("^");
        boolean first = true;
        while (first || in.peek() != ']') {
            if (in.peek() == Cursor.END) {
                throw new PatternException("unterminated character set", start - 1);
            }
            member(start);
            first = false;
        }
        in.next();
        return (negated ? "[^" : "[") + members + "]";
    }

    private void member(int start) {
        int low = one();
        int afterLow = in.position();
        if (in.peek() != '-') {
            add(low);
            return;
        }
        in.next();
        if (in.peek() == Cursor.END) {
            throw new PatternException("unterminated character set", start - 1);
        }
        if (in.peek() == ']') {
            in.returnTo(afterLow);
            add(low);
            in.next();
            add('-');
            return;
        }
        int high = one();
        if (low < 0 || high < 0 || high < low) {
            throw in.error("bad character range");
        }
        members.append(Escapes.hexEscape(low)).append('-').append(Escapes.hexEscape(high));
        if (high - low <= LARGEST_FOLDED_RANGE) {
            for (int c = low; c <= high; c++) {
                otherCases(c);
            }
        }
    }

    private void otherCases(int c) {
        if (letterCase == Expression.Case.IGNORED) {
            LetterCases.appendOthers(members, c);
        }
    }

    /** One character, or {@code -2 - c} for the category {@code \c}. */
    private int one() {
        int c = in.next();
        if (c != '\\') {
            return c;
        }
        int escaped = in.next();
        if (category(escaped) != null) {
            return -2 - escaped;
        }
        if (escaped == 'b') {
            return '\b';
        }
        if (Cursor.isDigit(escaped, 8)) {
            return Escapes.octal(escaped, in);
        }
        if (Cursor.isDigit(escaped, 10)) {
            throw in.error("bad escape \\" + (char) escaped);
        }
        return Escapes.character(escaped, in);
    }

    private void add(int c) {
        if (c >= 0) {
            members.append(Escapes.hexEscape(c));
            otherCases(c);
        } else {
            members.append(category(-2 - c));
        }
    }

    private @Nullable String category(int c) {
        return Escapes.category(c, alphabet);
    }
}
