package org.sluice.recipe.python;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sluice.recipe.python.YearMonthDay.Part;

/**
 * Reads dates in nearly any form a person may write (month before day where both could be meant), as the parser behind the
 * language's JITTER does. What the text leaves open is taken from today.
 */
public final class LenientDate {
    private static final Pattern PLAIN_NUMBER = Pattern.compile("\\d+(\\.\\d*)?");

    private static final int SECONDS_OF_DAY = 24 * 3600;

    private final List<String> tokens;
    private final LocalDate today;
    private final YearMonthDay date = new YearMonthDay();
    private final ClockTime time = new ClockTime();
    private int weekday = -1;
    private @Nullable String zone;
    private @Nullable Integer offset;
    private int at;

    private LenientDate(String text, LocalDate today) {
        this.tokens = DateTokens.of(text);
        this.today = today;
    }

    /** The date that {@code text} means to somebody who reads it on the day {@code today}; empty if it means none. */
    public static Optional<DateReading> read(String text, LocalDate today) {
        try {
            LenientDate reading = new LenientDate(text, today);
            reading.all();
            return Optional.of(reading.result());
        } catch (NoDate | DateTimeException | IndexOutOfBoundsException unreadable) {
            return Optional.empty();
        }
    }

    private void all() throws NoDate {
        for (at = 0; at < tokens.size(); at++) {
            String token = tokens.get(at);
            OptionalDouble number = PythonNumbers.real(token);
            if (number.isPresent()) {
                numeric(token);
            } else {
                word(token);
            }
        }
    }

    private void word(String token) throws NoDate {
        int half = DateWords.halfOfDay(token);
        if (DateWords.weekday(token) >= 0) {
            weekday = DateWords.weekday(token);
        } else if (DateWords.month(token) >= 0) {
            month(DateWords.month(token));
        } else if (half >= 0) {
            time.halfOfDay(half);
        } else if (couldBeZone(token, offset)) {
            zone(token);
        } else if (time.hasHour() && (token.equals("+") || token.equals("-"))) {
            offset(token.equals("+") ? 1 : -1);
        } else if (!DateWords.isFiller(token)) {
            throw new NoDate();
        }
    }

    /** A month's name, and with it {@code -25}, {@code -25-2003} or {@code of 2003}. */
    private void month(int month) throws NoDate {
        date.add(month, Part.MONTH);
        if (at + 1 >= tokens.size()) {
            return;
        }
        String next = tokens.get(at + 1);
        if (next.equals("-") || next.equals("/")) {
            date.add(tokens.get(at + 2), Part.UNKNOWN);
            if (at + 3 < tokens.size() && tokens.get(at + 3).equals(next)) {
                date.add(tokens.get(at + 4), Part.UNKNOWN);
                at += 2;
            }
            at += 2;
        } else if (at + 4 < tokens.size()
                && next.equals(" ")
                && tokens.get(at + 3).equals(" ")
                && tokens.get(at + 2).equalsIgnoreCase("of")) {
            if (isDigits(tokens.get(at + 4))) {
                int year = inCentury(NoDate.number(tokens.get(at + 4)), false);
                date.add(String.valueOf(year), Part.YEAR);
            }
            at += 4;
        }
    }

    private boolean couldBeZone(String token, @Nullable Integer sofar) {
        if (!time.hasHour() || zone != null || sofar != null || token.length() > 5) {
            return false;
        }
        return DateWords.isUtc(token) || token.chars().allMatch(c -> c >= 'A' && c <= 'Z');
    }

    private void zone(String token) {
        zone = token;
        offset = DateWords.isUtc(token) ? 0 : null;
        if (at + 1 < tokens.size()
                && (tokens.get(at + 1).equals("+") || tokens.get(at + 1).equals("-"))) {
            // "GMT+3" reads as "my time + 3 is GMT": the sign turns round.
            tokens.set(at + 1, tokens.get(at + 1).equals("+") ? "-" : "+");
            offset = null;
            if (DateWords.isUtc(token)) {
                zone = null;
            }
        }
    }

