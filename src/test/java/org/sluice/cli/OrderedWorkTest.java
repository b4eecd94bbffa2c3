package org.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OrderedWorkTest {
    @Test
    void resultsComeInTheOrderOfTheThings() throws Exception {
        List<Integer> results = new ArrayList<>();
        try (OrderedWork<Integer, Integer> work = new OrderedWork<>(i -> -i, results::add)) {
            for (int i = 0; i < 10_000; i++) {
                work.add(i);
            }
            work.finish();
        }
        assertThat(results)
                .isEqualTo(IntStream.range(0, 10_000).mapToObj(i -> -i).toList());
    }

    @Test
    void noMoreThanAFewBatchesAreUnderWay() throws Exception {
        AtomicInteger delivered = new AtomicInteger();
        AtomicInteger farthestAhead = new AtomicInteger();
        try (OrderedWork<Integer, Integer> work = new OrderedWork<>(i -> i, i -> delivered.incrementAndGet())) {
            for (int i = 0; i < 100_000; i++) {
                work.add(i);
                farthestAhead.accumulateAndGet(i - delivered.get(), Math::max);
            }
            work.finish();
        }
        int most = Runtime.getRuntime().availableProcessors() * 8 * 32 + 32;
        assertThat(farthestAhead).hasValueLessThanOrEqualTo(most);
        assertThat(delivered).hasValue(100_000);
    }

    @Test
    void aMistakeInTheWorkIsThrownToTheCaller() {
        try (OrderedWork<Integer, Integer> work = new OrderedWork<>(i -> 1 / i, i -> {})) {
            assertThatThrownBy(() -> {
                        work.add(0);
                        work.finish();
                    })
                    .isInstanceOf(ArithmeticException.class);
        }
    }
}
