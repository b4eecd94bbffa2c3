package org.sluice.store;

import java.util.Arrays;

/**
 * Numbers in ascending order, eight bytes each, because an archive that is down for a week leaves a million of them.
 * Numbers come nearly in order and leave from the front, or from near it. Not thread-safe.
 */
final class NumberQueue {

    private long[] numbers = new long[16];
    private int first;
    private int end;

    int size() {
        return end - first;
    }

    boolean isEmpty() {
        return first == end;
    }

    /** The number at a place, counted from 0 = the lowest. */
    long at(int place) {
        return numbers[first + place];
    }

    long removeFirst() {
        return numbers[first++];
    }

    /** Removes the number at a place. */
    long removeAt(int place) {
        if (place == 0) {
            return removeFirst();
        }
        long number = numbers[first + place];
        end--;
        System.arraycopy(numbers, first + place + 1, numbers, first + place, end - first - place);
        return number;
    }

    /** Removes a number; false when it is not there. */
    boolean remove(long number) {
        int found = Arrays.binarySearch(numbers, first, end, number);
        if (found < 0) {
            return false;
        }
        removeAt(found - first);
        return true;
    }

    boolean contains(long number) {
        return Arrays.binarySearch(numbers, first, end, number) >= 0;
    }

    void add(long number) {
        makeRoom();
        int found = Arrays.binarySearch(numbers, first, end, number);
        int place = found < 0 ? -found - 1 : found;
        if (place == first && first > 0) {
            numbers[--first] = number; // put back: there is room in front
            return;
        }
        System.arraycopy(numbers, place, numbers, place + 1, end - place);
        numbers[place] = number;
        end++;
    }

    /** Takes many numbers in any order, when the queue is empty. */
    void addAll(long[] unsorted) {
        numbers = unsorted.clone();
        Arrays.sort(numbers);
        first = 0;
        end = numbers.length;
    }

    private void makeRoom() {
        if (end < numbers.length) {
            return;
        }
        int size = size();
        long[] target = size >= numbers.length / 2 ? new long[Math.max(16, 2 * size)] : numbers;
        System.arraycopy(numbers, first, target, 0, size);
        numbers = target;
        first = 0;
        end = size;
    }
}
