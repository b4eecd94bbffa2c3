package org.sluice.recipe.python;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Up to three numbers of a date in the order they were written, and which of them is what. */
final class YearMonthDay {
    /** What a number is known to be when it is written. */
    enum Part {
        UNKNOWN,
        YEAR,
        MONTH
    }

    /** @param century whether the year was written with its century */
    record Resolved(
            @Nullable Integer year,
            @Nullable Integer month,
            @Nullable Integer day,
            boolean century) {}

    private static final int LONGEST_MONTH = 31;
    private static final int LAST_MONTH = 12;

    private final List<Integer> numbers = new ArrayList<>(3);
    private int yearAt = -1;
    private int monthAt = -1;
    private boolean century;

    int size() {
        return numbers.size();
    }

    /** Adds digits; more than two of them are a year. */
    void add(String digits, Part part) throws NoDate {
        boolean allDigits = !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!allDigits) {
            throw new NoDate();
        }
        add(NoDate.number(digits), digits.length() > 2, part);
    }

    /** Adds a number; more than a hundred is a year. */
    void add(int number, Part part) throws NoDate {
        add(number, number > 100, part);
    }

    private void add(int number, boolean surelyYear, Part part) throws NoDate {
        Part is = part;
        if (surelyYear) {
            if (part == Part.MONTH) {
                throw new NoDate();
            }
            century = true;
            is = Part.YEAR;
        }
        numbers.add(number);
        if (is == Part.MONTH) {
            if (monthAt >= 0) {
                throw new NoDate();
            }
            monthAt = numbers.size() - 1;
        } else if (is == Part.YEAR) {
            if (yearAt >= 0) {
                throw new NoDate();
            }
            yearAt = numbers.size() - 1;
        }
    }

    boolean couldBeDay(double value) throws NoDate {
        if (monthAt < 0) {
            return value >= 1 && value <= LONGEST_MONTH;
        }
        int year = yearAt < 0 ? 2000 : numbers.get(yearAt);
        int month = numbers.get(monthAt);
        if (year < 1 || month < 1 || month > LAST_MONTH) {
            throw new NoDate();
        }
        return value >= 1 && value <= YearMonth.of(year, month).lengthOfMonth();
    }

    Resolved resolve() throws NoDate {
        int known = (yearAt >= 0 ? 1 : 0) + (monthAt >= 0 ? 1 : 0);
        if (known > 0 && (known == size() || (known == 2 && size() == 3))) {
            return byPlace();
        }
        return switch (size()) {
            case 0 -> resolved(null, null, null);
            case 1 -> one(numbers.get(0), null);
            case 2 -> monthAt >= 0 ? one(numbers.get(1 - monthAt), numbers.get(monthAt)) : two();
            case 3 -> three(numbers.get(0), numbers.get(1), numbers.get(2));
            default -> throw new NoDate();
        };
    }

    private Resolved byPlace() {
        Integer day = null;
        for (int i = 0; i < size(); i++) {
            if (i != yearAt && i != monthAt) {
                day = numbers.get(i);
            }
        }
        return resolved(yearAt < 0 ? null : numbers.get(yearAt), monthAt < 0 ? null : numbers.get(monthAt), day);
    }

    private Resolved one(int other, @Nullable Integer month) {
        return other > LONGEST_MONTH ? resolved(other, month, null) : resolved(null, month, other);
    }

    private Resolved two() {
        int first = numbers.get(0);
        int second = numbers.get(1);
        if (first > LONGEST_MONTH) {
            return resolved(first, second, null);
        }
        if (second > LONGEST_MONTH) {
            return resolved(second, first, null);
        }
        return resolved(null, first, second);
    }

    private Resolved three(int first, int second, int third) {
        return switch (monthAt) {
            case 0 -> second > LONGEST_MONTH ? resolved(second, first, third) : resolved(third, first, second);
            case 1 -> first > LONGEST_MONTH ? resolved(first, second, third) : resolved(third, second, first);
            case 2 -> second > LONGEST_MONTH ? resolved(second, third, first) : resolved(first, third, second);
            default -> {
                if (first > LONGEST_MONTH || yearAt == 0) {
                    yield resolved(first, second, third);
                }
                yield first > LAST_MONTH ? resolved(third, second, first) : resolved(third, first, second);
            }
        };
    }

    private Resolved resolved(@Nullable Integer year, @Nullable Integer month, @Nullable Integer day) {
        return new Resolved(year, month, day, century);
    }
}
