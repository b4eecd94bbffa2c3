package org.sluice.verify;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds dates in text, in the forms in which people and programs write them; also those that can be read as two. */
final class DatesInText {
    private static final Pattern TOGETHER =
            Pattern.compile("(?<!\\d)(\\d{4})(\\d{2})(\\d{2})(?:\\d{2}|\\d{4}|\\d{6})?(?!\\d)");
    private static final Pattern YEAR_FIRST =
            Pattern.compile("(?<!\\d)(\\d{4})[-./_ ](\\d{1,2})[-./_ ](\\d{1,2})(?!\\d)");
    private static final Pattern YEAR_LAST =
            Pattern.compile("(?<!\\d)(\\d{1,2})[-./_ ](\\d{1,2})[-./_ ](\\d{4})(?!\\d)");
    private static final Pattern DAY_MONTH_WORD =
            Pattern.compile("(?<!\\d)(\\d{1,2})(?:st|nd|rd|th)?[-., _]*(\\p{L}{3,9})[-., _]*(\\d{4})(?!\\d)");
    private static final Pattern MONTH_WORD_DAY =
            Pattern.compile("(\\p{L}{3,9})[-., _]*(\\d{1,2})(?:st|nd|rd|th)?[-., _]+(\\d{4})(?!\\d)");
    private static final Pattern YEAR_MONTH_WORD =
            Pattern.compile("(?<!\\d)(\\d{4})[-., _]*(\\p{L}{3,9})[-., _]*(\\d{1,2})(?!\\d)");

    /** How months begin, without accents, in English, German, French, Spanish, Italian and Dutch where they differ. */
    private static final List<Set<String>> MONTHS = List.of(
            Set.of("jan", "ene", "gen"),
            Set.of("feb", "fev"),
            Set.of("mar", "mae", "maa", "mrt"),
            Set.of("apr", "avr", "abr"),
            Set.of("may", "mai", "mei", "mag"),
            Set.of("jun", "juin", "giu"),
            Set.of("jul", "juil", "lug"),
            Set.of("aug", "aou", "ago"),
            Set.of("sep", "set"),
            Set.of("oct", "okt", "ott"),
            Set.of("nov"),
            Set.of("dec", "dez", "dic"));

    private static final int FEWEST_DIGITS = 5;

    private DatesInText() {}

    /** All that can be read as a date; nothing where there are too few digits. */
    static Set<LocalDate> of(String text) {
        if (text.chars().filter(Character::isDigit).count() < FEWEST_DIGITS) {
            return Set.of();
        }
        Set<LocalDate> found = new HashSet<>();
        each(TOGETHER, text, date -> add(found, date.group(1), date.group(2), date.group(3)));
        each(YEAR_FIRST, text, date -> add(found, date.group(1), date.group(2), date.group(3)));
        each(YEAR_LAST, text, date -> {
            add(found, date.group(3), date.group(2), date.group(1));
            add(found, date.group(3), date.group(1), date.group(2));
        });
        each(DAY_MONTH_WORD, text, date -> word(found, date.group(3), date.group(2), date.group(1)));
        each(MONTH_WORD_DAY, text, date -> word(found, date.group(3), date.group(1), date.group(2)));
        each(YEAR_MONTH_WORD, text, date -> word(found, date.group(1), date.group(2), date.group(3)));
        return found;
    }

    private interface Take {
        void date(MatchResult found);
    }

    /** Also where the next date begins inside the one before, as in {@code 1.2.2019 3.4.2020}. */
    private static void each(Pattern form, String text, Take take) {
        Matcher matcher = form.matcher(text);
        for (int from = 0; from <= text.length() && matcher.find(from); from = matcher.start() + 1) {
            take.date(matcher.toMatchResult());
        }
    }

    private static void word(Set<LocalDate> found, String year, String month, String day) {
        String plain = NormalText.of(month).toLowerCase(Locale.ROOT);
        for (int number = 1; number <= MONTHS.size(); number++) {
            if (MONTHS.get(number - 1).stream().anyMatch(plain::startsWith)) {
                add(found, year, Integer.toString(number), day);
            }
        }
    }

    private static void add(Set<LocalDate> found, String year, String month, String day) {
        try {
            found.add(LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day)));
        } catch (DateTimeException noDate) {
            // Digits that are no date.
        }
    }
}
