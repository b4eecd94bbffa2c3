package org.sluice.net.engine.association;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.sluice.net.tls.Handshakes;
import org.sluice.net.tls.TlsContext;
import org.sluice.net.tls.TlsException;
import org.sluice.net.tls.TlsFailure;
import org.sluice.net.tls.TlsSession;
import org.sluice.net.tls.TlsTerms;
import org.sluice.text.OneLine;

/**
 * A TCP connection with TLS on it: PS3.15 B.12. Blocking, as the connection below; the handshake happens on the
 * thread that asks for it, within a time of its own.
 */
public final class TlsTransport implements Transport {
    /** After a failed handshake, for the peer to have read why. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int DRAINED = 4 << 10;
    private static final int MOST_DRAINED = 1 << 20;

    private final SocketTransport socket;
    private final Supplier<SSLEngine> engines;
    private final String peer;
    private final Watchdog watchdog;
    private final Duration handshakeTimeout;
    private volatile @Nullable TlsRecords records;
    private volatile boolean inputShut;
    private volatile boolean timedOut;

    private TlsTransport(
            SocketTransport socket,
            Supplier<SSLEngine> engines,
            String peer,
            Watchdog watchdog,
            Duration handshakeTimeout) {
        this.socket = socket;
        this.engines = engines;
        this.peer = peer;
        this.watchdog = watchdog;
        this.handshakeTimeout = handshakeTimeout;
    }

    /** TLS on a connection that was accepted; {@link #handshake()} comes first. */
    public static TlsTransport accepted(
            SocketTransport socket, TlsContext context, Watchdog watchdog, Duration timeout) {
        return new TlsTransport(socket, () -> serving(context.server()), context.peer(), watchdog, timeout);
    }

    /** TLS on a connection that {@link #open()} makes. */
    public static TlsTransport to(SocketTransport socket, TlsContext context, Watchdog watchdog, Duration timeout) {
        InetSocketAddress remote = socket.remoteAddress();
        return new TlsTransport(socket, () -> calling(context.client(), remote), context.peer(), watchdog, timeout);
    }

    private static SSLEngine serving(TlsTerms terms) {
        SSLEngine engine = terms.context().createSSLEngine();
        engine.setUseClientMode(false);
        engine.setSSLParameters(terms.parameters());
        return engine;
    }

    private static SSLEngine calling(TlsTerms terms, InetSocketAddress remote) {
        SSLEngine engine = terms.context().createSSLEngine(remote.getHostString(), remote.getPort());
        engine.setUseClientMode(true);
        engine.setSSLParameters(terms.parameters());
        return engine;
    }

    /** Connects, and shakes hands. */
    @Override
    public void open() throws IOException {
        socket.open();
        handshake();
    }

    /**
     * Shakes hands.
     *
     * @throws TlsException with the reason in words; the connection is closed
     */
    public TlsSession handshake() throws TlsException {
        Watchdog.Deadline deadline = watchdog.watch(() -> {
            timedOut = true;
            socket.close();
        });
        deadline.set(watchdog.now() + handshakeTimeout.toNanos());
        TlsRecords made = new TlsRecords(socket, engines.get(), peer);
        try {
            made.handshake();
            records = made;
            return TlsSession.of(made.engine().getSession());
        } catch (IOException | RuntimeException e) {
            deadline.set(watchdog.now() + LAST_WORDS.toNanos());
            throw failed(made, e);
        } finally {
            deadline.clear();
            deadline.forget();
        }
    }

    private TlsException failed(TlsRecords made, Exception e) {
        if (timedOut) {
            return new TlsException(
                    TlsFailure.TIMED_OUT,
                    "no TLS handshake with " + peer + " within " + OneLine.seconds(handshakeTimeout),
                    e);
        }
        TlsException explained = e instanceof SSLException || e instanceof RuntimeException
                ? Handshakes.explain(e, made.sendAlert(), peer)
                : e instanceof TlsException own ? own : lost(made, e);
        letThePeerRead(made);
        socket.close();
        return explained;
    }

    private TlsException lost(TlsRecords made, Exception e) {
        String hint = made.hasReceived() ? "" : "; " + peer + " said nothing: does it speak plain DICOM there?";
        return new TlsException(
                TlsFailure.CONNECTION_LOST,
                "the connection with " + peer + " broke in the TLS handshake: " + OneLine.message(e) + hint,
                e);
    }

    /** A connection that is closed while bytes are unread is reset, and the alert with it. */
    private void letThePeerRead(TlsRecords made) {
        made.sayEnd();
        try {
            socket.shutdownOutput();
            ByteBuffer dropped = ByteBuffer.allocate(DRAINED);
            int left = MOST_DRAINED;
            for (int count = socket.read(dropped.clear()); count >= 0 && left > 0; ) {
                left -= count;
                count = socket.read(dropped.clear());
            }
        } catch (IOException gone) {
            return;
        }
    }

    private TlsRecords established() {
        TlsRecords established = records;
        if (established == null) {
            throw new IllegalStateException("no TLS handshake yet");
        }
        return established;
    }

    /** What the handshake came to. */
    public TlsSession session() {
        return TlsSession.of(established().engine().getSession());
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        try {
            return inputShut ? -1 : established().read(into);
        } catch (SSLException e) {
            throw Handshakes.explain(e, NOTHING, peer);
        }
    }

    @Override
    public int poll(ByteBuffer into) throws IOException {
        try {
            return inputShut ? -1 : established().poll(into);
        } catch (SSLException e) {
            throw Handshakes.explain(e, NOTHING, peer);
        }
    }

    @Override
    public void write(ByteBuffer[] buffers, int count) throws IOException {
        established().write(buffers, count);
    }

    @Override
    public void shutdownInput() {
        inputShut = true;
        socket.shutdownInput();
    }

    @Override
    public void close() {
        TlsRecords established = records;
        if (established != null) {
            established.sayEnd();
        }
        socket.close();
    }
}
