package org.sluice.config;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * At which hours a destination is given instances: in any of these windows.
 *
 * @param windows at least one
 * @param zone whose clocks they are of
 */
public record HoursConfig(List<Window> windows, ZoneId zone) {
    private static final int MINUTES = 24 * 60;
    /** A window is there at least once in this many days, and reaches into the next day. */
    private static final int HORIZON = 8;

    private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
    private static final Pattern WINDOW =
            Pattern.compile("(?:([A-Za-z,-]+) +)?([0-9]{2}):([0-9]{2}) ?- ?([0-9]{2}):([0-9]{2})");

    /** Keeps its own copy. */
    public HoursConfig {
        windows = List.copyOf(windows);
    }

    /**
     * Hours of a day.
     *
     * @param days on which it begins
     * @param begin minutes since midnight, 0 to 1439
     * @param end minutes since midnight, 0 to 1440; one that is not after the begin is of the next day
     */
    public record Window(Set<DayOfWeek> days, int begin, int end) {
        /** Keeps its own copy. */
        public Window {
            days = Set.copyOf(days);
        }

        private Stretch on(LocalDate day, ZoneId zone) {
            return new Stretch(true, at(day, begin, zone), at(end <= begin ? day.plusDays(1) : day, end, zone));
        }

        /** A time that the clocks leave out is the one at which they go on. */
        private static Instant at(LocalDate day, int minute, ZoneId zone) {
            LocalDate date = day.plusDays(minute / MINUTES);
            return date.atTime(LocalTime.ofSecondOfDay(minute % MINUTES * 60L))
                    .atZone(zone)
                    .toInstant();
        }
    }

    /**
     * A time in which nothing changes.
     *
     * @param open whether instances are given
     * @param from its first moment, if that is not long ago
     * @param until the first moment behind it
     */
    public record Stretch(boolean open, Instant from, Instant until) {}

    /** What holds at a time. One that is open for more than a week may end earlier than it is over. */
    public Stretch at(Instant now) {
        Instant closedFrom = Instant.MIN;
        for (Stretch opening : around(now.atZone(zone).toLocalDate())) {
            if (now.isBefore(opening.from())) {
                return new Stretch(false, closedFrom, opening.from());
            }
            if (now.isBefore(opening.until())) {
                return opening;
            }
            closedFrom = opening.until();
        }
        throw new IllegalStateException("hours without a window");
    }

    /** The openings of the days around one, in their order; those that touch or overlap are one. */
    private List<Stretch> around(LocalDate today) {
        List<Stretch> all = new ArrayList<>();
        for (LocalDate day = today.minusDays(HORIZON); !day.isAfter(today.plusDays(HORIZON)); day = day.plusDays(1)) {
            for (Window window : windows) {
                if (window.days().contains(day.getDayOfWeek())) {
                    all.add(window.on(day, zone));
                }
            }
        }
        all.removeIf(one -> !one.from().isBefore(one.until())); // the clocks left it out
        all.sort(Comparator.comparing(Stretch::from));
        List<Stretch> merged = new ArrayList<>();
        for (Stretch one : all) {
            Stretch last = merged.isEmpty() ? one : merged.get(merged.size() - 1);
            if (merged.isEmpty() || one.from().isAfter(last.until())) {
                merged.add(one);
            } else if (one.until().isAfter(last.until())) {
                merged.set(merged.size() - 1, new Stretch(true, last.from(), one.until()));
            }
        }
        return merged;
    }

    /** Reads {@code hours}, which is there, and {@code zone}. */
    static HoursConfig read(Section section) {
        Node node = section.require("hours").orElseThrow();
        List<Node> items = node instanceof SequenceNode ? section.items("hours", node) : List.of(node);
        return new HoursConfig(items.stream().map(item -> window(section, item)).toList(), zone(section));
    }

    private static ZoneId zone(Section section) {
        String name = section.text("zone", ZoneId.systemDefault().getId());
        try {
            return ZoneId.of(name);
        } catch (DateTimeException none) {
            section.report(
                    section.at("zone"), "zone: expected a time zone such as Europe/Berlin, found \"" + name + "\"");
            return ZoneId.of("UTC");
        }
    }

    private static Window window(Section section, Node item) {
        String text = section.text("hours", item);
        Matcher written = WINDOW.matcher(text);
        if (written.matches()) {
            int begin = minute(written.group(2), written.group(3));
            int end = minute(written.group(4), written.group(5));
            Set<DayOfWeek> days = days(written.group(1));
            if (begin >= 0 && begin < MINUTES && end >= 0 && begin != end && !days.isEmpty()) {
                return new Window(days, begin, end);
            }
        }
        if (!text.isBlank()) {
            section.report(
                    item,
                    "hours: expected a begin and another end from 00:00 to 24:00, such as 19:00-06:00, with or without"
                            + " the days on which it begins, such as Mon-Fri 19:00-06:00 or Sat,Sun 00:00-24:00, found \""
                            + text + "\"");
        }
        return new Window(EnumSet.allOf(DayOfWeek.class), 0, MINUTES);
    }

    /** Of the day; -1 for none. */
    private static int minute(String hours, String minutes) {
        int minute = Integer.parseInt(hours) * 60 + Integer.parseInt(minutes);
        return Integer.parseInt(minutes) < 60 && minute <= MINUTES ? minute : -1;
    }

    /** Empty when they are none. */
    private static Set<DayOfWeek> days(@Nullable String written) {
        if (written == null) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String part : written.split(",", -1)) {
            String[] ends = part.split("-", -1);
            int first = DAYS.indexOf(ends[0]);
            int last = DAYS.indexOf(ends[ends.length - 1]);
            if (first < 0 || last < 0 || ends.length > 2) {
                return Set.of();
            }
            for (int day = first; ; day = (day + 1) % DAYS.size()) {
                days.add(DayOfWeek.of(day + 1));
                if (day == last) {
                    break;
                }
            }
        }
        return days;
    }
}
