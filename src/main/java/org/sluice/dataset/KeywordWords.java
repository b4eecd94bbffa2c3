package org.sluice.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words that a keyword is written together from: {@code OtherPatientIDsSequence} is other, patient, IDs, sequence. */
final class KeywordWords {
    /** An abbreviation with its plural s, an abbreviation, a word, small letters alone, or a number. */
    private static final Pattern WORD = Pattern.compile("[A-Z]+s(?![a-z])|[A-Z]+(?![a-z])|[A-Z][a-z]+|[a-z]+|[0-9]+");

    private KeywordWords() {}

    /** Its words in lower case, in order. */
    static List<String> of(String keyword) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(keyword);
        while (word.find()) {
            words.add(word.group().toLowerCase(Locale.ROOT));
        }
        return words;
    }

    /** Its words, each without the s of a plural or a possessive. */
    static List<String> singular(List<String> words) {
        return words.stream().map(KeywordWords::singular).toList();
    }

    /** A word without the s of a plural or a possessive; it need not be a word of the language then. */
    static String singular(String word) {
        if (word.equals("series") || word.equals("serie")) {
            return "series";
        }
        if (word.endsWith("ies")) {
            return word.substring(0, word.length() - 3) + "y";
        }
        if (word.endsWith("sses")) {
            return word.substring(0, word.length() - 2);
        }
        return word.endsWith("s") && !word.endsWith("ss") ? word.substring(0, word.length() - 1) : word;
    }
}
