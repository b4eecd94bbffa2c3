package org.sluice.recipe.python;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a text into words, numbers, single blanks and single other characters. A point may stand within a word or a number
 * ({@code Sept.}, {@code 12.5}); two points in one, or one at its end, divide it after all.
 */
final class DateTokens {
    private enum Within {
        WORD,
        NUMBER,
        WORD_WITH_POINT,
        NUMBER_WITH_POINT
    }

    private final String text;
    private final List<String> tokens = new ArrayList<>();
    private int at;

    private DateTokens(String text) {
        this.text = text.replace("\0", "");
    }

    static List<String> of(String text) {
        DateTokens reading = new DateTokens(text);
        while (reading.at < reading.text.length()) {
            reading.next();
        }
        return reading.tokens;
    }

    private void next() {
        char first = text.charAt(at);
        if (Character.isLetter(first)) {
            run(Within.WORD);
        } else if (isDigit(first)) {
            run(Within.NUMBER);
        } else {
            tokens.add(PythonText.isSpace(first) ? " " : String.valueOf(first));
            at++;
        }
    }

    private void run(Within start) {
        Within state = start;
        boolean letters = start == Within.WORD;
        int from = at++;
        while (at < text.length()) {
            char c = text.charAt(at);
            Within then = step(state, c, from);
            if (then == null) {
                break;
            }
            letters |= Character.isLetter(c);
            state = then;
            at++;
        }
        add(text.substring(from, at), state, letters);
    }

    /** What a run becomes by one more character; null when it ends before it. */
    private @Nullable Within step(Within state, char c, int from) {
        boolean afterPoint = text.charAt(at - 1) == '.';
        return switch (state) {
            case WORD -> Character.isLetter(c) ? state : c == '.' ? Within.WORD_WITH_POINT : null;
            case NUMBER ->
                isDigit(c) ? state : c == '.' || (c == ',' && at - from >= 2) ? Within.NUMBER_WITH_POINT : null;
            case WORD_WITH_POINT ->
                c == '.' || Character.isLetter(c) ? state : isDigit(c) && afterPoint ? Within.NUMBER_WITH_POINT : null;
            case NUMBER_WITH_POINT ->
                c == '.' || isDigit(c) ? state : Character.isLetter(c) && afterPoint ? Within.WORD_WITH_POINT : null;
        };
    }

    private void add(String token, Within state, boolean letters) {
        boolean pointed = state == Within.WORD_WITH_POINT || state == Within.NUMBER_WITH_POINT;
        char last = token.charAt(token.length() - 1);
        boolean divided =
                pointed && (letters || token.indexOf('.') != token.lastIndexOf('.') || last == '.' || last == ',');
        if (!divided) {
            boolean comma = state == Within.NUMBER_WITH_POINT && token.indexOf('.') < 0;
            tokens.add(comma ? token.replace(',', '.') : token);
            return;
        }
        int from = 0;
        for (int i = 0; i <= token.length(); i++) {
            if (i < token.length() && token.charAt(i) != '.' && token.charAt(i) != ',') {
                continue;
            }
            if (i > from || from == 0) {
                tokens.add(commaAsPoint(token, from, i, state));
            }
            if (i < token.length()) {
                tokens.add(String.valueOf(token.charAt(i)));
            }
            from = i + 1;
        }
    }

    private static String commaAsPoint(String token, int from, int to, Within state) {
        String part = token.substring(from, to);
        return state == Within.NUMBER_WITH_POINT && from == 0 ? part.replace(',', '.') : part;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
