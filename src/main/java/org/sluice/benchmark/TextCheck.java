package org.sluice.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How much of a text is in a value, as MIDI-B judges it: upper and lower case are the same; two numbers are compared as numbers; a
 * text that is not there as a whole is looked for word by word, without marks and without the words that any text has.
 */
final class TextCheck {
    private static final Pattern NUMBER = Pattern.compile("[0-9]+\\.?[0-9]*|\\.[0-9]+");
    private static final Pattern BETWEEN = Pattern.compile("[\\s,;()\\[\\]{}\"?!&@#$%*+=|~`^<>\\\\]+");
    private static final Pattern MARKS = Pattern.compile("^[\\p{Punct}]+|[\\p{Punct}]+$");

    /** Words that say nothing. */
    private static final Set<String> COMMON = Set.of(
            ("a about above after again against all am an and any are as at be because been before being below between both but by"
                            + " can did do does doing down during each few for from further had has have having he her here hers him"
                            + " his how i if in into is it its just me more most my no nor not now of off on once only or other our"
                            + " out over own same she should so some such t than that the their them then there these they this"
                            + " those through to too under until up very was we were what when where which while who whom why will"
                            + " with you your s d m o y")
                    .split(" "));

    private TextCheck() {}

    /** The share of the text's words that are in the value, 0 to 1. */
    static double retained(String value, String text) {
        String found = value.toLowerCase(Locale.ROOT);
        String wanted = text.toLowerCase(Locale.ROOT);
        if (NUMBER.matcher(found).matches() && NUMBER.matcher(wanted).matches()) {
            return Double.parseDouble(found) == Double.parseDouble(wanted) ? 1 : 0;
        }
        if (found.contains(wanted)) {
            return 1;
        }
        List<String> words = words(wanted);
        return words.isEmpty()
                ? 1
                : (double) words.stream().filter(found::contains).count() / words.size();
    }

    /** The share of the text's words that are not in the value, 0 to 1. */
    static double removed(String value, String text) {
        if (value.isEmpty()) {
            return 1;
        }
        String found = value.toLowerCase(Locale.ROOT);
        String unwanted = text.toLowerCase(Locale.ROOT);
        if (NUMBER.matcher(found).matches() && NUMBER.matcher(unwanted).matches()) {
            return Double.parseDouble(found) == Double.parseDouble(unwanted) ? 0 : 1;
        }
        if (!unwanted.isEmpty() && found.contains(unwanted)) {
            return 0;
        }
        List<String> words = words(unwanted);
        return words.isEmpty()
                ? 1
                : 1 - (double) words.stream().filter(found::contains).count() / words.size();
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (String piece : BETWEEN.split(text, -1)) {
            String word = MARKS.matcher(piece).replaceAll("");
            if (!word.isEmpty() && !COMMON.contains(word)) {
                words.add(word);
            }
        }
        return words;
    }
}
