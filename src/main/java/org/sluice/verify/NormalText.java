package org.sluice.verify;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A text as it is compared: lower case, without accents, letters and digits alone, everything between them one blank. What is
 * written differently and read as the same is the same here.
 */
final class NormalText {
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern DIVIDERS = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern LETTERS = Pattern.compile("\\p{L}+");

    private final String normal;
    private final Set<String> words;

    NormalText(String text) {
        this.normal = of(text);
        this.words = wordsOf(normal);
    }

    /** The form itself. */
    static String of(String text) {
        String plain = isAscii(text) ? text : withoutAccents(text);
        return DIVIDERS.matcher(plain.toLowerCase(Locale.ROOT)).replaceAll(" ").strip();
    }

    private static String withoutAccents(String text) {
        return MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD))
                .replaceAll("")
                .replace("\u00DF", "ss")
                .replace("\u00F8", "o")
                .replace("\u00D8", "O")
                .replace("\u0142", "l")
                .replace("\u0141", "L")
                .replace("\u0111", "d");
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    /** The runs of letters of a text in this form. */
    static Set<String> wordsOf(String normal) {
        Set<String> words = new LinkedHashSet<>();
        LETTERS.matcher(normal).results().forEach(word -> words.add(word.group()));
        return words;
    }

    boolean isEmpty() {
        return normal.isEmpty();
    }

    Set<String> words() {
        return words;
    }

    boolean hasAll(Set<String> wanted) {
        return words.containsAll(wanted);
    }

    /** Whether one of its words begins with a word and goes on with another, or the other way round. */
    boolean hasJoined(String first, String second) {
        String one = first + second;
        String other = second + first;
        return words.stream().anyMatch(word -> word.contains(one) || word.contains(other));
    }

    /** Whether it has a phrase in this form that is no part of a longer word or number. */
    boolean hasPhrase(String phrase) {
        for (int at = normal.indexOf(phrase); at >= 0; at = normal.indexOf(phrase, at + 1)) {
            int end = at + phrase.length();
            boolean begins = at == 0 || !isJoined(normal.charAt(at - 1), normal.charAt(at));
            boolean ends = end == normal.length() || !isJoined(normal.charAt(end - 1), normal.charAt(end));
            if (begins && ends) {
                return true;
            }
        }
        return false;
    }

    private static boolean isJoined(char left, char right) {
        return (Character.isDigit(left) && Character.isDigit(right))
                || (Character.isLetter(left) && Character.isLetter(right));
    }

    /** How names of the languages that write umlauts are written without them. */
    static Set<String> spellings(String name) {
        Set<String> spellings = new HashSet<>(Set.of(name));
        String lower = name.toLowerCase(Locale.ROOT);
        spellings.add(lower.replace("\u00E4", "ae").replace("\u00F6", "oe").replace("\u00FC", "ue"));
        spellings.add(lower.replace("\u00F8", "oe").replace("\u00E5", "aa").replace("\u00E6", "ae"));
        return spellings;
    }
}
