package org.sluice.store;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Where in the log each instance lies that somebody waits for: its number, its place and for whom, 24 bytes each, because an
 * archive that is down for a day leaves hundreds of thousands. A table that is probed place after place. Not thread-safe.
 */
final class WaitingIndex {
    private static final long FREE = -1;

    private long[] numbers = free(64);
    private long[] places = new long[64];
    private long[] destinations = new long[64];
    private int size;

    private static long[] free(int length) {
        long[] numbers = new long[length];
        Arrays.fill(numbers, FREE);
        return numbers;
    }

    int size() {
        return size;
    }

    private int slot(long number) {
        int mask = numbers.length - 1;
        int at = home(number);
        while (numbers[at] != FREE && numbers[at] != number) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private int home(long number) {
        return (int) ((number * 0x9E37_79B9_7F4A_7C15L) >>> 40) & (numbers.length - 1);
    }

    boolean has(long number) {
        return numbers[slot(number)] == number;
    }

    /** As given to {@link #put}; -1 when it is not there. */
    long place(long number) {
        int at = slot(number);
        return numbers[at] == number ? places[at] : -1;
    }

    /** For whom it waits; 0 when it is not there. */
    long destinations(long number) {
        int at = slot(number);
        return numbers[at] == number ? destinations[at] : 0;
    }

    /** Puts one there that is not. */
    void put(long number, long place, long forWhom) {
        if (2 * (size + 1) > numbers.length) {
            grow();
        }
        int at = slot(number);
        numbers[at] = number;
        places[at] = place;
        destinations[at] = forWhom;
        size++;
    }

    private void grow() {
        long[] oldNumbers = numbers;
        long[] oldPlaces = places;
        long[] oldDestinations = destinations;
        numbers = free(2 * oldNumbers.length);
        places = new long[numbers.length];
        destinations = new long[numbers.length];
        for (int i = 0; i < oldNumbers.length; i++) {
            if (oldNumbers[i] != FREE) {
                int at = slot(oldNumbers[i]);
                numbers[at] = oldNumbers[i];
                places[at] = oldPlaces[i];
                destinations[at] = oldDestinations[i];
            }
        }
    }

    /** Nobody of these waits for it any more; true when nobody does, then it is not there any more. */
    boolean leave(long number, long bits) {
        int at = slot(number);
        if (numbers[at] != number) {
            return false;
        }
        destinations[at] &= ~bits;
        if (destinations[at] != 0) {
            return false;
        }
        remove(at);
        return true;
    }

    /** Moves those up that are probed by way of the place that becomes free. */
    private void remove(int removed) {
        int mask = numbers.length - 1;
        int hole = removed;
        for (int at = (hole + 1) & mask; numbers[at] != FREE; at = (at + 1) & mask) {
            int distance = (at - home(numbers[at])) & mask;
            if (distance >= ((at - hole) & mask)) {
                numbers[hole] = numbers[at];
                places[hole] = places[at];
                destinations[hole] = destinations[at];
                hole = at;
            }
        }
        numbers[hole] = FREE;
        size--;
    }

    /** The numbers of those whose place lies between two. */
    long[] between(long from, long to) {
        return IntStream.range(0, numbers.length)
                .filter(at -> numbers[at] != FREE && places[at] >= from && places[at] < to)
                .mapToLong(at -> numbers[at])
                .sorted()
                .toArray();
    }
}
