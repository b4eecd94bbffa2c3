package org.sluice.status;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.sluice.text.OneLine;

/**
 * A status in words and tables, for the command line and the start page alike.
 *
 * @param title of whom and of when it is
 * @param verdict one sentence: whether anything is wrong
 * @param wrong each of it in a line
 * @param tables what passed, and the destinations
 * @param remarks what else there is to say, each in a line
 */
public record StatusReport(String title, String verdict, List<String> wrong, List<Table> tables, List<String> remarks) {
    private static final String UNKNOWN = "-";
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
    private static final DateTimeFormatter MINUTE_WITH_OFFSET =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm xxx", Locale.ROOT);

    /**
     * Rows of the same length; the first cell of each says what it is about, the others are numbers or times.
     *
     * @param caption what the rows are
     * @param header the names of the columns
     */
    public record Table(String caption, List<String> header, List<List<String>> rows) {}

    /** Says it in words. */
    public static StatusReport of(NodeStatus status) {
        String verdict = status.wrong().isEmpty()
                ? "Fine: instances are accepted, and nothing is wrong."
                : (status.ready() ? "Instances are accepted, but look at this:" : "Instances are NOT accepted:");
        return new StatusReport(
                "Sluice at " + MINUTE_WITH_OFFSET.format(status.at().atZone(status.zone())) + " ("
                        + status.zone().getId() + ")",
                verdict,
                status.wrong().stream().map(OneLine::of).toList(),
                List.of(passed(status), destinations(status)),
                remarks(status));
    }

    private static Table passed(NodeStatus status) {
        List<List<String>> rows = new ArrayList<>(List.of(
                row("received", status, Counts::received),
                row("clean", status, Counts::clean),
                row("flagged", status, Counts::flagged),
                row("refused", status, Counts::refused),
                row("undecided", status, Counts::undecided)));
        if (status.today().reported() > 0 || status.lastHour().reported() > 0) {
            rows.add(row("reported", status, Counts::reported));
        }
        return new Table("What passed", List.of("Instances", "today", "last hour"), rows);
    }

    private static List<String> row(String name, NodeStatus status, ToLongFunction<Counts> count) {
        return List.of(
                name,
                Long.toString(count.applyAsLong(status.today())),
                Long.toString(count.applyAsLong(status.lastHour())));
    }

    private static Table destinations(NodeStatus status) {
        List<List<String>> rows = new ArrayList<>();
        for (NodeStatus.Destination one : status.destinations()) {
            rows.add(List.of(
                    OneLine.of(one.name()),
                    Long.toString(status.today().to(one.name()).delivered()),
                    Long.toString(status.lastHour().to(one.name()).delivered()),
                    Integer.toString(one.waiting()),
                    one.oldest().map(StatusReport::age).orElse(UNKNOWN),
                    Integer.toString(one.held()),
                    one.lastSuccess().map(last -> time(last, status)).orElse(UNKNOWN)));
        }
        return new Table(
                "Destinations",
                List.of("Destination", "delivered today", "last hour", "waiting", "oldest", "held", "last success"),
                rows);
    }

    private static List<String> remarks(NodeStatus status) {
        List<String> remarks = new ArrayList<>();
        remarks.add("Quarantine: "
                + status.quarantine().map(in -> inWords(in, status)).orElse("not counted yet"));
        status.destinations().forEach(one -> one.opensAt()
                .ifPresent(opens -> remarks.add(OneLine.of(one.name()) + ": closed by its hours until "
                        + time(opens, status) + "; what is for it waits")));
        if (status.dropped() > 0) {
            remarks.add("Dropped by people since the start: " + OneLine.count(status.dropped(), "instance")
                    + "; dropped.tsv in the data folder has who and why");
        }
        Instant midnight = NodeStatus.startOfDay(status.at(), status.zone());
        boolean later = status.countedSince().isAfter(midnight);
        remarks.add("Today: since " + time(later ? status.countedSince() : midnight, status)
                + (later ? ", when counting began" : ""));
        remarks.add("Up since: " + time(status.startedAt(), status) + "; a last success is of the time since then");
        return remarks;
    }

    private static String inWords(NodeStatus.Quarantine quarantine, NodeStatus status) {
        return OneLine.count(quarantine.instances(), "instance")
                + quarantine
                        .oldest()
                        .map(oldest -> ", the oldest of " + time(oldest, status))
                        .orElse("");
    }

    private static String time(Instant time, NodeStatus status) {
        return MINUTE.format(ZonedDateTime.ofInstant(time, status.zone()));
    }

    /** A length of time in its two largest units: {@code 2 h 5 min}. */
    public static String age(Duration age) {
        if (age.toDays() > 0) {
            return age.toDays() + " d " + age.toHoursPart() + " h";
        }
        if (age.toHours() > 0) {
            return age.toHours() + " h " + age.toMinutesPart() + " min";
        }
        return age.toMinutes() > 0 ? age.toMinutes() + " min" : age.toSeconds() + " s";
    }

    /** As lines of text, with the columns of tables aligned. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>(List.of(title, "", verdict));
        wrong.forEach(line -> lines.add("  - " + line));
        for (Table table : tables) {
            lines.add("");
            lines.addAll(aligned(table));
        }
        lines.add("");
        lines.addAll(remarks);
        return lines;
    }

    private static List<String> aligned(Table table) {
        List<List<String>> rows = new ArrayList<>(List.of(table.header()));
        rows.addAll(table.rows());
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                int column = i;
                int width = rows.stream()
                        .mapToInt(one -> one.get(column).length())
                        .max()
                        .orElse(0);
                String blanks = " ".repeat(width - row.get(i).length());
                line.append(i == 0 ? row.get(i) + blanks : "  " + blanks + row.get(i));
            }
            lines.add(line.toString());
        }
        return lines;
    }

    /** Whether nothing is wrong. */
    public boolean isFine() {
        return wrong.isEmpty();
    }
}
