package org.sluice.recipe.python;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Moves a date by a number of days: the arithmetic of JITTER. */
public final class DateShift {
    private static final long MOST_DAYS = 999_999_999L;

    private final LocalDate today;

    /** @param today what stands in for the parts a text leaves open */
    public DateShift(LocalDate today) {
        this.today = today;
    }

    /** A DA: {@code YYYYMMDD}; empty if the text is no date, or the result is outside the years 1 to 9999. */
    public Optional<String> day(String text, long days) {
        return shifted(text, days, ExactDate.DAY).map(reading -> date(reading.when()));
    }

    /** A DT: {@code YYYYMMDDHHMMSS.ffffff} and, if there was one, the zone {@code +ZZXX}. */
    public Optional<String> moment(String text, long days) {
        return shifted(text, days, ExactDate.ZONED_MOMENT)
                .or(() -> shifted(text, days, ExactDate.MOMENT))
                .map(DateShift::dateTime);
    }

    /** A value of any other VR: a date alone if it can be read as one, else in the form it was written in. */
    public Optional<String> anything(String text, long days) {
        return day(text, days).or(() -> moment(text, days));
    }

    /** {@code days + 365 × years}; empty if that cannot be moved by at all. */
    public static OptionalLong days(long days, long years) {
        if (Math.abs(days) > MOST_DAYS || Math.abs(years) > MOST_DAYS) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(days + 365 * years);
    }

    private Optional<DateReading> shifted(String text, long days, Pattern exactForm) {
        if (Math.abs(days) > MOST_DAYS) {
            return Optional.empty();
        }
        return LenientDate.read(text, today)
                .or(() -> ExactDate.read(text, exactForm))
                .flatMap(reading -> plus(reading, days));
    }

    private static Optional<DateReading> plus(DateReading reading, long days) {
        try {
            LocalDateTime when = reading.when().plusDays(days);
            if (when.getYear() < 1 || when.getYear() > 9999) {
                return Optional.empty();
            }
            return Optional.of(new DateReading(when, reading.offset()));
        } catch (DateTimeException outOfRange) {
            return Optional.empty();
        }
    }

    private static String date(LocalDateTime when) {
        return String.format(Locale.ROOT, "%d%02d%02d", when.getYear(), when.getMonthValue(), when.getDayOfMonth());
    }

    private static String dateTime(DateReading reading) {
        LocalDateTime when = reading.when();
        String time = String.format(
                Locale.ROOT,
                "%02d%02d%02d.%06d",
                when.getHour(),
                when.getMinute(),
                when.getSecond(),
                when.getNano() / 1000);
        return date(when) + time + zone(reading.offset());
    }

    private static String zone(@Nullable Integer offset) {
        if (offset == null) {
            return "";
        }
        int minutes = Math.abs(offset) / 60;
        return String.format(Locale.ROOT, "%s%02d%02d", offset < 0 ? "-" : "+", minutes / 60, minutes % 60);
    }
}
