package org.sluice.recipe.action;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sluice.dataset.ValueForms;
import org.sluice.dataset.Vr;
import org.sluice.recipe.function.ActionException;
import org.sluice.recipe.function.VariableValue;
import org.sluice.recipe.python.PythonNumbers;

/**
 * Dates moved by a number of days, in the strict reading. They must name their year, month and day: of {@code 202001} nobody
 * can say where it is 30 days earlier.
 */
final class DateMove {
    private static final String CLOCK =
            "(?<hour>\\d{2})(?:(?<minute>[0-5]\\d)(?:(?<second>[0-5]\\d|60)" + "(?:\\.(?<fraction>\\d{1,6}))?)?)?";
    private static final Pattern DATE_TIME = Pattern.compile("(?<date>\\d{8})(?:" + CLOCK + ")?(?<zone>[+-]\\d{4})? *");
    /** As ISO 8601 divides a date, and as ACR-NEMA did, PS3.5 6.2. */
    private static final Pattern DIVIDED = Pattern.compile("(\\d{4})([-.])(\\d{2})\\2(\\d{2}) *");

    /** A date as the standard or ISO 8601 writes it, and what may follow it. */
    private static final Pattern WRITTEN = Pattern.compile("(\\d{4})([-.]?)(\\d{2})\\2(\\d{2})"
            + "((?:\\d{2}(?:[0-5]\\d(?:(?:[0-5]\\d|60)(?:\\.\\d{1,6})?)?)?"
            + "|[ T]\\d{2}:[0-5]\\d(?::(?:[0-5]\\d|60)(?:\\.\\d{1,6})?)?)?(?:Z|[+-]\\d{2}:?\\d{2})?)");

    private final long days;

    DateMove(long days) {
        this.days = days;
    }

    /** A value of a DA or DT in the form that deid writes; empty if it is no whole date, or leaves the years 1 to 9999. */
    Optional<String> dateOrTime(Vr vr, String text) {
        Matcher divided = DIVIDED.matcher(text);
        String together = divided.matches() ? divided.group(1) + divided.group(3) + divided.group(4) : text;
        Matcher exact = DATE_TIME.matcher(together);
        if (!exact.matches()) {
            return Optional.empty();
        }
        Optional<String> day = day(exact.group("date"));
        return vr == Vr.DA
                ? day
                : day.map(moved -> moved + time(exact))
                        .filter(value -> ValueForms.expected(vr, value).isEmpty());
    }

    /** A text that is a date, moved and written as it was; empty if it is none. */
    Optional<String> text(String text) {
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches()) {
            return Optional.empty();
        }
        String divider = written.group(2);
        return day(written.group(1) + written.group(3) + written.group(4))
                .map(moved -> moved.substring(0, 4)
                        + divider
                        + moved.substring(4, 6)
                        + divider
                        + moved.substring(6)
                        + written.group(5));
    }

    private Optional<String> day(String date) {
        if (!ValueForms.isDate(date) || Math.abs(days) > 10_000_000) {
            return Optional.empty();
        }
        LocalDate moved = LocalDate.of(
                        Integer.parseInt(date.substring(0, 4)),
                        Integer.parseInt(date.substring(4, 6)),
                        Integer.parseInt(date.substring(6)))
                .plusDays(days);
        if (moved.getYear() < 1 || moved.getYear() > 9999) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT, "%04d%02d%02d", moved.getYear(), moved.getMonthValue(), moved.getDayOfMonth()));
    }

    private static String time(Matcher exact) {
        return part(exact, "hour", "00") + part(exact, "minute", "00") + part(exact, "second", "00") + "."
                + (part(exact, "fraction", "") + "000000").substring(0, 6) + part(exact, "zone", "");
    }

    private static String part(Matcher exact, String name, String otherwise) {
        String part = exact.group(name);
        return part == null ? otherwise : part;
    }

    /** The number of days that a value says, cut off behind the point; of any size, for no date can be moved so far. */
    static long days(VariableValue value) throws ActionException {
        BigInteger days = null;
        if (value instanceof VariableValue.Text text) {
            days = PythonNumbers.whole(text.text()).orElse(null);
        }
        if (value instanceof VariableValue.Whole whole) {
            days = whole.number();
        }
        if (value instanceof VariableValue.Real real && Math.abs(real.number()) < 1e15) {
            days = BigInteger.valueOf((long) real.number());
        }
        if (value instanceof VariableValue.Octets octets) {
            days = PythonNumbers.whole(new String(octets.bytes(), StandardCharsets.UTF_8))
                    .orElse(null);
        }
        if (days == null) {
            throw new ActionException("JITTER needs a whole number of days");
        }
        return days.bitLength() < Long.SIZE ? days.longValue() : Long.MAX_VALUE / 2;
    }
}