    private void offset(int sign) throws NoDate {
        String digits = tokens.get(at + 1);
        int hours;
        int minutes = 0;
        if (digits.length() == 4) {
            hours = NoDate.number(digits.substring(0, 2));
            minutes = NoDate.number(digits.substring(2));
        } else if (at + 2 < tokens.size() && tokens.get(at + 2).equals(":")) {
            hours = NoDate.number(digits);
            minutes = NoDate.number(tokens.get(at + 3));
            at += 2;
        } else if (digits.length() <= 2) {
            hours = NoDate.number(digits);
        } else {
            throw new NoDate();
        }
        offset = sign * (hours * 3600 + minutes * 60);
        nameInParentheses();
        at++;
    }

    private void nameInParentheses() {
        if (at + 5 < tokens.size()
                && DateWords.isFiller(tokens.get(at + 2))
                && tokens.get(at + 3).equals("(")
                && tokens.get(at + 5).equals(")")
                && tokens.get(at + 4).length() >= 3
                && couldBeZone(tokens.get(at + 4), null)) {
            zone = tokens.get(at + 4);
            at += 4;
        }
    }

    private void numeric(String token) throws NoDate {
        if (!PLAIN_NUMBER.matcher(token).matches()) {
            throw new NoDate();
        }
        int length = token.length();
        if (isTimeBehindDate(length)) {
            time.hoursAndMinutes(token);
        } else if (length == 6 || (length > 6 && token.indexOf('.') == 6)) {
            six(token);
        } else if (length == 8 || length == 12 || length == 14) {
            eight(token);
        } else if (unitPlace() >= 0) {
            withUnit(token);
        } else if (at + 2 < tokens.size() && tokens.get(at + 1).equals(":")) {
            clock(token);
        } else if (at + 1 < tokens.size() && isDivider(tokens.get(at + 1))) {
            divided(token);
        } else {
            single(token);
        }
    }

    /** {@code 19990101T23[59]}. */
    private boolean isTimeBehindDate(int length) {
        return date.size() == 3
                && (length == 2 || length == 4)
                && !time.hasHour()
                && (at + 1 >= tokens.size()
                        || tokens.get(at + 1).equals(" ")
                        || DateWords.halfOfDay(tokens.get(at + 1)) >= 0);
    }

    /** {@code YYMMDD}, or {@code HHMMSS[.ss]} behind a date. */
    private void six(String token) throws NoDate {
        if (date.size() == 0 && token.indexOf('.') < 0) {
            date.add(token.substring(0, 2), Part.UNKNOWN);
            date.add(token.substring(2, 4), Part.UNKNOWN);
            date.add(token.substring(4), Part.UNKNOWN);
        } else {
            time.hoursAndMinutes(token.substring(0, 4));
            time.seconds(token.substring(4));
        }
    }

    /** {@code YYYYMMDD[hhmm[ss]]}. */
    private void eight(String token) throws NoDate {
        date.add(token.substring(0, 4), Part.YEAR);
        date.add(token.substring(4, 6), Part.UNKNOWN);
        date.add(token.substring(6, 8), Part.UNKNOWN);
        if (token.length() > 8) {
            time.hoursAndMinutes(token.substring(8, 12));
        }
        if (token.length() > 12) {
            time.wholeSeconds(token.substring(12));
        }
    }

    /** Where the {@code h}, {@code m} or {@code s} that belongs to the number stands; -1 if there is none. */
    private int unitPlace() {
        if (isUnit(at + 1)) {
            return at + 1;
        }
        if (isUnit(at + 2) && tokens.get(at + 1).equals(" ")) {
            return at + 2;
        }
        if (isUnit(at - 1)) {
            return at - 1;
        }
        boolean last = at > 1 && at == tokens.size() - 1;
        return last && tokens.get(at - 1).equals(" ") && isUnit(at - 2) ? at - 2 : -1;
    }

    private boolean isUnit(int place) {
        return place >= 0 && place < tokens.size() && DateWords.unit(tokens.get(place)) >= 0;
    }

    private void withUnit(String token) throws NoDate {
        int place = unitPlace();
        int unit = DateWords.unit(tokens.get(place));
        time.withUnit(token, place > at ? unit : unit + 1);
        if (place > at) {
            at = place;
        }
    }

