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
        /** Beyond them: its request is answered with a rejection. */
        BEYOND,
        /** So far beyond them that it is closed. */
        NONE
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
            return Place.BEYOND;
        }
        return Place.NONE;
    }

    /** The connection that was given the place is over. */
    public synchronized void leave(InetAddress source, Place place) {
        if (place == Place.FREE) {
            all--;
            bySource.computeIfPresent(source, (address, count) -> count == 1 ? null : count - 1);
        } else if (place == Place.BEYOND) {
            told--;
        }
    }
}
