package org.sluice.recipe.python;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The English words a date may hold; each lookup ignores case and gives -1 for a word it does not know. */
final class DateWords {
    private static final List<Set<String>> MONTHS = List.of(
            Set.of("jan", "january"),
            Set.of("feb", "february"),
            Set.of("mar", "march"),
            Set.of("apr", "april"),
            Set.of("may"),
            Set.of("jun", "june"),
            Set.of("jul", "july"),
            Set.of("aug", "august"),
            Set.of("sep", "sept", "september"),
            Set.of("oct", "october"),
            Set.of("nov", "november"),
            Set.of("dec", "december"));
    private static final List<Set<String>> WEEKDAYS = List.of(
            Set.of("mon", "monday"),
            Set.of("tue", "tuesday"),
            Set.of("wed", "wednesday"),
            Set.of("thu", "thursday"),
            Set.of("fri", "friday"),
            Set.of("sat", "saturday"),
            Set.of("sun", "sunday"));
    private static final List<Set<String>> UNITS =
            List.of(Set.of("h", "hour", "hours"), Set.of("m", "minute", "minutes"), Set.of("s", "second", "seconds"));
    private static final List<Set<String>> HALVES = List.of(Set.of("am", "a"), Set.of("pm", "p"));
    private static final Set<String> FILLERS =
            Set.of(" ", ".", ",", ";", "-", "/", "'", "at", "on", "and", "ad", "m", "t", "of", "st", "nd", "rd", "th");
    private static final Set<String> UTC = Set.of("UTC", "GMT", "Z", "z");

    private DateWords() {}

    /** 1 to 12. */
    static int month(String word) {
        int found = place(MONTHS, word);
        return found < 0 ? found : found + 1;
    }

    /** 0 for Monday. */
    static int weekday(String word) {
        return place(WEEKDAYS, word);
    }

    /** 0 hours, 1 minutes, 2 seconds. */
    static int unit(String word) {
        return place(UNITS, word);
    }

    /** 0 before noon, 1 after. */
    static int halfOfDay(String word) {
        return place(HALVES, word);
    }

    /** Whether the token means nothing. */
    static boolean isFiller(String word) {
        return FILLERS.contains(word.toLowerCase(Locale.ROOT));
    }

    static boolean isUtc(String word) {
        return UTC.contains(word);
    }

    private static int place(List<Set<String>> names, String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).contains(lower)) {
                return i;
            }
        }
        return -1;
    }
}
