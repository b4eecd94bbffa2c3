package org.sluice.net;

import java.net.InetSocketAddress;

/**
 * Whom a {@link StoreClient} calls, and as whom.
 *
 * @param remote resolved when it connects, if it is unresolved
 * @param callingAe this side's title
 * @param calledAe the peer's title
 * @param maxPduLength the longest P-DATA-TF that the peer may send, in bytes
 * @param window how many C-STORE requests may be without a response at a time if the peer allows it, at least 1
 */
public record StoreClientOptions(
        InetSocketAddress remote, String callingAe, String calledAe, int maxPduLength, Timeouts timeouts, int window) {
    public StoreClientOptions {
        if (window < 1 || window > 0xFFFF) {
            throw new IllegalArgumentException("window: expected 1 to 65535, found " + window);
        }
        callingAe = AeTitle.require(callingAe);
        calledAe = AeTitle.require(calledAe);
    }

    public static StoreClientOptions of(InetSocketAddress remote, String callingAe, String calledAe) {
        return new StoreClientOptions(remote, callingAe, calledAe, 16 << 10, Timeouts.DEFAULT, 1);
    }

    public StoreClientOptions withTimeouts(Timeouts changed) {
        return new StoreClientOptions(remote, callingAe, calledAe, maxPduLength, changed, window);
    }

    public StoreClientOptions withWindow(int changed) {
        return new StoreClientOptions(remote, callingAe, calledAe, maxPduLength, timeouts, changed);
    }
}
