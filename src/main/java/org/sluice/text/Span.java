package org.sluice.text;

/**
 * A stretch of one line of a text.
 *
 * @param file the name of the text as its reader was told it, often a path
 * @param line the line, from 1
 * @param column the first character, in UTF-16 units from 1; one past the end of the line means the line's end
 * @param length the number of characters; 0 is a place between two characters
 */
public record Span(String file, int line, int column, int length) implements Comparable<Span> {
    /** @throws IllegalArgumentException if the line or the column is below 1, or the length is negative */
    public Span {
        if (line < 1 || column < 1 || length < 0) {
            throw new IllegalArgumentException("line and column count from 1, length from 0");
        }
    }

    /** The single character at this place. */
    public Span(String file, int line, int column) {
        this(file, line, column, 1);
    }

    /** The stretch of {@code length} characters that starts {@code offset} characters into this one. */
    public Span within(int offset, int length) {
        return new Span(file, line, column + offset, length);
    }

    /** The place just behind this stretch. */
    public Span end() {
        return new Span(file, line, column + length, 0);
    }

    /** By line, then by column; spans of different files keep the order they came in. */
    @Override
    public int compareTo(Span other) {
        return line != other.line ? Integer.compare(line, other.line) : Integer.compare(column, other.column);
    }

    /** {@code file:line:column}. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
