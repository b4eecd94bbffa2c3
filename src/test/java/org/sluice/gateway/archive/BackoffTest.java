package org.sluice.gateway.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class BackoffTest {
    @Property
    void theWaitDoublesUpToTheLongestAndIsSpreadByAQuarter(
            @ForAll @IntRange(min = 1, max = 1_000_000) int failures, @ForAll long seed) {
        Duration wait = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5)).after(failures, new Random(seed));

        double expected = Math.min(Math.pow(2, failures - 1), 300);
        assertThat(wait.toMillis() / 1000.0).isBetween(expected * 0.749, expected * 1.251);
    }
}
