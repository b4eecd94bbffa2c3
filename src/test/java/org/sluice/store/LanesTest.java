package org.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LanesTest {
    private static final int MEDIUM = 0;
    private static final int HIGH = 1;
    private static final int LOW = 2;

    private final Lanes lanes = new Lanes();

    private List<Long> all() {
        List<Long> taken = new ArrayList<>();
        for (long number = lanes.removeNext(); number != Lanes.NONE; number = lanes.removeNext()) {
            taken.add(number);
        }
        return taken;
    }

    private void add(int key, long... numbers) {
        for (long number : numbers) {
            lanes.add(MEDIUM, key, number);
        }
    }

    @Test
    void highGoesBeforeMediumBeforeLow() {
        lanes.add(LOW, 1, 1);
        lanes.add(MEDIUM, 1, 2);
        lanes.add(HIGH, 1, 3);
        lanes.add(77, 1, 4);
        assertThat(all()).containsExactly(3L, 2L, 4L, 1L);
    }

    @Test
    void aSmallStudyNeedNotWaitForAHugeOne() {
        add(7, LongStream.range(0, 1000).toArray());
        add(8, 1000, 1001, 1002);
        assertThat(all()).startsWith(0L, 1000L, 1L, 1001L, 2L, 1002L, 3L, 4L, 5L);
    }

    @Test
    void thoseOfOneAssociationStayInTheirOrder() {
        add(7, 1, 3, 5);
        add(8, 2, 4);
        add(7, 6);
        List<Long> taken = all();
        assertThat(taken).containsSubsequence(1L, 3L, 5L, 6L).containsSubsequence(2L, 4L);
    }

    @Test
    void whoMakesAnAssociationForEachInstanceKeepsTheirOrderAndGetsNoMoreThanItsTurn() {
        add(7, 0, 1, 2, 3);
        for (int i = 10; i < 14; i++) {
            add(i, i);
        }
        assertThat(lanes.removeNext()).isZero();
        add(14, 14);
        assertThat(all()).containsSubsequence(10L, 11L, 12L, 13L, 14L).startsWith(10L, 11L, 12L, 13L, 1L);
    }

    @Test
    void whatIsPutBackGoesFirstAgainInItsLane() {
        add(7, 1, 2, 3);
        long first = lanes.removeNext();
        add(7, first);
        assertThat(all()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void whatWaitedAtTheStartHasItsTurnAmongTheOthers() {
        lanes.addAll(new long[] {3, 1, 2});
        add(7, 4, 5);
        assertThat(all()).containsExactly(1L, 4L, 2L, 5L, 3L);
    }

    @Property
    void nothingIsLostHoweverManyAssociationsThereAre(
            @ForAll @Size(max = 500) List<@IntRange(max = 200) Integer> keys) {
        TreeSet<Long> expected = new TreeSet<>();
        for (int i = 0; i < keys.size(); i++) {
            lanes.add(keys.get(i) % 3, 1 + keys.get(i), i);
            expected.add((long) i);
        }
        assertThat(lanes.size()).isEqualTo(expected.size());
        assertThat(lanes.first(Integer.MAX_VALUE))
                .containsExactly(expected.stream().mapToLong(Long::longValue).toArray());
        assertThat(lanes.first(3)).hasSize(Math.min(3, keys.size()));
        boolean any = false;
        while (!expected.isEmpty()) {
            assertThat(lanes.lowest()).isEqualTo(expected.first());
            long taken = any ? lanes.removeAt(lanes.size() / 2) : lanes.removeNext();
            assertThat(expected.remove(taken)).isTrue();
            any = !any;
        }
        assertThat(lanes.lowest()).isEqualTo(Lanes.NONE);
        assertThat(lanes.removeNext()).isEqualTo(Lanes.NONE);
    }
}
