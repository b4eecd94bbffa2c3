package org.sluice.recipe.syntax;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sluice.dataset.Dictionary;
import org.sluice.dataset.Vr;
import org.sluice.text.Span;

/**
 * Reads an item of a sequence as a recipe writes it: a code as {@code 113100,DCM,"Meaning"} (PS3.3 8.8), or elements as {@code
 * {Keyword=value; Keyword="value"; Sequence=(113100,DCM,"Meaning")}}. Quotes stand around what holds a comma, a semicolon or a
 * bracket, or begins or ends with a blank; two of them inside quotes are one.
 */
final class ItemReader {
    private static final String CODE_VALUE = "CodeValue";
    private static final String CODE_FORM = "a code such as 113100,DCM,\"Meaning\"";
    private static final int LONGEST_CODE_VALUE = 16;
    private static final int CODE_PARTS = 3;
    private static final int LAST_OF_ASCII = 0x7E;

    private final Problems problems;
    private final Span at;
    private final String text;
    private int next;

    /** What ends the reading of an item: it has been reported. */
    private static final class Stopped extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private ItemReader(Problems problems, Span at, String text) {
        this.problems = problems;
        this.at = at;
        this.text = text;
    }

    /** The item that a text writes; empty when it is refused, which is then among the problems. */
    static Optional<Value.Item> read(Problems problems, Span at, String text) {
        ItemReader reader = new ItemReader(problems, at, text);
        try {
            boolean elements = text.startsWith("{");
            List<Value.Part> parts = elements ? reader.elements() : reader.code(true);
            reader.blanks();
            if (reader.next < text.length()) {
                throw reader.stop(reader.next, "expected the end of the line behind the item");
            }
            return Optional.of(new Value.Item(at, text, parts));
        } catch (Stopped reported) {
            return Optional.empty();
        }
    }

    // ---- {Keyword=value; …}

    private List<Value.Part> elements() throws Stopped {
        next++;
        List<Value.Part> parts = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        blanks();
        while (!isAt('}')) {
            int start = next;
            Dictionary.Entry entry = keyword();
            if (!seen.add(entry.keyword())) {
                throw stop(start, "expected each element once, found " + entry.keyword() + " again");
            }
            parts.add(entry.vr() == Vr.SQ ? nested(entry) : valued(entry));
            blanks();
            if (isAt(';')) {
                next++;
                blanks();
            } else if (!isAt('}')) {
                throw stop(next, "expected ; or } behind the value of " + entry.keyword());
            }
        }
        next++;
        return parts;
    }

    private Dictionary.Entry keyword() throws Stopped {
        int start = next;
        while (next < text.length() && Character.isLetterOrDigit(text.charAt(next))) {
            next++;
        }
        String word = text.substring(start, next);
        Optional<Dictionary.Entry> entry = Keywords.exact(word);
        if (entry.isEmpty() || Keywords.isRepeating(entry.get())) {
            problems.unknownKeyword(
                    place(start, word.length()), "expected the keyword of an element of the item", word);
            throw new Stopped();
        }
        blanks();
        if (!isAt('=')) {
            throw stop(next, "expected = and a value behind " + word);
        }
        next++;
        blanks();
        return entry.get();
    }

    private Value.Part valued(Dictionary.Entry entry) throws Stopped {
        int start = next;
        String value = word(";}");
        return part(entry, start, value);
    }

    private Value.Part part(Dictionary.Entry entry, int start, String value) throws Stopped {
        if (value.chars().anyMatch(letter -> letter > LAST_OF_ASCII)) {
            throw stop(start, "expected ASCII characters: which others the instance's character set has is not known");
        }
        boolean divided = entry.vr().isBinaryNumber();
        Optional<String> complaint = Stream.of(divided ? value.split("\\\\", -1) : new String[] {value})
                .filter(one -> !value.isEmpty())
                .flatMap(one -> LiteralRules.of(entry.vr(), one).stream())
                .findFirst();
        if (complaint.isPresent()) {
            throw stop(start, complaint.get() + ", found " + Quoted.text(value));
        }
        return new Value.Part(entry.tag(), entry.vr(), value, List.of());
    }

    private Value.Part nested(Dictionary.Entry entry) throws Stopped {
        List<Value.Part> parts;
        if (isAt('{')) {
            parts = elements();
        } else if (isAt('(')) {
            next++;
            parts = code(false);
            next++;
        } else {
            throw stop(next, "expected ( and " + CODE_FORM + ", or { and elements, for a sequence");
        }
        return new Value.Part(entry.tag(), Vr.SQ, "", parts);
    }

    // ---- value,scheme,"meaning"

    private List<Value.Part> code(boolean wholeLine) throws Stopped {
        String ends = wholeLine ? "," : ",)";
        List<String> words = new ArrayList<>();
        List<Integer> starts = new ArrayList<>();
        for (boolean more = true; more; ) {
            blanks();
            starts.add(next);
            words.add(word(ends));
            more = isAt(',');
            next += more ? 1 : 0;
        }
        if (!wholeLine && !isAt(')')) {
            throw stop(next, "expected ) behind the code");
        }
        if (words.size() != CODE_PARTS || words.stream().anyMatch(String::isEmpty)) {
            int wrong = words.size() < CODE_PARTS ? text.length() : starts.get(Math.min(CODE_PARTS, words.size() - 1));
            throw stop(
                    words.indexOf("") >= 0 ? starts.get(words.indexOf("")) : wrong,
                    "expected " + CODE_FORM + ": a value, a coding scheme and a meaning, with quotes around a comma");
        }
        return List.of(
                part(codeValue(words.get(0)), starts.get(0), words.get(0)),
                part(entry("CodingSchemeDesignator"), starts.get(1), words.get(1)),
                part(entry("CodeMeaning"), starts.get(2), words.get(2)));
    }

    /** Which of the three attributes holds a code, PS3.3 8.1. */
    private static Dictionary.Entry codeValue(String code) {
        if (code.startsWith("urn:") || code.startsWith("http:") || code.startsWith("https:")) {
            return entry("URNCodeValue");
        }
        return entry(code.length() > LONGEST_CODE_VALUE ? "LongCodeValue" : CODE_VALUE);
    }

    private static Dictionary.Entry entry(String keyword) {
        return Keywords.exact(keyword).orElseThrow();
    }

    // ---- letters

    /** A text in quotes, or up to one of these characters without the blanks around it. */
    private String word(String ends) throws Stopped {
        if (isAt('"')) {
            return quoted();
        }
        int start = next;
        while (next < text.length() && ends.indexOf(text.charAt(next)) < 0) {
            next++;
        }
        return Blanks.strip(text.substring(start, next));
    }

    private String quoted() throws Stopped {
        int opening = next++;
        StringBuilder word = new StringBuilder();
        while (true) {
            int closing = text.indexOf('"', next);
            if (closing < 0) {
                throw stop(opening, "expected the closing quote of this one (a # behind the field begins a comment)");
            }
            word.append(text, next, closing);
            next = closing + 1;
            if (!isAt('"')) {
                break;
            }
            word.append('"');
            next++;
        }
        blanks();
        return word.toString();
    }

    private boolean isAt(char wanted) {
        return next < text.length() && text.charAt(next) == wanted;
    }

    private void blanks() {
        next = Blanks.skip(text, next, text.length());
    }

    private Span place(int start, int length) {
        int from = Math.min(start, at.length());
        return at.within(from, Math.min(length, at.length() - from));
    }

    private Stopped stop(int where, String message) {
        problems.error(place(where, where < text.length() ? 1 : 0), message);
        return new Stopped();
    }
}
