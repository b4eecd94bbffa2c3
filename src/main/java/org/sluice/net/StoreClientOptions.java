package org.sluice.net;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.sluice.net.tls.TlsContext;

/**
 * Whom a {@link StoreClient} calls, and as whom.
 *
 * @param remote resolved when it connects, if it is unresolved
 * @param callingAe this side's title
 * @param calledAe the peer's title
 * @param maxPduLength the longest P-DATA-TF that the peer may send, in bytes
 * @param window how many C-STORE requests may be without a response at a time if the peer allows it, at least 1
 * @param tls present when the connection begins with a TLS handshake
 * @param user who this side says that it is, PS3.7 D.3.3.7
 * @param commonExtended whether private SOP classes are proposed as storage, for peers that want that (PS3.7 D.3.3.6)
 */
public record StoreClientOptions(
        InetSocketAddress remote,
        String callingAe,
        String calledAe,
        int maxPduLength,
        Timeouts timeouts,
        int window,
        Optional<TlsContext> tls,
        Optional<UserCredentials> user,
        boolean commonExtended) {
    /** @throws IllegalArgumentException if the window is not 1 to 65535, or a title is no AE title (PS3.5 6.2) */
    public StoreClientOptions {
        if (window < 1 || window > 0xFFFF) {
            throw new IllegalArgumentException("window: expected 1 to 65535, found " + window);
        }
        callingAe = AeTitle.require(callingAe);
        calledAe = AeTitle.require(calledAe);
    }

    /** The defaults, to a peer at this address. */
    public static StoreClientOptions of(InetSocketAddress remote, String callingAe, String calledAe) {
        return new StoreClientOptions(
                remote, callingAe, calledAe, 16 << 10, Timeouts.DEFAULT, 1, Optional.empty(), Optional.empty(), false);
    }

    /** With other timeouts. */
    public StoreClientOptions withTimeouts(Timeouts changed) {
        return new StoreClientOptions(
                remote, callingAe, calledAe, maxPduLength, changed, window, tls, user, commonExtended);
    }

    /** With so many C-STORE requests under way at a time: PS3.7 D.3.3.3. */
    public StoreClientOptions withWindow(int changed) {
        return new StoreClientOptions(
                remote, callingAe, calledAe, maxPduLength, timeouts, changed, tls, user, commonExtended);
    }

    /** With TLS on the connection, or without. */
    public StoreClientOptions withTls(Optional<TlsContext> changed) {
        return new StoreClientOptions(
                remote, callingAe, calledAe, maxPduLength, timeouts, window, changed, user, commonExtended);
    }

    /** With a user identity, or without: PS3.7 D.3.3.7. */
    public StoreClientOptions withUser(Optional<UserCredentials> changed) {
        return new StoreClientOptions(
                remote, callingAe, calledAe, maxPduLength, timeouts, window, tls, changed, commonExtended);
    }

    /** With private SOP classes proposed as storage, or without a word about them: PS3.7 D.3.3.6. */
    public StoreClientOptions withCommonExtended(boolean changed) {
        return new StoreClientOptions(remote, callingAe, calledAe, maxPduLength, timeouts, window, tls, user, changed);
    }
}
