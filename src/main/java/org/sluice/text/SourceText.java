package org.sluice.text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A text that a person wrote, and the name its problems are reported under.
 *
 * @param name as printed before line and column, often a path
 * @param content the whole text
 */
public record SourceText(String name, String content) {
    private static final Pattern LINE_END = Pattern.compile("\r\n|\n|\r");

    /** A byte order mark is not part of the text. */
    public SourceText {
        content = content.startsWith("\uFEFF") ? content.substring(1) : content;
    }

    /**
     * Reads a file of UTF-8 text.
     *
     * @throws NotUtf8Exception when it is not UTF-8
     * @throws IOException when it cannot be read
     */
    public static SourceText read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder(); // reports what it cannot decode
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length); // no character is shorter than a byte
        CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            throw NotUtf8Exception.at(file.toString(), bytes, in.position());
        }
        return new SourceText(file.toString(), out.flip().toString());
    }

    /** The lines without their ends; LF, CRLF and CR all end one. */
    public List<String> lines() {
        List<String> lines = List.of(LINE_END.split(content, -1));
        boolean endsWithLineEnd = lines.get(lines.size() - 1).isEmpty();
        return endsWithLineEnd ? lines.subList(0, lines.size() - 1) : lines;
    }
}
