package org.sluice.text;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something wrong, or worth knowing, at one place of a text.
 *
 * @param at the place
 * @param severity what it means for the text
 * @param message what was expected and what was found, without the place
 * @param sourceLine the whole line, without its line end; empty when there is none to show
 * @param suggestions what may have been meant, best first
 * @param fix the change that {@code --fix} makes; null when only a person can tell
 */
public record Problem(
        Span at,
        Severity severity,
        String message,
        String sourceLine,
        List<String> suggestions,
        @Nullable Fix fix) {
    private static final int WIDEST = 160;

    /** Keeps its own copy of {@code suggestions}. */
    public Problem {
        suggestions = List.copyOf(suggestions);
    }

    /** A problem for which the text is refused. */
    public static Problem error(Span at, String message, String sourceLine) {
        return new Problem(at, Severity.ERROR, message, sourceLine, List.of(), null);
    }

    /** A likely mistake in a text that is accepted. */
    public static Problem warning(Span at, String message, String sourceLine) {
        return new Problem(at, Severity.WARNING, message, sourceLine, List.of(), null);
    }

    /** Something to know about a text that is accepted. */
    public static Problem note(Span at, String message, String sourceLine) {
        return new Problem(at, Severity.NOTE, message, sourceLine, List.of(), null);
    }

    /** This problem with words that may have been meant, best first. */
    public Problem suggesting(List<String> words) {
        return new Problem(at, severity, message, sourceLine, words, fix);
    }

    /** This problem with the change that removes it. */
    public Problem fixedBy(Fix change) {
        return new Problem(at, severity, message, sourceLine, suggestions, change);
    }

    /** True when the text is refused because of this. */
    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /**
     * The problem as it is printed: {@code file:line:column: severity: message}, the source line, a caret below the
     * column, and what may have been meant. Lines end in a line feed, the last one has none.
     */
    public String display() {
        StringBuilder text = new StringBuilder();
        text.append(OneLine.of(at + ": " + severity.word() + ": " + message));
        if (!sourceLine.isEmpty()) {
            appendSource(text);
        }
        if (!suggestions.isEmpty()) {
            text.append("\n    did you mean ")
                    .append(OneLine.of(String.join(" or ", suggestions)))
                    .append('?');
        }
        return text.toString();
    }

    /** Of a long line, what stands around the column; control characters could drive a terminal, so none is shown. */
    private void appendSource(StringBuilder text) {
        int from = sourceLine.length() <= WIDEST ? 0 : Math.max(0, at.column() - 1 - WIDEST / 2);
        int to = Math.min(sourceLine.length(), from + WIDEST);
        String shown = sourceLine.substring(Math.min(from, to), to);
        text.append("\n    ");
        text.append(OneLine.inColumns(shown.stripTrailing()));
        text.append("\n    ");
        int caret = Math.min(at.column() - 1 - from, shown.length());
        for (int i = 0; i < caret; i++) {
            // A tab above a tab keeps the caret in its column, whatever the width of a tab is.
            text.append(shown.charAt(i) == '\t' ? '\t' : ' ');
        }
        int marked = Math.min(at.length(), shown.length() - caret);
        text.append('^').append("~".repeat(Math.max(0, marked - 1)));
    }
}
