package org.sluice.net;

import java.net.InetSocketAddress;

/**
 * Whom a {@link StoreClient} calls, and as whom.
 *
 * @param remote resolved when it connects, if it is unresolved
 * @param callingAe this side's title
 * @param calledAe the peer's title
 * @param maxPduLength the longest P-DATA-TF that the peer may send, in bytes
 */
public record StoreClientOptions(
        InetSocketAddress remote, String callingAe, String calledAe, int maxPduLength, Timeouts timeouts) {
    public StoreClientOptions {
        callingAe = AeTitle.require(callingAe);
        calledAe = AeTitle.require(calledAe);
    }

    public static StoreClientOptions of(InetSocketAddress remote, String callingAe, String calledAe) {
        return new StoreClientOptions(remote, callingAe, calledAe, 16 << 10, Timeouts.DEFAULT);
    }

    public StoreClientOptions withTimeouts(Timeouts changed) {
        return new StoreClientOptions(remote, callingAe, calledAe, maxPduLength, changed);
    }
}
