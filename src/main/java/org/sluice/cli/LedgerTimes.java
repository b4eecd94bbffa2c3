package org.sluice.cli;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times on the command line of {@code sluice ledger}, in the zone of this machine. */
final class LedgerTimes {
    private static final Pattern AGO = Pattern.compile("(\\d{1,6}) *(min|h|d)");
    private static final DateTimeFormatter SHOWN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private LedgerTimes() {}

    /** Since when, in words. */
    static Instant since(String text, Clock clock) {
        Matcher ago = AGO.matcher(text.strip());
        if (ago.matches()) {
            long count = Long.parseLong(ago.group(1));
            return clock.instant()
                    .minus(
                            switch (ago.group(2)) {
                                case "min" -> Duration.ofMinutes(count);
                                case "h" -> Duration.ofHours(count);
                                default -> Duration.ofDays(count);
                            });
        }
        try {
            LocalDateTime time = text.contains("T")
                    ? LocalDateTime.parse(text.strip())
                    : LocalDate.parse(text.strip()).atStartOfDay();
            return time.atZone(clock.getZone()).toInstant();
        } catch (DateTimeException e) {
            throw new UsageFailure(
                    "--since: expected a time such as \"12 h\", \"7 d\", 2026-11-30 or 2026-11-30T14:00");
        }
    }

    static String shown(long millis, ZoneId zone) {
        return SHOWN.format(
                Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).atZone(zone));
    }
}
