package org.sluice.gateway.meters;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InstanceLogTest {
    private final AtomicLong clock = new AtomicLong(TimeUnit.DAYS.toNanos(-3));
    private final InstanceLog log = new InstanceLog(clock::get);

    @Test
    void aBurstHasItsLinesAndWhatComesFasterIsCounted() {
        assertThat(linesOf(10_000)).isEqualTo(InstanceLog.BURST);
    }

    @Test
    void aPaceThatCanBeReadHasItsLinesForEver() {
        long each = TimeUnit.SECONDS.toNanos(1) / InstanceLog.PER_SECOND;
        linesOf(10_000);

        for (int i = 0; i < 1_000; i++) {
            clock.addAndGet(each);
            assertThat(log.wantsLine()).isTrue();
        }
    }

    @Test
    void afterAPauseThereIsRoomForOneBurstAgainAndNoMore() {
        linesOf(10_000);
        clock.addAndGet(TimeUnit.HOURS.toNanos(1));

        assertThat(linesOf(10_000)).isEqualTo(InstanceLog.BURST);
    }

    private long linesOf(int instances) {
        return IntStream.range(0, instances).filter(i -> log.wantsLine()).count();
    }
}
