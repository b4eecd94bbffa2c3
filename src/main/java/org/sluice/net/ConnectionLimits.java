package org.sluice.net;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * How many associations there may be, in all and from one address: shared by the listeners of a node, so that a second
 * port is no second allowance. Any thread.
 */
public final class ConnectionLimits {
    /** So many connections beyond the limits are told of it by A-ASSOCIATE-RJ; more are closed. */
    private static final int TOLD = 16;

    /** Where a new connection stands. */
    public enum Place {
        /** Within the limits. */
        FREE,
        /** Beyond the associations in all: its request is answered with a rejection. */
        BEYOND_ALL,
        /** Beyond those from one address, likewise. */
        BEYOND_SOURCE,
        /** So far beyond them that it is closed. */
        NONE;

        boolean isBeyond() {
            return this == BEYOND_ALL || this == BEYOND_SOURCE;
        }
    }

    private final int most;
    private final int mostPerSource;
    private final Map<InetAddress, Integer> bySource = new HashMap<>();
    private int all;
    private int told;

    /**
     * Sets the limits, each at least 1.
     *
     * @param most associations in all
     * @param mostPerSource associations from one address
     */
    public ConnectionLimits(int most, int mostPerSource) {
        if (most < 1 || mostPerSource < 1) {
            throw new IllegalArgumentException(
                    "limits: expected at least 1, found " + most + " and " + mostPerSource + " from one address");
        }
        this.most = most;
        this.mostPerSource = mostPerSource;
    }

    /** A connection from the address is there; unless the answer is {@code NONE}, it has to {@link #leave} again. */
    public synchronized Place enter(InetAddress source) {
        int fromThere = bySource.getOrDefault(source, 0);
        if (all < most && fromThere < mostPerSource) {
            bySource.put(source, fromThere + 1); // first, for it can find no memory
            all++;
            return Place.FREE;
        }
        if (told < TOLD) {
            told++;
            return all < most ? Place.BEYOND_SOURCE : Place.BEYOND_ALL;
        }
        return Place.NONE;
    }

    /** Which limit keeps a connection out, for a log line; empty for one within the limits. */
    public String why(Place place) {
        return switch (place) {
            case BEYOND_ALL -> "limits.associations: " + most + " are open at most";
            case BEYOND_SOURCE ->
                "limits.associations-per-source: " + mostPerSource + " are open at most from one address";
            case NONE -> "limits.associations or limits.associations-per-source, by far";
            case FREE -> "";
        };
    }

    /** The connection that was given the place is over. */
    public synchronized void leave(InetAddress source, Place place) {
        if (place == Place.FREE) {
            all--;
            bySource.computeIfPresent(source, (address, count) -> count == 1 ? null : count - 1);
        } else if (place.isBeyond()) {
            told--;
        }
    }
}
