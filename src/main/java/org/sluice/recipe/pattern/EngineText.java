package org.sluice.recipe.pattern;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An expression as it is written for one engine, item by item, with what it asks of that engine. An expression that is
 * nothing but plain words is kept as words too, so that it needs no engine.
 *
 * <p>Every item is written with Python's meaning spelled out, so that no flag of the engine is needed.
 */
final class EngineText {
    enum Dialect {
        RE2,
        JAVA
    }

    /** The first thing in an expression that no linear engine can do. */
    record Beyond(String what, int position) {}

    private final Dialect dialect;
    private final StringBuilder out = new StringBuilder();
    private final WordList words = new WordList();
    private @Nullable Beyond beyondLinear;
    private boolean hasWordBoundary;
    private int largestRepeat;

    EngineText(Dialect dialect) {
        this.dialect = dialect;
    }

    String text() {
        return out.toString();
    }

    int length() {
        return out.length();
    }

    /** The branches, when the expression is nothing but plain text, {@code |}, and anchors around it. */
    @Nullable
    List<Word> words() {
        return words.list();
    }

    @Nullable
    Beyond beyondLinear() {
        return beyondLinear;
    }

    /** Whether it has a {@code \b} or {@code \B} that knows more letters than those of ASCII. */
    boolean hasWordBoundary() {
        return hasWordBoundary;
    }

    int largestRepeat() {
        return largestRepeat;
    }

    /** The expression is more than words, although nothing is written for what was read: a flag or a comment. */
    void isMoreThanWords() {
        words.giveUp();
    }

    /** Something that only backtracking can do is written next. */
    void beyond(String what, int position) {
        words.giveUp();
        if (beyondLinear == null) {
            beyondLinear = new Beyond(what, position);
        }
    }

    void literal(int c, Flags flags) {
        words.add(c);
        StringBuilder others = new StringBuilder();
        if (flags.ignoreCase()) {
            LetterCases.appendOthers(others, c);
        }
        if (!others.isEmpty()) {
            out.append('[').append(Escapes.hexEscape(c)).append(others).append(']');
        } else if (c < 0x80 && Character.isLetterOrDigit(c)) {
            out.append((char) c);
        } else {
            out.append(Escapes.hexEscape(c));
        }
    }

    /** {@code .} */
    void anyCharacter(Flags flags) {
        characterClass(flags.dotAll() ? "(?s:.)" : "[^\\n]");
    }

    /** One character of several; {@code text} is the class in brackets. */
    void characterClass(String text) {
        words.giveUp();
        out.append(text);
    }

    /** {@code ^} */
    void lineStart(Flags flags) {
        if (flags.multiline()) {
            words.giveUp();
            out.append("(?m:^)");
        } else {
            textStart();
        }
    }

    /** {@code \A} */
    void textStart() {
        words.start();
        out.append("\\A");
    }

    /** {@code $}: the end, or just before a line feed at the end. */
    void lineEnd(Flags flags) {
        if (flags.multiline()) {
            words.giveUp();
            out.append("(?m:$)");
        } else {
            words.end();
            out.append(dialect == Dialect.RE2 ? "(?:\\n?\\z)" : "(?=\\n?\\z)");
        }
    }

    /** {@code \Z} */
    void textEnd() {
        words.giveUp();
        out.append("\\z");
    }

    /** {@code \b}, or {@code \B} if it is not {@code wanted}. Java's own does not know Python's letters. */
    void wordBoundary(boolean wanted, Flags flags) {
        words.giveUp();
        hasWordBoundary = hasWordBoundary || flags.alphabet() == Escapes.Alphabet.UNICODE;
        if (dialect == Dialect.RE2) {
            out.append(wanted ? "\\b" : "\\B");
            return;
        }
        String word = "[" + Escapes.category('w', flags.alphabet()) + "]";
        String inside = "(?<=" + word + ")(?=" + word + ")|(?<!" + word + ")(?!" + word + ")";
        String edge = "(?<=" + word + ")(?!" + word + ")|(?<!" + word + ")(?=" + word + ")";
        out.append("(?:").append(wanted ? edge : inside).append(')');
    }

    void backReference(int group, Flags flags) {
        out.append(flags.ignoreCase() ? "(?iu:\\" : "(?:\\").append(group).append(')');
    }

    /** Repeats all that was written from {@code itemStart} on. */
    void repeat(Repeat repeat, int itemStart) {
        words.giveUp();
        largestRepeat = Math.max(largestRepeat, Math.max(repeat.from(), repeat.to()));
        out.insert(itemStart, "(?:").append(')').append(repeat.text());
    }

    /** Begins a group, look-around included; {@code opening} is the parenthesis with what belongs to it. */
    void openGroup(String opening) {
        words.giveUp();
        out.append(opening);
    }

    /** Begins a group that a back reference may name. RE2 has no back references, and is faster without a capture. */
    void openCapturingGroup() {
        openGroup(dialect == Dialect.RE2 ? "(?:" : "(");
    }

    void closeGroup() {
        out.append(')');
    }

    /** {@code |} */
    void nextBranch() {
        words.endBranch();
        out.append('|');
    }

    void end() {
        words.endBranch();
    }
}
