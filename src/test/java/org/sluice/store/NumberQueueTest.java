package org.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class NumberQueueTest {

    /** Positive: that number comes. Negative: that many of the lowest leave. */
    @Property
    void itIsASortedSetOfNumbers(@ForAll @Size(max = 200) List<@IntRange(min = -3, max = 300) Integer> steps) {
        NumberQueue queue = new NumberQueue();
        TreeSet<Long> expected = new TreeSet<>();
        for (int step : steps) {
            if (step >= 0 && expected.add((long) step)) {
                queue.add(step);
            } else if (step < 0) {
                for (int i = step; i < 0 && !queue.isEmpty(); i++) {
                    assertThat(queue.removeFirst()).isEqualTo(expected.pollFirst());
                }
            }
            assertThat(IntStream.range(0, queue.size()).mapToObj(queue::at)).containsExactlyElementsOf(expected);
        }
    }

    @Property
    void manyAtOnceAreSorted(@ForAll @Size(max = 50) Set<@IntRange(max = 1000) Integer> numbers) {
        NumberQueue queue = new NumberQueue();
        queue.addAll(numbers.stream().mapToLong(Integer::longValue).toArray());
        queue.add(2000);
        assertThat(queue.size()).isEqualTo(numbers.size() + 1);
        for (int number : new TreeSet<>(numbers)) {
            assertThat(queue.removeFirst()).isEqualTo(number);
        }
        assertThat(queue.removeFirst()).isEqualTo(2000);
        assertThat(queue.isEmpty()).isTrue();
    }
}
