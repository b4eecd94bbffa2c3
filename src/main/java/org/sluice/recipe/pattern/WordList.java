package org.sluice.recipe.pattern;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An expression as a list of plain words, one for each branch, as long as it is nothing but that. */
final class WordList {
    private final List<Word> done = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private Word.Tie atStart = Word.Tie.FREE;
    private Word.Tie atEnd = Word.Tie.FREE;
    private boolean gaveUp;

    void add(int c) {
        if (atEnd == Word.Tie.TIED) {
            gaveUp = true;
        }
        text.appendCodePoint(c);
    }

    /** {@code ^} or {@code \A}. */
    void start() {
        if (!text.isEmpty() || atEnd == Word.Tie.TIED) {
            gaveUp = true;
        }
        atStart = Word.Tie.TIED;
    }

    /** {@code $}. */
    void end() {
        atEnd = Word.Tie.TIED;
    }

    /** Something came that is no part of a word. */
    void giveUp() {
        gaveUp = true;
    }

    void endBranch() {
        done.add(new Word(text.toString(), atStart, atEnd));
        text.setLength(0);
        atStart = Word.Tie.FREE;
        atEnd = Word.Tie.FREE;
    }

    /** The words of all branches that have ended; null if the expression is more than words. */
    @Nullable
    List<Word> list() {
        return gaveUp ? null : List.copyOf(done);
    }
}
