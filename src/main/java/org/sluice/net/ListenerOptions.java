package org.sluice.net;

import java.net.InetSocketAddress;

/**
 * How a {@link Listener} listens.
 *
 * @param bind address and port; port 0 picks a free one
 * @param maxAssociations at most this many at once; more are rejected as transient
 * @param maxPduLength the longest P-DATA-TF that peers may send, in bytes, 4096 to 1 MiB (PS3.8 D.1)
 * @param bufferSize of the receive buffer of each association, in bytes, at least 16 KiB
 */
public record ListenerOptions(
        InetSocketAddress bind, int maxAssociations, int maxPduLength, int bufferSize, Timeouts timeouts) {
    public ListenerOptions {
        check(maxAssociations >= 1, "maxAssociations: expected at least 1", maxAssociations);
        check(maxPduLength >= 4096 && maxPduLength <= 1 << 20, "maxPduLength: expected 4096 to 1048576", maxPduLength);
        check(bufferSize >= 16 << 10, "bufferSize: expected at least 16384", bufferSize);
    }

    private static void check(boolean holds, String expected, int found) {
        if (!holds) {
            throw new IllegalArgumentException(expected + ", found " + found);
        }
    }

    public static ListenerOptions at(InetSocketAddress bind) {
        return new ListenerOptions(bind, 100, 128 << 10, 256 << 10, Timeouts.DEFAULT);
    }

    public ListenerOptions withTimeouts(Timeouts changed) {
        return new ListenerOptions(bind, maxAssociations, maxPduLength, bufferSize, changed);
    }

    public ListenerOptions withMaxAssociations(int changed) {
        return new ListenerOptions(bind, changed, maxPduLength, bufferSize, timeouts);
    }

    public ListenerOptions withMaxPduLength(int changed) {
        return new ListenerOptions(bind, maxAssociations, changed, bufferSize, timeouts);
    }
}
