package org.sluice.verify;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.sluice.dataset.Uids;

/**
 * The forms in which the values of an original are looked for, without those that are so short or so common that they would be
 * found where they say nothing: {@code M}, {@code CT}, {@code 0}, words that describe images, dates that stand for none. Immutable
 * once made.
 */
final class SearchedForms {
    /** Letters of the shortest word of a name that is looked for alone. */
    static final int SHORTEST_WORD = 4;

    private static final int SHORTEST_UID = 7;
    private static final int FEWEST_LETTERS = 5;
    private static final int FEWEST_MIXED = 5;
    private static final int FEWEST_DIGITS = 6;
    private static final int FEWEST_PHONE_DIGITS = 7;
    private static final int SHORTEST_DESCRIPTION = 12;
    private static final int NAME_PARTS = 3;
    private static final Set<LocalDate> NO_DATES =
            Set.of(LocalDate.of(1900, 1, 1), LocalDate.of(1970, 1, 1), LocalDate.of(2000, 1, 1));
    private static final Pattern ADDRESS_PARTS = Pattern.compile("[,;\\r\\n\\\\^]+");

    /** A name of two words or more. */
    record Name(Set<String> words, IdentifyingValue value) {}

    /** A text in the form of {@link NormalText}. */
    record Phrase(String text, IdentifyingValue value) {}

    final Map<String, IdentifyingValue> nameWords = new HashMap<>();
    final List<Name> names = new ArrayList<>();
    final Map<LocalDate, IdentifyingValue> dates = new HashMap<>();
    final Map<String, IdentifyingValue> phones = new HashMap<>();
    final List<Phrase> phrases = new ArrayList<>();
    final Map<String, IdentifyingValue> uids = new HashMap<>();

    SearchedForms(IdentifyingValues values) {
        values.all().forEach(this::add);
    }

    private void add(IdentifyingValue value) {
        switch (value.category()) {
            case NAME -> name(value);
            case DATE -> date(value.text()).ifPresent(date -> dates.putIfAbsent(date, value));
            case UID -> uid(value);
            case PHONE_NUMBER -> phone(value);
            case ADDRESS -> {
                for (String part : ADDRESS_PARTS.split(value.text(), -1)) {
                    identifier(part, value);
                }
            }
            case DESCRIPTION -> description(value);
            case IDENTIFIER -> identifier(value.text(), value);
        }
    }

    /** The first three components of each group of a PN, PS3.5 6.2.1; titles and degrees name nobody. */
    private void name(IdentifyingValue value) {
        for (String group : value.text().split("=", -1)) {
            for (String spelling : NormalText.spellings(group)) {
                String[] components = spelling.split("\\^", -1);
                Set<String> words = new LinkedHashSet<>();
                for (int i = 0; i < Math.min(components.length, NAME_PARTS); i++) {
                    words.addAll(NormalText.wordsOf(NormalText.of(components[i])));
                }
                name(words, value);
            }
        }
    }

    private void name(Set<String> words, IdentifyingValue value) {
        words.removeIf(word -> word.length() < 2 && word.charAt(0) < 0x2E80);
        for (String word : words) {
            if (word.length() >= SHORTEST_WORD && !TrivialWords.contains(word)) {
                nameWords.putIfAbsent(word, value);
            }
        }
        if (words.size() >= 2 && !words.stream().allMatch(TrivialWords::contains)) {
            names.add(new Name(Set.copyOf(words), value));
        }
    }

    /** The day of a DA, or of the beginning of a DT; empty for one that stands for none. */
    static Optional<LocalDate> date(String text) {
        String digits = text.replace(".", "").replace("-", "");
        if (digits.length() < 8 || !digits.substring(0, 8).chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        try {
            LocalDate date = LocalDate.of(
                    Integer.parseInt(digits.substring(0, 4)),
                    Integer.parseInt(digits.substring(4, 6)),
                    Integer.parseInt(digits.substring(6, 8)));
            boolean tells = date.getYear() > 1850 && date.getYear() < 2200 && !NO_DATES.contains(date);
            return tells ? Optional.of(date) : Optional.empty();
        } catch (DateTimeException noDate) {
            return Optional.empty();
        }
    }

    private void uid(IdentifyingValue value) {
        String uid = Uids.unpadded(value.text());
        if (uid.length() >= SHORTEST_UID && Uids.registered(uid).isEmpty()) {
            uids.putIfAbsent(uid, value);
        }
    }

    private void phone(IdentifyingValue value) {
        String digits = digits(value.text());
        if (digits.length() >= FEWEST_PHONE_DIGITS && digits.chars().distinct().count() > 2) {
            phones.putIfAbsent(digits, value);
        } else {
            identifier(value.text(), value);
        }
    }

    static String digits(String text) {
        return text.replaceAll("\\D", "");
    }

    private void identifier(String text, IdentifyingValue value) {
        String phrase = NormalText.of(text);
        long digits = phrase.chars().filter(Character::isDigit).count();
        long letters = phrase.chars().filter(Character::isLetter).count();
        boolean tells = letters == 0
                ? digits >= FEWEST_DIGITS && phrase.chars().distinct().count() > 2
                : digits > 0 ? digits + letters >= FEWEST_MIXED : letters >= FEWEST_LETTERS;
        if (tells && !(digits == 0 && TrivialWords.allOf(phrase))) {
            phrases.add(new Phrase(phrase, value));
        }
    }

    /** Of what was typed only whole texts, for single words of them say nothing. */
    private void description(IdentifyingValue value) {
        String phrase = NormalText.of(value.text());
        Set<String> words = NormalText.wordsOf(phrase);
        boolean tells = words.stream().anyMatch(word -> word.length() >= SHORTEST_WORD && !TrivialWords.contains(word));
        if (phrase.length() >= SHORTEST_DESCRIPTION && words.size() >= 2 && tells) {
            phrases.add(new Phrase(phrase, value));
        }
    }
}
