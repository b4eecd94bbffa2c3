package org.sluice.gateway.meters;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.status.Counts;
import org.sluice.status.NodeStatus;

/** What passed today and in the last hour is known across restarts, and costs no instance anything. */
class CountsKeeperTest {
    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

    private final Path data;
    private final Path file;
    private final SetClock clock = new SetClock();
    private Counts totals = Counts.NONE;

    CountsKeeperTest(@TempDir Path data) {
        this.data = data;
        this.file = data.resolve("counts.json");
    }

    /** It stands until somebody sets it. */
    private static final class SetClock extends Clock {
        private Instant now = NOON;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return Clock.fixed(now, zone);
        }
    }

    private CountsKeeper keeper() {
        return CountsKeeper.open(data, () -> totals, clock);
    }

    private void receive(CountsKeeper keeper, String time, long instances) {
        clock.now = Instant.parse(time);
        totals = totals.plus(
                new Counts(instances, instances, 0, 0, 0, Map.of("archive", new Counts.Deliveries(instances, 0))));
        keeper.look();
    }

    private static long received(CountsKeeper keeper, String since) {
        return keeper.since(Instant.parse(since)).received();
    }

    @Test
    void theLastHourIsKnownToTheMinuteAndTheDayToItsMidnight() {
        CountsKeeper keeper = keeper();
        receive(keeper, "2026-11-29T22:59:40Z", 1);
        receive(keeper, "2026-11-29T23:00:10Z", 10);
        receive(keeper, "2026-11-30T08:20:50Z", 100);
        receive(keeper, "2026-11-30T08:21:10Z", 1000);
        receive(keeper, "2026-11-30T09:20:30Z", 10_000);
        assertThat(received(keeper, "2026-11-30T08:21:00Z")).isEqualTo(11_000);
        Instant midnight = NodeStatus.startOfDay(clock.now, ZoneId.of("Europe/Berlin"));
        assertThat(keeper.since(midnight).received()).isEqualTo(11_110);
        assertThat(keeper.since(midnight).to("archive").delivered()).isEqualTo(11_110);
        assertThat(received(keeper, "2026-11-29T00:00:00Z")).isEqualTo(11_111);
    }

    /** Nepal is 5 h 45 min before UTC. */
    @Test
    void aDayBeginsAtItsMidnightAlsoWhereThatIsNoFullHour() {
        CountsKeeper keeper = keeper();
        receive(keeper, "2026-11-29T18:14:59Z", 1);
        receive(keeper, "2026-11-29T18:15:00Z", 10);
        receive(keeper, "2026-11-30T12:00:00Z", 100);
        Instant midnight = NodeStatus.startOfDay(clock.now, ZoneId.of("Asia/Kathmandu"));
        assertThat(keeper.since(midnight).received()).isEqualTo(110);
    }

    @Test
    void twoDaysAreKeptAndWhatIsInTheFutureIsNotCounted() {
        CountsKeeper keeper = keeper();
        receive(keeper, "2026-11-28T12:29:00Z", 1);
        receive(keeper, "2026-11-28T12:30:00Z", 10);
        receive(keeper, "2026-11-30T12:30:00Z", 100);
        receive(keeper, "2026-11-30T12:00:00Z", 1000); // the clock was set back
        assertThat(received(keeper, "2026-11-01T00:00:00Z")).isEqualTo(1010);
    }

    @Test
    void whatWasWrittenOutlivesTheNodeAndItsFileIsTheOwnersAlone() throws IOException {
        CountsKeeper killed = keeper();
        receive(killed, "2026-11-30T12:00:00Z", 5);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        totals = Counts.NONE;
        CountsKeeper next = keeper();
        receive(next, "2026-11-30T12:00:30Z", 2);
        assertThat(received(next, "2026-11-30T12:00:00Z")).isEqualTo(7);
        assertThat(next.since()).isEqualTo(NOON);
    }

    @Test
    void itIsWrittenOnceAMinuteAtMostAndAtTheEnd() throws IOException {
        CountsKeeper keeper = keeper();
        receive(keeper, "2026-11-30T12:00:00Z", 1);
        String first = Files.readString(file);
        receive(keeper, "2026-11-30T12:00:59Z", 1);
        assertThat(file).hasContent(first);
        receive(keeper, "2026-11-30T12:01:00Z", 1);
        String second = Files.readString(file);
        assertThat(second).isNotEqualTo(first);
        receive(keeper, "2026-11-30T12:01:10Z", 1);
        keeper.close();
        totals = Counts.NONE;
        assertThat(received(keeper(), "2026-11-30T12:00:00Z")).isEqualTo(4);
    }

    @Test
    void aNodeThatNothingComesToWritesNothing() {
        CountsKeeper keeper = keeper();
        clock.now = NOON.plus(Duration.ofHours(3));
        keeper.look();
        keeper.close();
        assertThat(file).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"since\":\"2026-11-30T08:00:00Z\"}",
                "{\"since\":\"yesterday\",\"counts\":[]}",
                "{\"since\":\"2026-11-30T08:00:00Z\",\"counts\":[{\"from\":\"2026-11-30T08:00:00Z\",\"received\":-1}]}",
                "{\"since\":\"2026-11-30T08:00:00Z\",\"counts\":[7]}",
            })
    void aDamagedFileIsPutAsideAndCountingBeginsAnew(String damaged) throws IOException {
        Files.writeString(file, damaged);
        CountsKeeper keeper = keeper();
        assertThat(data.resolve("counts.json.damaged")).hasContent(damaged);
        assertThat(keeper.since()).isEqualTo(NOON);
        receive(keeper, "2026-11-30T12:00:00Z", 3);
        assertThat(received(keeper, "2026-11-30T00:00:00Z")).isEqualTo(3);
    }

    @Test
    void aFolderThatCannotBeWrittenLosesNothingThatIsCounted() throws IOException {
        Path inTheWay = Files.createDirectories(data.resolve("counts.json.new"));
        CountsKeeper keeper = keeper();
        receive(keeper, "2026-11-30T12:00:00Z", 3);
        assertThat(file).doesNotExist();
        Files.delete(inTheWay);
        receive(keeper, "2026-11-30T12:01:00Z", 1);
        totals = Counts.NONE;
        assertThat(received(keeper(), "2026-11-30T12:00:00Z")).isEqualTo(4);
    }
}
