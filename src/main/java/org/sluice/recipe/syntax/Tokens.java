package org.sluice.recipe.syntax;

import java.util.ArrayList;
import java.util.List;

/**
 * The words of an action or entry line: cut at white space, except between two quotes of a kind. Quotes stay part of
 * their word, and a backslash between quotes protects the next character.
 */
final class Tokens {
    /** What becomes of a quote without a partner (Q2). */
    enum LoneQuote {
        /** Strict: it is a character like others. */
        KEPT,
        /** Compat: it ends the word and disappears. */
        DROPPED
    }

    /**
     * A word and where it stands in the line.
     *
     * @param start its first character, from 0
     * @param loneQuote where the first quote without a partner stands in the line, or -1
     */
    record Token(String text, int start, int loneQuote) {
        int end() {
            return start + text.length();
        }
    }

    private final String line;
    private final LoneQuote loneQuote;
    private final List<Token> tokens = new ArrayList<>();
    private int wordStart = -1;
    private int firstLone = -1;

    private Tokens(String line, LoneQuote loneQuote) {
        this.line = line;
        this.loneQuote = loneQuote;
    }

    /** The words of a line. */
    static List<Token> of(String line, LoneQuote loneQuote) {
        Tokens reading = new Tokens(line, loneQuote);
        reading.read();
        return reading.tokens;
    }

    private void read() {
        // Once a kind of quote has no partner, no later one of that kind needs the search again: time stays linear.
        boolean[] noPartner = new boolean[128];
        int at = 0;
        while (at < line.length()) {
            char c = line.charAt(at);
            if (Blanks.isBlank(c)) {
                endWord(at);
                at++;
            } else if (c == '"' || c == '\'') {
                int partner = noPartner[c] ? -1 : partner(at, c);
                noPartner[c] = partner < 0;
                at = partner < 0 ? lone(at) : quoted(at, partner);
            } else {
                startWord(at);
                at++;
            }
        }
        endWord(at);
    }

    private int quoted(int at, int partner) {
        startWord(at);
        return partner + 1;
    }

    private int lone(int at) {
        if (loneQuote == LoneQuote.DROPPED) {
            endWord(at);
            return at + 1;
        }
        startWord(at);
        if (firstLone < 0) {
            firstLone = at;
        }
        return at + 1;
    }

    /** The closing quote: the first unprotected one, else the last protected one; -1 when there is none at all. */
    private int partner(int opening, char quote) {
        int lastProtected = -1;
        for (int i = opening + 1; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == quote) {
                return i;
            }
            if (c == '\\' && i + 1 < line.length()) {
                i++;
                lastProtected = line.charAt(i) == quote ? i : lastProtected;
            }
        }
        return lastProtected;
    }

    private void startWord(int at) {
        if (wordStart < 0) {
            wordStart = at;
        }
    }

    private void endWord(int at) {
        if (wordStart >= 0) {
            tokens.add(new Token(line.substring(wordStart, at), wordStart, firstLone));
        }
        wordStart = -1;
        firstLone = -1;
    }
}
