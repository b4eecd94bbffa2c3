package org.sluice.text;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A file that should be UTF-8 text and is not; with the place of the first byte that cannot be. */
public final class NotUtf8Exception extends CharacterCodingException {
    private static final long serialVersionUID = 1L;

    /** What editors on Windows call ANSI; of printable characters it has all that Latin-1 has. */
    private static final Charset LATIN = Charset.forName("windows-1252");

    private final transient Problem problem;

    private NotUtf8Exception(Problem problem) {
        this.problem = problem;
    }

    /** Of the file of this name, whose byte at {@code offset}, from 0, begins no character of UTF-8. */
    static NotUtf8Exception at(String name, byte[] bytes, int offset) {
        int lineStart = offset;
        while (lineStart > 0 && !isLineEnd(bytes[lineStart - 1])) {
            lineStart--;
        }
        int lineEnd = offset;
        while (lineEnd < bytes.length && !isLineEnd(bytes[lineEnd])) {
            lineEnd++;
        }
        List<String> before = new SourceText(name, new String(bytes, 0, lineStart, StandardCharsets.UTF_8)).lines();
        int line = lineStart == 0 ? 1 : before.size() + 1;
        String left = new SourceText(name, new String(bytes, lineStart, offset - lineStart, StandardCharsets.UTF_8))
                .content();
        String right = new String(bytes, offset, lineEnd - offset, LATIN);
        return new NotUtf8Exception(Problem.error(
                new Span(name, line, left.length() + 1), message(bytes, offset), isUtf16(bytes) ? "" : left + right));
    }

    private static String message(byte[] bytes, int offset) {
        if (isUtf16(bytes)) {
            return "expected UTF-8, found UTF-16; save the file as UTF-8";
        }
        return "expected UTF-8, found byte %02XH at offset %d, which Latin-1 has for \"%s\"; save the file as UTF-8"
                .formatted(bytes[offset] & 0xFF, offset, new String(bytes, offset, 1, LATIN));
    }

    private static boolean isUtf16(byte[] bytes) {
        return bytes.length >= 2 && ((bytes[0] == -1 && bytes[1] == -2) || (bytes[0] == -2 && bytes[1] == -1));
    }

    private static boolean isLineEnd(byte character) {
        return character == '\n' || character == '\r';
    }

    /** The place, what was found there and what to do, with the line as Latin-1 has it. */
    public Problem problem() {
        return problem;
    }

    /** {@code file:line:column}, what was found there and what to do. */
    @Override
    public String getMessage() {
        return problem.at() + ": " + problem.message();
    }
}
