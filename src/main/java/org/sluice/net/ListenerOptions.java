package org.sluice.net;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.sluice.net.tls.TlsContext;

/**
 * How a {@link Listener} listens.
 *
 * @param bind address and port; port 0 picks a free one
 * @param limits how many associations there may be at once; more are rejected as transient
 * @param maxPduLength the longest P-DATA-TF that peers may send, in bytes, 4096 to 1 MiB (PS3.8 D.1)
 * @param maxDataSet the longest data set that peers may send, in bytes, at least 1 KiB; a longer one is aborted
 * @param bufferSize of the receive buffer of each association, in bytes, at least 16 KiB
 * @param tls present when every connection has to begin with a TLS handshake
 */
public record ListenerOptions(
        InetSocketAddress bind,
        ConnectionLimits limits,
        int maxPduLength,
        long maxDataSet,
        int bufferSize,
        Timeouts timeouts,
        Optional<TlsContext> tls) {
    private static final long MAX_DATA_SET = 16L << 30;

    /**
     * @throws IllegalArgumentException if {@code maxPduLength} is not 4 KiB to 1 MiB, {@code maxDataSet} is below 1 KiB, or
     *     {@code bufferSize} is below 16 KiB
     */
    public ListenerOptions {
        check(maxPduLength >= 4096 && maxPduLength <= 1 << 20, "maxPduLength: expected 4096 to 1048576", maxPduLength);
        check(maxDataSet >= 1 << 10, "maxDataSet: expected at least 1024", maxDataSet);
        check(bufferSize >= 16 << 10, "bufferSize: expected at least 16384", bufferSize);
    }

    private static void check(boolean holds, String expected, long found) {
        if (!holds) {
            throw new IllegalArgumentException(expected + ", found " + found);
        }
    }

    /** The defaults, on this address and port; port 0 for one that is free. */
    public static ListenerOptions at(InetSocketAddress bind) {
        return new ListenerOptions(
                bind,
                new ConnectionLimits(100, 100),
                128 << 10,
                MAX_DATA_SET,
                256 << 10,
                Timeouts.DEFAULT,
                Optional.empty());
    }

    /** With other timeouts. */
    public ListenerOptions withTimeouts(Timeouts changed) {
        return new ListenerOptions(bind, limits, maxPduLength, maxDataSet, bufferSize, changed, tls);
    }

    /** With limits that are shared with other listeners. */
    public ListenerOptions withLimits(ConnectionLimits changed) {
        return new ListenerOptions(bind, changed, maxPduLength, maxDataSet, bufferSize, timeouts, tls);
    }

    /** With another longest P-DATA-TF, in bytes. */
    public ListenerOptions withMaxPduLength(int changed) {
        return new ListenerOptions(bind, limits, changed, maxDataSet, bufferSize, timeouts, tls);
    }

    /** With another longest data set, in bytes. */
    public ListenerOptions withMaxDataSet(long changed) {
        return new ListenerOptions(bind, limits, maxPduLength, changed, bufferSize, timeouts, tls);
    }

    /** With TLS on each connection. */
    public ListenerOptions withTls(TlsContext context) {
        return new ListenerOptions(bind, limits, maxPduLength, maxDataSet, bufferSize, timeouts, Optional.of(context));
    }
}