    /** {@code HH:MM[:SS[.ss]]}. */
    private void clock(String token) throws NoDate {
        time.hours(new BigDecimal(token).intValue());
        time.minutes(tokens.get(at + 2));
        if (at + 4 < tokens.size() && tokens.get(at + 3).equals(":")) {
            time.seconds(tokens.get(at + 4));
            at += 2;
        }
        at += 2;
    }

    private static boolean isDivider(String token) {
        return token.equals("-") || token.equals("/") || token.equals(".");
    }

    /** {@code 01-01[-01]}, {@code 01-Jan[-01]}. */
    private void divided(String token) throws NoDate {
        String divider = tokens.get(at + 1);
        date.add(token, Part.UNKNOWN);
        if (at + 2 < tokens.size() && !DateWords.isFiller(tokens.get(at + 2))) {
            member(tokens.get(at + 2));
            if (at + 3 < tokens.size() && tokens.get(at + 3).equals(divider)) {
                member(tokens.get(at + 4));
                at += 2;
            }
            at++;
        }
        at++;
    }

    private void member(String token) throws NoDate {
        int month = DateWords.month(token);
        if (month >= 0) {
            date.add(month, Part.MONTH);
        } else {
            date.add(token, Part.UNKNOWN);
        }
    }

    /** A number alone: an hour before {@code am}, or a part of the date. */
    private void single(String token) throws NoDate {
        BigDecimal value = new BigDecimal(token);
        boolean last = at + 1 >= tokens.size();
        if (last || DateWords.isFiller(tokens.get(at + 1))) {
            int half = at + 2 < tokens.size() ? DateWords.halfOfDay(tokens.get(at + 2)) : -1;
            if (half >= 0) {
                time.hourOfHalf(value.intValue(), half);
                at++;
            } else {
                add(value);
            }
            at++;
        } else if (DateWords.halfOfDay(tokens.get(at + 1)) >= 0 && value.intValue() < 24) {
            time.hourOfHalf(value.intValue(), DateWords.halfOfDay(tokens.get(at + 1)));
            at++;
        } else if (date.couldBeDay(value.doubleValue())) {
            add(value);
        } else {
            throw new NoDate();
        }
    }

    private void add(BigDecimal value) throws NoDate {
        BigInteger whole = value.toBigInteger();
        if (whole.bitLength() > 31) {
            throw new NoDate();
        }
        date.add(whole.intValue(), Part.UNKNOWN);
    }

    private DateReading result() throws NoDate {
        YearMonthDay.Resolved found = date.resolve();
        if (date.size() == 0 && time.isEmpty() && weekday < 0 && zone == null && offset == null) {
            throw new NoDate();
        }
        Integer writtenYear = found.year();
        int year = writtenYear == null ? today.getYear() : inCentury(writtenYear, found.century());
        int month = found.month() == null ? today.getMonthValue() : found.month();
        Integer day = found.day();
        if (year < 1 || year > 9999) {
            throw new NoDate();
        }
        LocalDate when = day == null
                ? LocalDate.of(
                        year,
                        month,
                        Math.min(
                                today.getDayOfMonth(), YearMonth.of(year, month).lengthOfMonth()))
                : LocalDate.of(year, month, day);
        LocalDateTime moment = when.atTime(time.toLocalTime());
        if (weekday >= 0 && (day == null || day == 0)) {
            moment = moment.with(TemporalAdjusters.nextOrSame(DayOfWeek.of(weekday + 1)));
        }
        if (offset != null && Math.abs(offset) >= SECONDS_OF_DAY) {
            throw new NoDate();
        }
        return new DateReading(moment, knownOffset());
    }

    private @Nullable Integer knownOffset() {
        return zone != null && DateWords.isUtc(zone) && offset != null ? Integer.valueOf(0) : offset;
    }

    private int inCentury(int year, boolean century) {
        if (year >= 100 || century) {
            return year;
        }
        int thisYear = today.getYear();
        int full = year + thisYear / 100 * 100;
        if (full >= thisYear + 50) {
            return full - 100;
        }
        return full < thisYear - 50 ? full + 100 : full;
    }

    private static boolean isDigits(String token) {
        return !token.isEmpty() && token.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
