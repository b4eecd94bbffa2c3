package org.sluice.recipe.pattern;

/**
 * One branch of an expression that is plain text, perhaps tied to the start or the end of what is searched.
 *
 * @param text what is looked for
 * @param atStart the branch began with {@code ^}
 * @param atEnd the branch ended with {@code $}: the end of the text, or just before its final line feed
 */
record Word(String text, Tie atStart, Tie atEnd) {
    enum Tie {
        FREE,
        TIED
    }

    boolean isIn(String searched) {
        if (atStart == Tie.FREE && atEnd == Tie.FREE) {
            return searched.contains(text);
        }
        if (atEnd == Tie.FREE) {
            return searched.startsWith(text);
        }
        if (atStart == Tie.FREE) {
            return searched.endsWith(text) || searched.endsWith(text + "\n");
        }
        return searched.equals(text) || searched.equals(text + "\n");
    }
}
