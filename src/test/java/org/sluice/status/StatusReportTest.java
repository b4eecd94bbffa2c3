package org.sluice.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a person reads, and what a program reads, of the same status. */
class StatusReportTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant NOW = Instant.parse("2026-11-30T08:33:12.345Z");

    private static NodeStatus status(boolean ready, String... wrong) {
        return new NodeStatus(
                NOW,
                BERLIN,
                Instant.parse("2026-11-29T20:10:00Z"),
                Instant.parse("2026-11-28T20:10:00Z"),
                ready,
                List.of(wrong),
                new Counts(1012, 1000, 11, 1, 0, Map.of("archive", new Counts.Deliveries(998, 2))),
                new Counts(30, 30, 0, 0, 0, Map.of("archive", new Counts.Deliveries(28, 0))),
                List.of(
                        new NodeStatus.Destination(
                                "archive",
                                2,
                                Optional.of(Duration.ofMinutes(125)),
                                2,
                                Optional.of(Instant.parse("2026-11-30T06:28:00Z")),
                                Optional.empty()),
                        new NodeStatus.Destination(
                                "vna",
                                0,
                                Optional.empty(),
                                0,
                                Optional.empty(),
                                Optional.of(Instant.parse("2026-11-30T18:00:00Z")))),
                1,
                Optional.of(new NodeStatus.Quarantine(1, Optional.of(Instant.parse("2026-11-22T10:00:00Z")))));
    }

    @Test
    void aPersonReadsAlignedColumnsInTheTimeOfTheNode() {
        assertThat(String.join(
                        "\n",
                        StatusReport.of(status(true, "archive is behind: 2 instances in the spool for it"))
                                .lines()))
                .isEqualTo("""
                        Sluice at 2026-11-30 09:33 +01:00 (Europe/Berlin)

                        Instances are accepted, but look at this:
                          - archive is behind: 2 instances in the spool for it

                        Instances  today  last hour
                        received    1012         30
                        clean       1000         30
                        flagged       11          0
                        refused        1          0
                        undecided      0          0

                        Destination  delivered today  last hour  waiting     oldest  held      last success
                        archive                  998         28        2  2 h 5 min     2  2026-11-30 07:28
                        vna                        0          0        0          -     0                 -

                        Quarantine: 1 instance, the oldest of 2026-11-22 11:00
                        vna: closed by its hours until 2026-11-30 19:00; what is for it waits
                        Dropped by people since the start: 1 instance; dropped.tsv in the data folder has who and why
                        Today: since 2026-11-30 00:00
                        Up since: 2026-11-29 21:10; a last success is of the time since then""");
    }

    @Test
    void theVerdictSaysWhetherInstancesAreAccepted() {
        assertThat(StatusReport.of(status(true)).verdict())
                .isEqualTo("Fine: instances are accepted, and nothing is wrong.");
        assertThat(StatusReport.of(status(true)).isFine()).isTrue();
        assertThat(StatusReport.of(status(false, "stopping")).verdict()).isEqualTo("Instances are NOT accepted:");
        assertThat(StatusReport.of(status(false, "stopping")).isFine()).isFalse();
    }

    @Test
    void anAgeIsToldInItsLargestUnits() {
        assertThat(StatusReport.age(Duration.ofSeconds(59))).isEqualTo("59 s");
        assertThat(StatusReport.age(Duration.ofSeconds(61))).isEqualTo("1 min");
        assertThat(StatusReport.age(Duration.ofMinutes(90))).isEqualTo("1 h 30 min");
        assertThat(StatusReport.age(Duration.ofHours(49))).isEqualTo("2 d 1 h");
    }

    @Test
    void aProgramReadsTheDocumentedKeysAndWhatIsUnknownIsNotThere() {
        assertThat(StatusJson.of(status(true)).toString().replace('"', '\''))
                .isEqualTo("{'at':'2026-11-30T08:33:12Z','zone':'Europe/Berlin','startedAt':'2026-11-29T20:10:00Z',"
                        + "'countedSince':'2026-11-28T20:10:00Z','ready':true,'wrong':[],"
                        + "'today':{'received':1012,'clean':1000,'flagged':11,'refused':1,'undecided':0,'reported':0},"
                        + "'lastHour':{'received':30,'clean':30,'flagged':0,'refused':0,'undecided':0,'reported':0},"
                        + "'destinations':[{'name':'archive','waiting':2,'oldestSeconds':7500,'held':2,"
                        + "'lastSuccess':'2026-11-30T06:28:00Z','today':{'delivered':998,'held':2},"
                        + "'lastHour':{'delivered':28,'held':0}},{'name':'vna','waiting':0,'held':0,"
                        + "'opensAt':'2026-11-30T18:00:00Z',"
                        + "'today':{'delivered':0,'held':0},'lastHour':{'delivered':0,'held':0}}],"
                        + "'dropped':1,"
                        + "'quarantine':{'instances':1,'oldest':'2026-11-22T10:00:00Z'}}");
    }

    @Test
    void aDayBeginsAtMidnightOfTheZoneOnDaysOf23And25HoursToo() {
        assertThat(NodeStatus.startOfDay(Instant.parse("2026-11-29T22:59:59Z"), BERLIN))
                .isEqualTo("2026-11-28T23:00:00Z");
        assertThat(NodeStatus.startOfDay(Instant.parse("2026-11-29T23:00:00Z"), BERLIN))
                .isEqualTo("2026-11-29T23:00:00Z");
        Instant beforeTheClocksGoForward = NodeStatus.startOfDay(Instant.parse("2026-03-29T12:00:00Z"), BERLIN);
        Instant dayAfter = NodeStatus.startOfDay(Instant.parse("2026-03-30T12:00:00Z"), BERLIN);
        assertThat(Duration.between(beforeTheClocksGoForward, dayAfter)).isEqualTo(Duration.ofHours(23));
        Instant beforeTheyGoBack = NodeStatus.startOfDay(Instant.parse("2026-10-25T12:00:00Z"), BERLIN);
        Instant dayAfterThat = NodeStatus.startOfDay(Instant.parse("2026-10-26T12:00:00Z"), BERLIN);
        assertThat(Duration.between(beforeTheyGoBack, dayAfterThat)).isEqualTo(Duration.ofHours(25));
        // In Beirut the clocks go forward at midnight: that day begins at one.
        assertThat(NodeStatus.startOfDay(Instant.parse("2026-03-29T12:00:00Z"), ZoneId.of("Asia/Beirut")))
                .isEqualTo("2026-03-28T22:00:00Z");
    }
}
