package org.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.sluice.text.SourceText;

/** At which hours a destination is given instances. The 30th of November 2026 is a Monday. */
class HoursConfigTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static HoursConfig hours(String written) {
        try {
            return ConfigLoader.parse(new SourceText("sluice.yaml", """
                            listen: [ { port: 11112 } ]
                            routes: [ { ae: SLUICE, recipe: recipes/dangerous-cookie.deid, to: [night] } ]
                            destinations: { night: { folder: out, hours: %s, zone: Europe/Berlin } }
                            """.formatted(written)))
                    .destinations()
                    .get("night")
                    .traffic()
                    .hours()
                    .orElseThrow();
        } catch (ConfigException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    private static Instant at(String local) {
        return LocalDateTime.parse(local).atZone(BERLIN).toInstant();
    }

    private static void isOpen(HoursConfig hours, String at, String from, String until) {
        assertThat(hours.at(at(at))).isEqualTo(new HoursConfig.Stretch(true, at(from), at(until)));
    }

    private static void isClosed(HoursConfig hours, String at, String from, String until) {
        assertThat(hours.at(at(at))).isEqualTo(new HoursConfig.Stretch(false, at(from), at(until)));
    }

    @Test
    void aNightGoesOnAcrossMidnight() {
        HoursConfig night = hours("\"19:00-06:00\"");
        isClosed(night, "2026-11-30T18:59:59.999", "2026-11-30T06:00", "2026-11-30T19:00");
        isOpen(night, "2026-11-30T19:00", "2026-11-30T19:00", "2026-12-01T06:00");
        isOpen(night, "2026-12-01T05:59:59", "2026-11-30T19:00", "2026-12-01T06:00");
        isClosed(night, "2026-12-01T06:00", "2026-12-01T06:00", "2026-12-01T19:00");
    }

    @Test
    void theDaysAreThoseOnWhichAWindowBegins() {
        HoursConfig nights = hours("Mon-Fri 22:00-05:00");
        isOpen(nights, "2026-12-05T04:00", "2026-12-04T22:00", "2026-12-05T05:00");
        isClosed(nights, "2026-12-06T23:00", "2026-12-05T05:00", "2026-12-07T22:00");
    }

    @Test
    void windowsThatTouchAreOne() {
        HoursConfig all = hours("[\"Mon-Fri 22:00-05:00\", \"Sat,Sun 00:00-24:00\", \"Sat-Mon 04:00-06:00\"]");
        isOpen(all, "2026-12-05T12:00", "2026-12-04T22:00", "2026-12-07T00:00");
        isOpen(all, "2026-12-07T05:00", "2026-12-07T04:00", "2026-12-07T06:00");
    }

    @Test
    void whatIsOpenAllDayIsAlwaysOpen() {
        HoursConfig all = hours("00:00-24:00");
        assertThat(all.at(at("2026-11-30T12:00")).open()).isTrue();
        assertThat(all.at(at("2026-11-30T00:00")).until()).isAfter(at("2026-12-07T00:00"));
    }

    /** On the 29th of March 2026 the clocks go from 2 to 3, on the 25th of October from 3 back to 2. */
    @Test
    void theHoursAreThoseThatTheClocksShow() {
        HoursConfig night = hours("01:00-04:00");
        assertThat(length(night, "2026-03-29T01:30")).isEqualTo(Duration.ofHours(2));
        assertThat(length(night, "2026-10-25T01:30")).isEqualTo(Duration.ofHours(4));
        isClosed(hours("02:15-02:45"), "2026-03-29T12:00", "2026-03-29T03:45", "2026-03-30T02:15");
        isClosed(hours("02:30-03:00"), "2026-03-29T12:00", "2026-03-28T03:00", "2026-03-30T02:30");
    }

    private static Duration length(HoursConfig hours, String at) {
        HoursConfig.Stretch stretch = hours.at(at(at));
        return Duration.between(stretch.from(), stretch.until());
    }

    /** What one moment says of a later one is what that says of itself. */
    @Property(tries = 300)
    void whatIsSaidOfATimeHoldsUntilItIsOver(
            @ForAll @IntRange(max = 1439) int begin,
            @ForAll @IntRange(max = 1439) int end,
            @ForAll @LongRange(min = 1_700_000_000L, max = 1_900_000_000L) long second) {
        if (begin == end) {
            return;
        }
        HoursConfig hours = hours("\"%02d:%02d-%02d:%02d\"".formatted(begin / 60, begin % 60, end / 60, end % 60));
        Instant now = Instant.ofEpochSecond(second);
        HoursConfig.Stretch stretch = hours.at(now);
        assertThat(stretch.from()).isBeforeOrEqualTo(now);
        assertThat(stretch.until()).isAfter(now);
        assertThat(hours.at(stretch.from())).isEqualTo(stretch);
        assertThat(hours.at(stretch.until().minusNanos(1))).isEqualTo(stretch);
        assertThat(hours.at(stretch.until()).open()).isNotEqualTo(stretch.open());
    }
}
