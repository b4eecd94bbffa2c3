package org.sluice.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The one place that makes text fit for a log line, the reason log, the JSON files, metrics and HTTP: whoever wrote the
 * text, it is one line of bounded length, and nothing in it drives a terminal or hides what stands beside it.
 *
 * <p>A character that is not shown as itself (control, format and bidirectional characters, line and paragraph separators,
 * lone surrogates, code points that nobody has assigned) is written as a backslash and {@code t}, {@code n}, {@code r}, or
 * {@code u} with four hexadecimal digits. Text that is fit already stays as it is, so that it may come through here twice.
 *
 * <p>Whether a text is a value of a data set cannot be seen from it. That is kept out where messages are made: by tags,
 * lengths, offsets and words of our own; {@code WordsOfExceptionsTest} reads every one of them.
 */
public final class OneLine {
    /** The longest text, in UTF-16 units. */
    public static final int LONGEST = 4096;

    /** Error Comment (0000,0902) is LO, PS3.7 E.1. */
    private static final int LONGEST_COMMENT = 64;

    /** Whose exceptions quote at most what people wrote into a command line or a file of ours. */
    private static final List<String> OF_PEOPLE = List.of("org.sluice.", "picocli.", "org.snakeyaml.", "io.javalin.");

    private static final int MOST_FRAMES = 12;
    private static final String CUT = "\u2026";

    private OneLine() {}

    /** The text as one line; what is longer than {@link #LONGEST} is cut, and ends in an ellipsis. */
    public static String of(String text) {
        return of(text, LONGEST);
    }

    /** The same with another greatest length, in UTF-16 units, at least 1. */
    public static String of(String text, int longest) {
        return isPlain(text) && text.length() <= longest ? text : written(text, longest, false);
    }

    /**
     * A cell of a table with tabs between its columns. A backslash is doubled, so that a reader gets back what was
     * written: not for text that may come through here twice.
     */
    public static String cell(String text) {
        return isPlain(text) && text.length() <= LONGEST && text.indexOf('\\') < 0
                ? text
                : written(text, LONGEST, true);
    }

    /** The text with as many UTF-16 units as before, so that a mark below it stays in its column; tabs stay, too. */
    public static String inColumns(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> out.append(
                        c == '\t' || isShownAsItself(c)
                                ? Character.toString(c)
                                : "\uFFFD".repeat(Character.charCount(c))));
        return out.toString();
    }

    /** A text for places that take printable ASCII only; everything else is written as an escape. */
    public static String ascii(String text) {
        StringBuilder out = new StringBuilder(text.length());
        of(text).chars().forEach(c -> out.append(c < 0x7F ? Character.toString(c) : String.format("\\u%04x", c)));
        return out.toString();
    }

    /** An Error Comment: VR LO, at most 64 characters of the default repertoire (PS3.5 6.1.2.1), no backslash. */
    public static String comment(String text) {
        if (text.isEmpty()) {
            return text; // as nearly every answer has none
        }
        StringBuilder out = new StringBuilder();
        text.codePoints()
                .limit(LONGEST_COMMENT)
                .forEach(c -> out.append(c < 0x20 || c > 0x7E || c == '\\' ? '?' : (char) c));
        return out.toString();
    }

    /**
     * A failure in words. The message of one of our own exceptions, or of an error of the platform in input, output or
     * keys, holds no value of a data set and is shown. Any other may quote what it could not read: of it, its kind and
     * where it came from.
     */
    public static String of(Throwable failure) {
        if (failure instanceof UncheckedIOException unchecked && unchecked.getCause() != null) {
            return of(unchecked.getCause());
        }
        return tellsNoValue(failure) ? of(failure.toString()) : fault(failure);
    }

    /** The message of a failure, without its kind, where {@link #of(Throwable)} would show it; else its kind and place. */
    public static String message(Throwable failure) {
        String message = failure.getMessage();
        return message != null && tellsNoValue(failure) ? of(message) : of(failure);
    }

    private static boolean tellsNoValue(Throwable failure) {
        String name = failure.getClass().getName();
        boolean ofPlatform = name.startsWith("java.") || name.startsWith("javax.") || name.startsWith("sun.");
        boolean ofPeople = OF_PEOPLE.stream().anyMatch(name::startsWith);
        return ofPeople
                || (ofPlatform && (failure instanceof IOException || failure instanceof GeneralSecurityException));
    }

    /** The kind of a failure and where it came from; not its message. */
    public static String fault(Throwable failure) {
        return of(failure.getClass().getName() + " at "
                + Arrays.stream(failure.getStackTrace())
                        .limit(MOST_FRAMES)
                        .map(StackTraceElement::toString)
                        .collect(Collectors.joining(", called by ")));
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c > 0x7E) {
                return false;
            }
        }
        return true;
    }

    private static String written(String text, int longest, boolean doubleBackslash) {
        StringBuilder out = new StringBuilder(Math.min(text.length() + 16, longest));
        int whole = 0; // as much of it leaves room for the ellipsis
        for (int i = 0; i < text.length() && out.length() <= longest; ) {
            int c = text.codePointAt(i);
            append(c, out, doubleBackslash);
            i += Character.charCount(c);
            whole = out.length() < longest ? out.length() : whole;
        }
        if (out.length() > longest) {
            out.setLength(whole);
            out.append(CUT);
        }
        return out.toString();
    }

    private static void append(int c, StringBuilder out, boolean doubleBackslash) {
        switch (c) {
            case '\\' -> out.append(doubleBackslash ? "\\\\" : "\\");
            case '\t' -> out.append("\\t");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            default -> {
                if (isShownAsItself(c)) {
                    out.appendCodePoint(c);
                } else {
                    for (char unit : Character.toChars(c)) {
                        out.append(String.format("\\u%04x", (int) unit));
                    }
                }
            }
        }
    }

    private static boolean isShownAsItself(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    /** {@code 5 s}, {@code 0.25 s}. */
    public static String seconds(Duration time) {
        return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
    }

    /** {@code 1 instance}, {@code 2 instances}; for nouns that take an s. */
    public static String count(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
