package org.sluice.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.sluice.config.DeliveryMode;
import org.sluice.config.HighWaterConfig;

/** A route takes no more above any of its limits, and takes instances again when a tenth less is there. */
class HighWaterMarkTest {
    private static final long MIB = 1 << 20;
    private static final long NO_ROOM_TO_KEEP = 0;

    private static HighWaterMark mark(Optional<Long> bytes, Optional<Long> diskFree, Optional<Duration> age) {
        return HighWaterMark.of(new HighWaterConfig(bytes, diskFree, age), DeliveryMode.DURABLE, NO_ROOM_TO_KEEP);
    }

    private static HighWaterMark.Level waiting(long mib) {
        return new HighWaterMark.Level(mib * MIB, OptionalLong.empty(), Duration.ZERO);
    }

    private static HighWaterMark.Level free(long mib) {
        return new HighWaterMark.Level(0, OptionalLong.of(mib * MIB), Duration.ZERO);
    }

    private static HighWaterMark.Level oldest(long seconds) {
        return new HighWaterMark.Level(0, OptionalLong.empty(), Duration.ofSeconds(seconds));
    }

    @Test
    void asManyBytesAsConfiguredMayWait() {
        HighWaterMark mark = mark(Optional.of(100 * MIB), Optional.empty(), Optional.empty());
        assertThat(mark.compare(waiting(100))).isFalse();
        assertThat(mark.reached()).isEmpty();
        assertThat(mark.compare(waiting(101))).isTrue();
        assertThat(mark.reached()).contains("101 MiB wait, high-water: bytes is 100 MiB");
    }

    @Test
    void instancesAreTakenAgainWhenATenthLessWaits() {
        HighWaterMark mark = mark(Optional.of(100 * MIB), Optional.empty(), Optional.empty());
        mark.compare(waiting(101));
        assertThat(mark.compare(waiting(91))).isFalse();
        assertThat(mark.reached()).contains("91 MiB wait, high-water: bytes is 100 MiB");
        assertThat(mark.compare(waiting(90))).isTrue();
        assertThat(mark.reached()).isEmpty();
        assertThat(mark.compare(waiting(100))).isFalse();
    }

    @Test
    void roomOnTheDiskIsKeptUntilATenthMoreIsThere() {
        HighWaterMark mark = mark(Optional.empty(), Optional.of(100 * MIB), Optional.empty());
        mark.compare(free(100));
        assertThat(mark.reached()).isEmpty();
        mark.compare(free(99));
        assertThat(mark.reached()).contains("99 MiB of room are left, high-water: disk-free is 100 MiB");
        mark.compare(free(109));
        assertThat(mark.reached()).isPresent();
        mark.compare(free(110));
        assertThat(mark.reached()).isEmpty();
    }

    @Test
    void anInstanceMayWaitSoLong() {
        HighWaterMark mark = mark(Optional.empty(), Optional.empty(), Optional.of(Duration.ofSeconds(100)));
        mark.compare(oldest(100));
        assertThat(mark.reached()).isEmpty();
        mark.compare(oldest(101));
        assertThat(mark.reached()).contains("the oldest has waited for 101 s, high-water: age is 100 s");
        mark.compare(oldest(90));
        assertThat(mark.reached()).isEmpty();
    }

    @Test
    void aDurableRouteThatSaysNothingKeepsTheRoomThatMakesTheNodeReady() {
        HighWaterMark mark = HighWaterMark.of(HighWaterConfig.NONE, DeliveryMode.DURABLE, 100 * MIB);
        mark.compare(free(99));
        assertThat(mark.reached()).isPresent();
    }

    @Test
    void aCutThroughRouteThatSaysNothingHasNoLimit() {
        HighWaterMark mark = HighWaterMark.of(HighWaterConfig.NONE, DeliveryMode.CUT_THROUGH, 100 * MIB);
        assertThat(mark.limitsAnything()).isFalse();
        mark.compare(free(0));
        assertThat(mark.reached()).isEmpty();
    }

    @Test
    void aDiskWhoseRoomCannotBeToldStopsNothing() {
        HighWaterMark mark = mark(Optional.empty(), Optional.of(100 * MIB), Optional.empty());
        mark.compare(waiting(1000));
        assertThat(mark.reached()).isEmpty();
    }
}
