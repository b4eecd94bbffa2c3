package org.sluice.benchmark;

/** Texts of an answer key stand between angle brackets, so that an empty one can be told from none. */
final class Bracketed {
    private Bracketed() {}

    static String of(String text) {
        return "<" + text + ">";
    }

    /** The text without the brackets around it, if there are any. */
    static String inside(String cell) {
        boolean bracketed = cell.startsWith("<") && cell.endsWith(">") && cell.length() >= 2;
        return bracketed ? cell.substring(1, cell.length() - 1) : cell;
    }
}
