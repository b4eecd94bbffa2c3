package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.net.AssociationPolicy;
import org.sluice.net.StoreAnswer;
import org.sluice.peers.Await;
import org.sluice.peers.FreePort;
import org.sluice.peers.GeneratedInstance;
import org.sluice.status.NodeStatus;
import org.sluice.status.StatusReport;

/** A destination with hours is given instances at these; one with a rate is given no more than that. */
@Timeout(120)
class HoursTest {
    private static final String OPEN = "sluice_destination_open{destination=\"destination\"}";
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("HH:mm");

    private final int port = FreePort.number();

    @TempDir
    private Path folder;

    /** A zone whose clocks show a whole minute after this. */
    private static ZoneOffset zoneWithAFullMinute(Instant now, Duration after) {
        return ZoneOffset.ofTotalSeconds((int) (60 - (now.getEpochSecond() + after.toSeconds()) % 60));
    }

    private RunningNode node(String keys) {
        return RunningNode.delivering(folder, "deliver: durable", RunningNode.EMPTY_RECIPE, port, keys);
    }

    private void send(RunningNode node, int count) throws IOException {
        for (int i = 1; i <= count; i++) {
            GeneratedInstance instance = GeneratedInstance.ct(i);
            assertThat(new ExactSender(node.port())
                            .send(instance, instance.writeTo(folder.resolve(i + ".dcm")))
                            .isDone())
                    .isTrue();
        }
    }

    private static String hours(Instant begin, ZoneOffset zone) {
        LocalTime first = begin.atOffset(zone).toLocalTime();
        return "hours: \"%s-%s\", zone: \"%s\""
                .formatted(MINUTE.format(first), MINUTE.format(first.plusHours(1)), zone.getId());
    }

    @Test
    void whatComesOutsideTheHoursWaitsUntilTheyBegin() throws IOException {
        Instant now = Instant.now();
        Duration soon = Duration.ofSeconds(3);
        ZoneOffset zone = zoneWithAFullMinute(now, soon);
        Instant begin = Instant.ofEpochSecond(now.plus(soon).getEpochSecond());
        try (ListeningArchive archive = ListeningArchive.on(port);
                RunningNode node = node(hours(begin, zone))) {
            send(node, 3);
            if (Instant.now().isBefore(begin.minusMillis(500))) {
                assertThat(node.waiting()).isEqualTo(3);
                assertThat(archive.requested()).isEmpty();
                assertThat(node.meter(OPEN)).isZero();
            }
            node.awaitForwarded();
            assertThat(Instant.now()).isAfterOrEqualTo(begin);
            assertThat(node.meter(OPEN)).isOne();
        }
    }

    @Test
    void aDestinationThatIsClosedIsToldOfAndNothingIsWrongWithIt() throws IOException {
        Instant begin = Instant.now().plus(Duration.ofHours(5));
        begin = begin.minusSeconds(begin.getEpochSecond() % 60);
        try (RunningNode node = node(hours(begin, ZoneOffset.UTC))) {
            send(node, 2);
            Instant opensAt = Instant.ofEpochSecond(begin.getEpochSecond());
            assertThat(node.notes())
                    .contains("destination destination is closed by its hours until " + opensAt
                            + "; in the spool for it: 2 instances");
            NodeStatus status = node.status();
            assertThat(status.wrong()).isEmpty();
            assertThat(status.destinations().get(0).opensAt()).contains(opensAt);
            assertThat(StatusReport.of(status).remarks())
                    .anyMatch(line -> line.startsWith("destination: closed by its hours until "));
            assertThat(node.meter(OPEN)).isZero();
        }
    }

    @Test
    void oneInstanceThatIsUnderWayWhenTheHoursEndIsFinishedAndTheNextWaits() throws Exception {
        Instant now = Instant.now();
        Duration soon = Duration.ofSeconds(3);
        ZoneOffset zone = zoneWithAFullMinute(now, soon);
        Instant end = Instant.ofEpochSecond(now.plus(soon).getEpochSecond());
        String hours = hours(end.minus(Duration.ofHours(1)), zone);
        try (ListeningArchive archive = ListeningArchive.open(
                        ListeningArchive.options(port), request -> AssociationPolicy.accept(), request -> {
                            request.body().stream().readAllBytes();
                            Await.until(() -> !Instant.now().isBefore(end), Duration.ofMinutes(1), "the end");
                            return StoreAnswer.SUCCESS;
                        });
                RunningNode node = node(hours + ", associations: 1")) {
            send(node, 2);
            Await.until(() -> node.waiting() == 1, Duration.ofMinutes(1), "the first to be through");
            Await.until(() -> archive.open() == 0, Duration.ofMinutes(1), "the association to be released");
            assertThat(node.waiting()).isEqualTo(1);
            assertThat(node.meter("sluice_forward_retries_total{destination=\"destination\"}"))
                    .isZero();
        }
    }

    @Test
    void allAssociationsTogetherSendNoFasterThanTheRate() throws IOException {
        try (RunningNode node = node("mbit: 20, associations: 4")) {
            send(node, 6);
            double megabits = node.meter("sluice_spool_bytes{destination=\"destination\"}") * 8 / 1e6;
            long start = System.nanoTime();
            try (ListeningArchive archive = ListeningArchive.on(port)) {
                node.awaitForwarded();
            }
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            assertThat(took.toMillis()).isGreaterThan((long) (megabits / 20 * 1000 * 0.8));
        }
    }
}
