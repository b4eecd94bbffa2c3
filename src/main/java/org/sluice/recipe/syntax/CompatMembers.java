package org.sluice.recipe.syntax;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.Dictionary;
import org.sluice.recipe.python.PythonNumbers;
import org.sluice.text.Span;

/** The lines inside a label as deid 0.4.12 reads them. */
final class CompatMembers {
    private static final List<String> FILTER_WORDS = Stream.of(Filter.values())
            .filter(Filter::isOfDeid)
            .map(Filter::word)
            .toList();

    /** As Python takes it: an underscore may follow the prefix. */
    private static final Pattern TAG = Pattern.compile("0x_?(\\p{XDigit}{1,8})");

    private CompatMembers() {}

    /** A criterion before the values of its line are handed out. */
    private record Part(Span at, Operator joined, Filter filter, FilterField field, String value, Span valueAt) {}

    /**
     * Reads a line.
     *
     * @param at the line without blanks at its ends
     * @param text the text at that place
     */
    static Content read(Span at, String text) throws Refusal {
        Optional<Coordinates.Word> word = coordinatesWord(text);
        if (word.isPresent()) {
            return coordinates(at, text, word.get());
        }
        Operator operator = operatorAt(text, 0);
        int start = Blanks.skip(text, operator.sign().length(), text.length());
        String rest = text.substring(start);
        if (rest.startsWith("#")) {
            return new Content.Nothing(at);
        }
        String lower = rest.toLowerCase(Locale.ROOT);
        if (FILTER_WORDS.stream().noneMatch(lower::startsWith)) {
            return new Content.Skipped(at, text);
        }
        return new Recipe.CriteriaLine(at, operator, criteria(at.within(start, rest.length()), rest));
    }

    static Optional<Coordinates.Word> coordinatesWord(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return Stream.of(Coordinates.Word.values())
                .filter(word -> lower.startsWith(word.word()))
                .findFirst();
    }

    private static Coordinates coordinates(Span at, String text, Coordinates.Word word) throws Refusal {
        int place = text.indexOf(word.word());
        String rest = Blanks.strip(
                place < 0
                        ? text
                        : text.substring(0, place)
                                + text.substring(place + word.word().length()));
        return new Coordinates(at, word, word.sized() ? sized(at, rest) : rest, rest);
    }

    /** {@code x,y,width,height} to {@code xmin,ymin,xmax,ymax}. */
    static String sized(Span at, String rest) throws Refusal {
        if (rest.equals("all")) {
            return rest;
        }
        List<BigInteger> numbers = new ArrayList<>();
        for (String part : rest.split(",", -1)) {
            if (!part.isEmpty()) {
                numbers.add(integer(at, part));
            }
        }
        if (numbers.size() != 4) {
            throw new Refusal(at, "expected four numbers x,y,width,height, found " + numbers.size());
        }
        return corners(numbers);
    }

    /** {@code x,y,width,height} as {@code xmin,ymin,xmax,ymax}. */
    static String corners(List<BigInteger> numbers) {
        BigInteger x = numbers.get(0);
        BigInteger y = numbers.get(1);
        return x + "," + y + "," + x.add(numbers.get(2)) + "," + y.add(numbers.get(3));
    }

    private static BigInteger integer(Span at, String part) throws Refusal {
        return PythonNumbers.whole(part)
                .orElseThrow(() -> new Refusal(at, "expected a whole number, found " + Quoted.text(part)));
    }

    private static List<Criterion> criteria(Span at, String text) throws Refusal {
        List<Part> parts = new ArrayList<>();
        Operator joined = Operator.NONE;
        int start = 0;
        int lastWord = FILTER_WORDS.stream().mapToInt(text::lastIndexOf).max().orElse(-1);
        while (true) {
            int end = split(text, start, lastWord);
            parts.add(part(at, text, start, end < 0 ? text.length() : end, joined));
            if (end < 0) {
                return given(parts);
            }
            joined = operatorAt(text, end);
            start = end + joined.sign().length();
        }
    }

    /** Where the text from {@code start} on is split: its first operator, if a filter word comes anywhere after it. */
    private static int split(String text, int start, int lastWord) {
        for (int at = start; at < lastWord; at++) {
            Operator operator = operatorAt(text, at);
            if (operator != Operator.NONE) {
                return at + operator.sign().length() <= lastWord ? at : -1;
            }
        }
        return -1;
    }

    /** The operator that stands at a place of a text. */
    static Operator operatorAt(String text, int at) {
        if (text.startsWith(Operator.AND.sign(), at)) {
            return Operator.AND;
        }
        return text.startsWith(Operator.OR.sign(), at) ? Operator.OR : Operator.NONE;
    }

    private static Part part(Span line, String text, int from, int to, Operator joined) throws Refusal {
        int start = Blanks.skip(text, from, to);
        int end = Blanks.trimEnd(text, start, to);
        Span at = line.within(start, end - start);
        int wordEnd = indexOf(text, ' ', start, end);
        if (wordEnd < 0) {
            throw new Refusal(at, "expected a filter, one blank and a field, found " + Quoted.text(text, start, end));
        }
        String word = text.substring(start, wordEnd);
        Filter filter = Filter.of(word)
                .filter(Filter::isOfDeid)
                .orElseThrow(() -> new Refusal(
                        line.within(start, word.length()), "expected a filter, found " + Quoted.text(word)));
        int fieldStart = wordEnd + 1;
        if (!filter.takesValue()) {
            int trimmed = Blanks.skip(text, fieldStart, end);
            Span fieldAt = line.within(trimmed, end - trimmed);
            return new Part(at, joined, filter, field(fieldAt, text.substring(trimmed, end)), "", fieldAt.end());
        }
        int fieldEnd = indexOf(text, ' ', fieldStart, end);
        if (fieldEnd < 0) {
            throw new Refusal(line.within(end, 0), "expected a value after the field of " + filter.word());
        }
        Span fieldAt = line.within(fieldStart, fieldEnd - fieldStart);
        int valueStart = Blanks.skip(text, fieldEnd, end);
        String value = text.substring(valueStart, end);
        FilterField field = field(fieldAt, text.substring(fieldStart, fieldEnd));
        return new Part(at, joined, filter, field, value, line.within(valueStart, value.length()));
    }

    private static int indexOf(String text, char c, int from, int to) {
        int at = text.indexOf(c, from);
        return at >= to ? -1 : at;
    }

    private static List<Criterion> given(List<Part> parts) {
        List<String> values = parts.stream()
                .filter(part -> part.filter.takesValue())
                .map(Part::value)
                .toList();
        List<Criterion> criteria = new ArrayList<>();
        for (Part part : parts) {
            int position = criteria.size();
            @Nullable String given = position < values.size() ? values.get(position) : null;
            criteria.add(new Criterion(part.at, part.joined, part.filter, part.field, part.value, part.valueAt, given));
        }
        return criteria;
    }

    private static FilterField field(Span at, String written) {
        if (written.startsWith("0x")) {
            Matcher digits = TAG.matcher(written);
            return digits.matches()
                    ? new FilterField.Tag(at, written, Integer.parseUnsignedInt(digits.group(1), 16))
                    : new FilterField.BadTag(at, written);
        }
        Optional<Dictionary.Entry> entry = Keywords.exact(written).filter(found -> !Keywords.isRepeating(found));
        return entry.<FilterField>map(found -> new FilterField.Keyword(at, written, found.tag()))
                .orElseGet(() -> new FilterField.Other(at, written));
    }
}
