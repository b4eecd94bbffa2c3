package org.sluice.gateway.meters;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DurationHistogramTest {
    private final DurationHistogram histogram =
            new DurationHistogram("some_seconds", "Seconds of something.", "kind", DurationHistogram.Buckets.ANSWER);

    private HistogramDataPointSnapshot shown() {
        return ((HistogramSnapshot) histogram.collect()).getDataPoints().get(0);
    }

    /** Which bucket has one, counted from 0. */
    private int bucketOf(long nanos) {
        DurationHistogram fresh = new DurationHistogram("a_seconds", "A.", "", DurationHistogram.Buckets.ANSWER);
        fresh.series("").record(nanos);
        var buckets =
                ((HistogramSnapshot) fresh.collect()).getDataPoints().get(0).getClassicBuckets();
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < buckets.size(); i++) {
            if (buckets.getCount(i) == 1) {
                found.add(i);
            }
        }
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    @Test
    void aBucketHasWhatTookAtMostItsBound() {
        assertThat(bucketOf(0)).isZero();
        assertThat(bucketOf(TimeUnit.MILLISECONDS.toNanos(5))).isZero();
        assertThat(bucketOf(TimeUnit.MILLISECONDS.toNanos(5) + 1)).isOne();
        assertThat(bucketOf(TimeUnit.SECONDS.toNanos(60))).isEqualTo(7);
        assertThat(bucketOf(TimeUnit.SECONDS.toNanos(61))).isEqualTo(8);
    }

    @Test
    void aClockThatWentBackwardsCountsAsNothing() {
        assertThat(bucketOf(-1)).isZero();
    }

    @Test
    void whatWasRecordedByManyThreadsIsAddedUpInSeconds() throws Exception {
        DurationHistogram.Series series = histogram.series("slow");
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(new Thread(() -> {
                for (int j = 0; j < 1000; j++) {
                    series.record(TimeUnit.MILLISECONDS.toNanos(2));
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(shown().getCount()).isEqualTo(4000);
        assertThat(shown().getSum()).isEqualTo(8.0);
        assertThat(shown().getLabels().get("kind")).isEqualTo("slow");
    }
}
