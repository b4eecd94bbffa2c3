package org.sluice.recipe.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Readings were compared with python-dateutil 2.8.2 on the same day. */
class DateShiftTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);
    private final DateShift shift = new DateShift(TODAY);

    @ParameterizedTest
    @CsvSource({
        "20200102, 2020-01-02T00:00",
        "2020.01.02, 2020-01-02T00:00",
        "2020-01-02, 2020-01-02T00:00",
        "1/2/20, 2020-01-02T00:00",
        "13/2/20, 2020-02-13T00:00",
        "5 Jan 1999, 1999-01-05T00:00",
        "Sept. 3 1970, 1970-09-03T00:00",
        "jan of 99, 1999-01-22T00:00",
        "101112, 2012-10-11T00:00",
        "101112.5, 2026-11-22T10:11:12.500",
        "7, 2026-11-07T00:00",
        "40, 2040-11-22T00:00",
        "2020, 2020-11-22T00:00",
        "512, 0512-11-22T00:00",
        "friday, 2026-11-27T00:00",
        "20200102T2359, 2020-01-02T23:59",
        "10:11:12 pm, 2026-11-22T22:11:12",
        "10h 5m, 2026-11-22T10:05"
    })
    void datesAreReadAsLenientlyAsAPersonWould(String text, String expected) {
        assertThat(LenientDate.read(text, TODAY).map(reading -> reading.when().toString()))
                .contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "PAT-0042", "202002", "Doe^Jane", "20201399", "049Y", "1.2.840.10008", "nan", "31.12"})
    void mostTextsAreNoDates(String text) {
        assertThat(LenientDate.read(text, TODAY)).isEmpty();
    }

    @Test
    void aMomentKeepsItsTimeAndItsZone() {
        assertThat(shift.moment("20200102101112.123456+0100", 1)).contains("20200103101112.123456+0100");
        assertThat(shift.moment("20200101", 1)).contains("20200102000000.000000");
        assertThat(shift.moment("20200102 1011 EST", 1)).contains("20200103101100.000000");
        assertThat(shift.moment("2020-01-02 10:11 UTC", 0)).contains("20200102101100.000000+0000");
    }

    @Test
    void aDateOutsideTheCalendarIsNone() {
        assertThat(shift.day("99991231", 1)).isEmpty();
        assertThat(shift.day("20200101", Long.MAX_VALUE)).isEmpty();
    }

    @Property
    void aDateMovedThereAndBackIsTheSame(
            @ForAll @IntRange(min = 1500, max = 9000) int year,
            @ForAll @IntRange(min = 1, max = 12) int month,
            @ForAll @IntRange(min = 1, max = 28) int day,
            @ForAll @IntRange(min = -100_000, max = 100_000) int days) {
        String date = String.format("%04d%02d%02d", year, month, day);
        Optional<String> moved = shift.day(date, days);
        assertThat(moved.flatMap(there -> shift.day(there, -days))).contains(date);
    }

    @Property
    void anyTextIsReadOrIsNoDate(@ForAll String text) {
        LenientDate.read(text, TODAY);
        shift.anything(text, 1);
    }
}
