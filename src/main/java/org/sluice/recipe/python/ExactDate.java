package org.sluice.recipe.python;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Dates in exactly one form, digits run together; a month or day of one digit passes where it can be told apart. */
final class ExactDate {
    private static final String DATE = "(\\d{4})(1[0-2]|0[1-9]|[1-9])(3[01]|[12]\\d|0[1-9]|[1-9]| [1-9])";
    private static final String TIME = "(2[0-3]|[01]\\d|\\d)([0-5]\\d|\\d)(6[01]|[0-5]\\d|\\d)\\.(\\d{1,6})";
    private static final String ZONE = "(Z|([+-])(\\d\\d):?([0-5]\\d))";

    /** {@code YYYYMMDD}. */
    static final Pattern DAY = Pattern.compile(DATE);

    /** {@code YYYYMMDDHHMMSS.ffffff}. */
    static final Pattern MOMENT = Pattern.compile(DATE + TIME);

    /** {@code YYYYMMDDHHMMSS.ffffff+ZZXX}. */
    static final Pattern ZONED_MOMENT = Pattern.compile(DATE + TIME + ZONE);

    private ExactDate() {}

    static Optional<DateReading> read(String text, Pattern form) {
        Matcher found = form.matcher(text);
        if (!found.lookingAt() || found.end() < text.length()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new DateReading(when(found, form), offset(found, form)));
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    private static LocalDateTime when(Matcher found, Pattern form) {
        LocalDateTime day = LocalDateTime.of(number(found, 1), number(found, 2), number(found, 3), 0, 0);
        if (form == DAY) {
            return day;
        }
        int micros = Integer.parseInt((found.group(7) + "00000").substring(0, 6));
        return day.withHour(number(found, 4))
                .withMinute(number(found, 5))
                .withSecond(number(found, 6))
                .withNano(micros * 1000);
    }

    private static @Nullable Integer offset(Matcher found, Pattern form) {
        if (form != ZONED_MOMENT) {
            return null;
        }
        if (found.group(8).equals("Z")) {
            return 0;
        }
        int seconds = number(found, 10) * 3600 + number(found, 11) * 60;
        return found.group(9).equals("-") ? -seconds : seconds;
    }

    private static int number(Matcher found, int group) {
        return Integer.parseInt(PythonText.strip(found.group(group)));
    }
}
