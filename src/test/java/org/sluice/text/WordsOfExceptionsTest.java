package org.sluice.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the messages of exceptions about data sets, commands and PDUs are made of: words of ours, numbers, tags, paths, VRs,
 * and names from the recipe. They end up in the log and the reason log, so a value of a data set has no place in them.
 * Whoever puts something else into one adds it here, with what it holds.
 */
class WordsOfExceptionsTest {
    private static final Pattern MADE =
            Pattern.compile("new (Contradiction|(DataSet|HeaderTooLarge|HeaderMemory|Contradiction|Action"
                    + "|Evaluation|Pattern|Dimse|Pdu|MalformedFile|DamagedSpoolFile)Exception)\\(");

    /** Parts that can hold no value, whatever stands in their parentheses. */
    private static final Pattern HARMLESS = Pattern.compile(
            // numbers and constants
            "-?[0-9]+|[A-Z][A-Z0-9_]*|AbortReason\\.[A-Z_]+|([a-zA-Z]+\\.)?Kind\\.[A-Z_]+"
                    // tags, paths of tags, statuses, places in the recipe
                    + "|(Tag|Status)\\.format\\(.*\\)|DataSetException\\.(tag|length|bytes)\\(.*\\)|([a-zA-Z.()]+\\.)?(path|place|itemPath)\\([^\"]*\\)|.*\\.at\\(\\)"
                    // VRs
                    + "|vr|.*\\.vr\\([a-z]*\\)|.*Vr\\.SQ.*"
                    // how many, how long, where
                    + "|.*\\b(length|offset|position|size|remaining|limit|start|end|available|wanted|missing|bytes|origin|nextStart)(\\(.*\\))?"
                    + "( [-+] [0-9a-z]+)?|\\([a-zA-Z]+ - [a-zA-Z0-9.]+(\\(\\))?\\)|.*\\.(maxBytes|maxDepth|maxElements|maxPduLength)\\(\\)"
                    + "|[a-zA-Z]*[mM]ax[a-zA-Z]*|.*[mM]essageId(\\(\\))?|.*\\.contextId\\(\\)|.*\\.getBytesRead\\(\\)|.* == 0"
                    // the message of another of these exceptions
                    + "|(String\\.valueOf\\()?(e|tooManySteps)\\.getMessage\\(\\)\\)?");

    private static final Set<String> NAMED = Set.of(
            "at", // a place in the recipe, or a byte
            "behind", // bytes
            "beyond.what()", // a part of a regular expression's syntax
            "call.name()", // of a function, from the recipe
            "call.written()", // likewise
            "detail", // words of ours, tags and lengths, at each call
            "e.getClass().getName()", // of a function's failure, whose words are left out
            "expected.get()", // words of ours for a VR
            "found.detail()", // of a contradiction
            "found.kind().word()",
            "kind", // one of an enumeration
            "place", // in the recipe
            "String.valueOf(getMessage())", // of the same exception, at another place
            "getMessage()", // likewise
            "unsendable.get()", // a tag, and words of ours
            "code", // of a PDU type
            "declared.described()", // CharacterSetTest holds it
            "dataSetOffset",
            "dataSetLength",
            "dataSetLength()", // bytes
            "(dataSetLength() - missing)",
            "start.lengthAtCommit().getAsLong()",
            "format", // the number of a format of ours
            "number", // of an instance of the spool
            "record.head().number()", // likewise
            "String.valueOf(damaged().getMessage())", // words of ours
            "e", // the cause, whose message is not shown
            "new EOFException()", // likewise
            "file.getFileName()", // the number of a file of the spool
            "emptyValues", // how many
            "e.word()", // one of an enumeration
            "expected", // words of ours at each call
            "expectedAtEnd()",
            "fault", // what is wrong with the recipe's line
            "String.valueOf(fault)",
            "fault.reason()", // what is wrong with the recipe's line
            "faulty.reason()",
            "label.fault()",
            "field", // the name of a field of a PDU
            "found", // the kind of a PDU or of a value of it, or a number
            "given.path().written()", // a line of a test file
            "function.name()", // of a function, from the recipe
            "group", // the number of a group in an expression
            "head.length",
            "hint", // words of ours
            "json.path(\"\").asText(\"\" + name + \"\")", // what a test says that its own function fails with
            "key", // of the spool's own facts
            "message", // of a helper whose calls are looked at likewise
            "name", // of a variable, function or list of the recipe
            "option", // of a function, from the recipe
            "outstanding", // message ids
            "path",
            "placed", // a path, and the message of another of these exceptions
            "repeat", // a place in an expression
            "type.title()", // of a PDU
            "what", // the name of a field of a PDU
            "String.format( \"\", length, group, element, size, at)", // numbers
            "String.format(\"\", element)",
            "String.format(\"\", field)");

    @Test
    void noMessageIsMadeOfAnythingThatMayHoldAValue() throws IOException {
        List<String> unknown = new ArrayList<>();
        int[] looked = {0};
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            sources.filter(file -> file.toString().endsWith(".java")).forEach(file -> {
                String text = read(file);
                for (Matcher made = MADE.matcher(text); made.find(); looked[0]++) {
                    parts(text, made.end()).stream()
                            .filter(part -> !part.equals("\"\"") && !NAMED.contains(part))
                            .filter(part -> !HARMLESS.matcher(part).matches())
                            .forEach(part -> unknown.add(file.getFileName() + ": " + made.group(1) + ": " + part));
                }
            });
        }
        assertThat(unknown).isEmpty();
        assertThat(looked[0]).isGreaterThan(80);
    }

    @Test
    void aValueThatIsQuotedIsFound() {
        String text = "new DataSetException(path, -1, \"expected (a, b), found \\\"\" + header.text(i) + '\"')";
        assertThat(parts(text, text.indexOf('(') + 1)).containsExactly("path", "-1", "\"\"", "header.text(i)", "\"\"");
        assertThat(HARMLESS.matcher("header.text(i)").matches()).isFalse();
        assertThat(HARMLESS.matcher("header.texts(element)").matches()).isFalse();
        assertThat(HARMLESS.matcher("value").matches()).isFalse();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands between commas, plus signs and the signs of a condition up to the closing parenthesis; literals empty. */
    private static List<String> parts(String text, int from) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        int depth = 0;
        for (int i = from; depth >= 0; i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\'') {
                i = endOfLiteral(text, i);
                part.append("\"\"");
                continue;
            }
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth < 0 || (depth == 0 && ",+?:".indexOf(c) >= 0)) {
                parts.add(part.toString().strip().replaceAll("\\s+", " "));
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        return parts;
    }

    private static int endOfLiteral(String text, int start) {
        int at = start + 1;
        while (text.charAt(at) != text.charAt(start)) {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return at;
    }
}
