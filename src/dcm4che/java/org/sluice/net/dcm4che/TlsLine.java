package org.sluice.net.dcm4che;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.sluice.net.dcm4che.WatchedSocket.Line;
import org.sluice.net.tls.Handshakes;
import org.sluice.net.tls.TlsContext;
import org.sluice.net.tls.TlsException;
import org.sluice.net.tls.TlsFailure;
import org.sluice.net.tls.TlsSession;
import org.sluice.net.tls.TlsTerms;
import org.sluice.text.OneLine;

/** Connections with TLS on them, on the terms of a {@link TlsContext}: dcm4che has them for one trust store and no time. */
final class TlsLine {
    private TlsLine() {}

    private interface Making {
        SSLSocket make(TlsTerms terms) throws IOException;
    }

    /** Over a connection that was accepted. */
    static Line accepted(Socket raw, TlsContext context, Duration most) throws TlsException {
        return secured(raw, context, context.server(), most, terms -> {
            byte[] first = raw.getInputStream().readNBytes(1);
            if (first.length == 0) {
                throw new EOFException("closed");
            }
            Optional<TlsException> other = Handshakes.notTls(ByteBuffer.wrap(first), context.peer());
            if (other.isPresent()) {
                throw other.get();
            }
            return (SSLSocket)
                    terms.context().getSocketFactory().createSocket(raw, new ByteArrayInputStream(first), true);
        });
    }

    /** Over a connection to a host, which has to be called as it is configured. */
    static Line to(Socket raw, InetSocketAddress remote, TlsContext context, Duration most) throws TlsException {
        return secured(raw, context, context.client(), most, terms -> (SSLSocket)
                terms.context().getSocketFactory().createSocket(raw, remote.getHostString(), remote.getPort(), true));
    }

    private static Line secured(Socket raw, TlsContext context, TlsTerms terms, Duration most, Making making)
            throws TlsException {
        ScheduledFuture<?> cut =
                Watchdog.shared().timers().schedule(() -> close(raw), most.toNanos(), TimeUnit.NANOSECONDS);
        try {
            SSLSocket ssl = making.make(terms);
            ssl.setSSLParameters(terms.parameters());
            ssl.startHandshake();
            return new Line(raw, ssl, Optional.of(TlsSession.of(ssl.getSession())));
        } catch (IOException | RuntimeException e) {
            TlsException why = explain(e, context.peer(), cut.isDone(), most);
            close(raw);
            throw why;
        } finally {
            cut.cancel(false);
        }
    }

    private static TlsException explain(Exception e, String peer, boolean late, Duration most) {
        if (late || e instanceof SocketTimeoutException) {
            return new TlsException(TlsFailure.TIMED_OUT, "no TLS handshake with " + peer + " within " + OneLine.seconds(most), e);
        }
        if (e instanceof TlsException own) {
            return own;
        }
        if (e instanceof SSLException || e instanceof RuntimeException) {
            return Handshakes.explain(e, WatchedSocket.NOTHING.duplicate(), peer);
        }
        return new TlsException(
                TlsFailure.CONNECTION_LOST, peer + " closed the connection in the middle of the TLS handshake", e);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is as closed as it can be.
        }
    }
}
