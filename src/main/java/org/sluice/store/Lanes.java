package org.sluice.store;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The numbers that wait for a destination, in the order in which they go there: high priority before medium before low (PS3.7
 * 9.1.1.1.5); among those of one priority each association that sent them has its turn, so that a huge study does not keep a
 * small one waiting; those of one association in the order in which they came. Eight bytes for each number. Not thread-safe.
 *
 * <p>There is a bounded number of lanes. When more associations than that have instances that wait, some share one, and are in
 * the order of arrival among each other. What waited at the start is one lane: nobody reads a million files to know more.
 */
final class Lanes {
    static final long NONE = -1;

    /** Of one priority. */
    static final int MOST = 64;

    /** The key of what waited at the start. */
    static final int OF_THE_START = 0;

    /** In the order in which they are served: PS3.7 9.1.1.1.5 has 0 for medium, 1 for high, 2 for low. */
    private static final int[] RANK = {1, 0, 2};

    private static final NumberQueue NO_NUMBERS = new NumberQueue();

    /** Behind those of each priority. */
    private static final int LAST = RANK.length;

    private final @Nullable Lane[] @Nullable [] lanes = new Lane[LAST + 1][];
    private int size;
    private long turns;

    private static final class Lane {
        private final NumberQueue numbers = new NumberQueue();
        private int key;
        private long servedAt;
    }

    /** Whose instances go one after the other: those of one association. */
    static int key(SpoolFacts facts) {
        int hash = facts.origin().association().hashCode();
        return hash == OF_THE_START ? 1 : hash;
    }

    int size() {
        return size;
    }

    /**
     * Takes a number.
     *
     * @param priority as in the C-STORE request; what is none counts as medium
     */
    void add(int priority, int key, long number) {
        int rank = priority >= 0 && priority < RANK.length ? RANK[priority] : RANK[0];
        lane(rank, key).numbers.add(number);
        size++;
    }

    /** Takes a number behind all others, whatever their priority. */
    void addLast(long number) {
        lane(LAST, OF_THE_START).numbers.add(number);
        size++;
    }

    /** Takes what waited at the start, in any order. */
    void addAll(long[] unsorted) {
        lane(RANK[0], OF_THE_START).numbers.addAll(unsorted);
        size += unsorted.length;
    }

    /** The lane of an association: its own, else an empty one, else one that it shares. */
    private Lane lane(int rank, int key) {
        Lane[] ofRank = lanes[rank];
        if (ofRank == null) {
            ofRank = new Lane[MOST];
            lanes[rank] = ofRank;
        }
        int free = -1;
        for (int i = 0; i < MOST; i++) {
            Lane lane = ofRank[i];
            if (lane != null && lane.key == key) {
                return lane;
            }
            if (free < 0 && (lane == null || lane.numbers.isEmpty())) {
                free = i;
            }
        }
        return free < 0 ? ofRank[Math.floorMod(key, MOST)] : claimed(ofRank, free, key);
    }

    /** Behind the others: who keeps making new associations gets no more than its turn. */
    private Lane claimed(Lane[] ofRank, int place, int key) {
        Lane lane = ofRank[place] == null ? new Lane() : ofRank[place];
        ofRank[place] = lane;
        lane.key = key;
        lane.servedAt = ++turns;
        return lane;
    }

    /** Takes out the number whose turn it is; {@link #NONE} when there is none. */
    long removeNext() {
        for (Lane[] ofRank : lanes) {
            Lane next = next(ofRank);
            if (next != null) {
                next.servedAt = ++turns;
                size--;
                return next.numbers.removeFirst();
            }
        }
        return NONE;
    }

    /** The lane that has waited longest for its turn. */
    private static @Nullable Lane next(Lane @Nullable [] ofRank) {
        Lane next = null;
        if (ofRank != null) {
            for (Lane lane : ofRank) {
                if (lane != null && !lane.numbers.isEmpty() && (next == null || lane.servedAt < next.servedAt)) {
                    next = lane;
                }
            }
        }
        return next;
    }

    /** Takes out the number at a place of all of them, counted from 0, whatever its turn. */
    long removeAt(int place) {
        int left = place;
        for (Lane[] ofRank : lanes) {
            for (int i = 0; ofRank != null && i < MOST; i++) {
                int here = ofRank[i] == null ? 0 : ofRank[i].numbers.size();
                if (left < here) {
                    size--;
                    return ofRank[i].numbers.removeAt(left);
                }
                left -= here;
            }
        }
        return NONE;
    }

    boolean contains(long number) {
        for (Lane[] ofRank : lanes) {
            for (int i = 0; ofRank != null && i < MOST; i++) {
                if (ofRank[i] != null && ofRank[i].numbers.contains(number)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Takes out one; false when it is not there. */
    boolean remove(long number) {
        for (Lane[] ofRank : lanes) {
            for (int i = 0; ofRank != null && i < MOST; i++) {
                if (ofRank[i] != null && ofRank[i].numbers.remove(number)) {
                    size--;
                    return true;
                }
            }
        }
        return false;
    }

    /** The lowest number; {@link #NONE} when there is none. */
    long lowest() {
        long lowest = NONE;
        for (Lane[] ofRank : lanes) {
            for (int i = 0; ofRank != null && i < MOST; i++) {
                Lane lane = ofRank[i];
                if (lane != null && !lane.numbers.isEmpty() && (lowest == NONE || lane.numbers.at(0) < lowest)) {
                    lowest = lane.numbers.at(0);
                }
            }
        }
        return lowest;
    }

    /** At most so many, of each lane about as many; in ascending order. */
    long[] first(int most) {
        int ofEach = (int) Math.min(Integer.MAX_VALUE, (long) most / Math.max(1, occupied()) + 1);
        long[] found = new long[Math.min(most, size)];
        int count = copy(found, 0, 0, ofEach);
        copy(found, count, ofEach, Integer.MAX_VALUE); // where some lanes have fewer
        Arrays.sort(found);
        return found;
    }

    /** Copies what each lane has between two of its places, as far as there is room; returns how many there are then. */
    private int copy(long[] found, int already, int from, int to) {
        int count = already;
        for (Lane[] ofRank : lanes) {
            for (int i = 0; ofRank != null && i < MOST; i++) {
                NumberQueue numbers = ofRank[i] == null ? NO_NUMBERS : ofRank[i].numbers;
                for (int j = from; j < Math.min(to, numbers.size()) && count < found.length; j++) {
                    found[count++] = numbers.at(j);
                }
            }
        }
        return count;
    }

    private int occupied() {
        int occupied = 0;
        for (Lane[] ofRank : lanes) {
            for (int i = 0; ofRank != null && i < MOST; i++) {
                occupied += ofRank[i] == null || ofRank[i].numbers.isEmpty() ? 0 : 1;
            }
        }
        return occupied;
    }
}
