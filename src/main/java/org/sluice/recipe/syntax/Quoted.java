package org.sluice.recipe.syntax;

/** Text of a recipe inside a message. */
final class Quoted {
    private static final int LONGEST = 60;

    private Quoted() {}

    /** The text in backquotes, cut when it is long; nothing written is called so. */
    static String text(String text) {
        if (text.isEmpty()) {
            return "nothing";
        }
        return "`" + (text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text) + "`";
    }

    static String text(String text, int from, int to) {
        return text(text.substring(from, to));
    }
}
