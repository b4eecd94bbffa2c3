package org.sluice.recipe.python;

import java.math.BigDecimal;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/** The time of day as far as a text has named it; what it leaves open is zero. */
final class ClockTime {
    private static final BigDecimal SIXTY = BigDecimal.valueOf(60);

    private @Nullable Integer hour;
    private @Nullable Integer minute;
    private @Nullable Integer second;
    private int micros;
    private boolean halfKnown;

    boolean hasHour() {
        return hour != null;
    }

    boolean isEmpty() {
        return hour == null && minute == null && second == null;
    }

    void hours(int hours) {
        hour = hours;
    }

    /** {@code HH}, {@code HHMM}. */
    void hoursAndMinutes(String digits) throws NoDate {
        hour = NoDate.number(digits.substring(0, 2));
        if (digits.length() == 4) {
            minute = NoDate.number(digits.substring(2));
        }
    }

    /** Minutes; a fraction of one gives the seconds. */
    void minutes(String number) throws NoDate {
        BigDecimal minutes = decimal(number);
        minute = minutes.intValue();
        BigDecimal rest = minutes.remainder(BigDecimal.ONE);
        second =
                rest.signum() == 0 ? null : Integer.valueOf(rest.multiply(SIXTY).intValue());
    }

    /** The seconds of a run of digits, which has no fraction. */
    void wholeSeconds(String digits) throws NoDate {
        second = NoDate.number(digits);
    }

    /** Seconds; of a fraction six digits count. */
    void seconds(String number) throws NoDate {
        int point = number.indexOf('.');
        if (point < 0) {
            second = NoDate.number(number);
            micros = 0;
            return;
        }
        second = NoDate.number(number.substring(0, point));
        String fraction = number.substring(point + 1);
        if (fraction.indexOf('.') >= 0) {
            throw new NoDate();
        }
        micros = NoDate.number((fraction + "000000").substring(0, 6));
    }

    /** @param unit 0 hours, 1 minutes, 2 seconds; nothing beyond */
    void withUnit(String number, int unit) throws NoDate {
        switch (unit) {
            case 0 -> {
                BigDecimal hours = decimal(number);
                hour = hours.intValue();
                BigDecimal rest = hours.remainder(BigDecimal.ONE);
                if (rest.signum() != 0) {
                    minute = rest.multiply(SIXTY).intValue();
                }
            }
            case 1 -> minutes(number);
            case 2 -> seconds(number);
            default -> {
                // "5 s 7": the 7 belongs to no unit and is passed over
            }
        }
    }

    /** The word {@code am} or {@code pm} behind an hour that is already known. */
    void halfOfDay(int half) throws NoDate {
        if (halfKnown || hour == null || hour < 0 || hour > 12) {
            throw new NoDate();
        }
        hourOfHalf(hour, half);
        halfKnown = true;
    }

    void hourOfHalf(int hours, int half) {
        hour = hours < 12 && half == 1 ? hours + 12 : hours == 12 && half == 0 ? 0 : hours;
    }

    /** @throws java.time.DateTimeException when there is no such time */
    LocalTime toLocalTime() {
        return LocalTime.of(zeroIfNull(hour), zeroIfNull(minute), zeroIfNull(second), micros * 1000);
    }

    private static int zeroIfNull(@Nullable Integer number) {
        return number == null ? 0 : number;
    }

    private static BigDecimal decimal(String number) throws NoDate {
        try {
            return new BigDecimal(number);
        } catch (NumberFormatException none) {
            throw new NoDate();
        }
    }
}
