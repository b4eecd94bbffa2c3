package org.sluice.net.dcm4che;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.dcm4che3.net.pdu.AAbort;
import org.jspecify.annotations.Nullable;
import org.sluice.net.Timeouts;
import org.sluice.net.tls.TlsSession;

/**
 * The socket that dcm4che is given, in front of the real one. It bounds what comes ({@link IncomingPdus}), times what dcm4che
 * does not time (the rest of a message, the next one, a write), knows how the association ended, and closes so that the peer
 * still reads the last PDU. One thread reads.
 */
class WatchedSocket extends Socket {
    static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private static final long NEVER = Long.MAX_VALUE;
    /** Until the peer has read what was said last. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);
    /** So many bytes of a message are progress, and give it its full time again. */
    private static final int PROGRESS = 64 << 10;

    private final Socket raw;
    private final Socket talk;
    private final Optional<TlsSession> tls;
    private final Timeouts timeouts;
    private final boolean acceptor;
    private final IncomingPdus pdus;
    private final InputStream in;
    private final OutputStream out;
    private final AtomicReference<Ending> ending = new AtomicReference<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile long writeUntil = NEVER;
    private volatile long cutAt = NEVER;

    // Of the thread that reads: what it waits for, and for how long it may still.
    private boolean timed;
    private boolean inMessage;
    private long budget;
    private long sinceProgress;

    /** What a socket is made of. */
    record Line(Socket raw, Socket talk, Optional<TlsSession> tls) {}

    /** What may come over it. */
    record Bounds(Timeouts timeouts, int longestData, long mostInDataSet) {}

    WatchedSocket(Line line, Bounds bounds, boolean acceptor) throws IOException {
        this.raw = line.raw();
        this.talk = line.talk();
        this.tls = line.tls();
        this.timeouts = bounds.timeouts();
        this.acceptor = acceptor;
        this.pdus = new IncomingPdus(bounds.longestData(), bounds.mostInDataSet(), new Watcher());
        this.in = new Incoming(talk.getInputStream());
        this.out = new Outgoing(talk.getOutputStream());
        raw.setTcpNoDelay(true);
        Watchdog.shared().watch(this);
    }

    private final class Watcher implements IncomingPdus.Watcher {
        @Override
        public void began(int type) {
            if (type == IncomingPdus.ABORT) {
                endBy(Ending.ABORTED_BY_PEER);
            } else if (type == IncomingPdus.RELEASE_RP) {
                endBy(Ending.RELEASED);
            } else if (type == IncomingPdus.DATA && timed && !inMessage) {
                inMessage = true;
                budget = timeouts.dimse().toNanos();
            }
        }

        @Override
        public void refused(Ending how) {
            endBy(how);
        }
    }

    /** What TLS came to, when there is any. */
    Optional<TlsSession> tls() {
        return tls;
    }

    /** The first that is told is how it ended. */
    void endBy(Ending how) {
        ending.compareAndSet(null, how);
    }

    /** How it ended; lost when nobody knows. */
    Ending ending() {
        Ending how = ending.get();
        return how == null ? Ending.LOST : how;
    }

    /** On the reading thread of an acceptor: no message is under way, and the next may take the idle time to begin. */
    void awaitNext() {
        timed = acceptor;
        inMessage = false;
        sinceProgress = 0;
        budget = timeouts.idle().toNanos();
    }

    private final class Incoming extends InputStream {
        private final InputStream from;
        private final byte[] one = new byte[1];
        private @Nullable AAbort refusal;

        private Incoming(InputStream from) {
            this.from = from;
        }

        @Override
        public int read() throws IOException {
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            AAbort before = refusal;
            if (before != null) {
                throw before; // dcm4che skips to the end of a command that it could not read
            }
            try {
                int count = closed.get() ? -1 : timedRead(bytes, offset, length);
                if (count > 0) {
                    pdus.follow(bytes, offset, count);
                }
                return count;
            } catch (AAbort e) {
                refusal = e;
                throw e;
            }
        }

        private int timedRead(byte[] bytes, int offset, int length) throws IOException {
            talk.setSoTimeout(timed ? millis(Duration.ofNanos(Math.max(1, budget))) : 0);
            long began = System.nanoTime();
            int count;
            try {
                count = from.read(bytes, offset, length);
            } catch (SocketTimeoutException e) {
                endBy(Ending.timedOut(
                        inMessage ? "no more of a message came in time" : "nothing came for the idle time"));
                throw new AAbort();
            }
            budget -= System.nanoTime() - began;
            sinceProgress += count;
            if (inMessage && sinceProgress >= PROGRESS) {
                sinceProgress = 0;
                budget = timeouts.dimse().toNanos();
            }
            return count;
        }
    }

    /** dcm4che writes each PDU at once. */
    private final class Outgoing extends OutputStream {
        private final OutputStream to;

        private Outgoing(OutputStream to) {
            this.to = to;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            boolean last = bytes[offset] == IncomingPdus.ABORT;
            if (last) {
                endBy(abort());
            }
            writeUntil = System.nanoTime() + (last ? LAST_WORDS : timeouts.writeStall()).toNanos();
            try {
                to.write(bytes, offset, length);
            } finally {
                writeUntil = NEVER;
            }
            if (bytes[offset] == IncomingPdus.RELEASE_RP) {
                endBy(Ending.RELEASED);
            }
        }

        @Override
        public void flush() throws IOException {
            to.flush();
        }
    }

    /** An abort that nobody here asked for: by a timer of dcm4che, or because of what came. */
    private static Ending abort() {
        return Watchdog.TimerThread.isCurrent()
                ? Ending.timedOut("the peer did not answer in time")
                : Ending.BROKE_PROTOCOL;
    }

    /** On the watchdog's thread. */
    void cutWhenOverdue(long now) {
        if (now > writeUntil) {
            endBy(Ending.timedOut("the peer did not take what was sent in time"));
            cut();
        } else if (now > cutAt) {
            cut();
        }
    }

    /** Ends the connection at once. */
    void cut() {
        closeQuietly(raw);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is as closed as it can be.
        }
    }

    /**
     * Says that nothing more will come from here. What the peer still sends is dropped by {@link #finish}, for to close in the
     * face of it would take the last PDU from the peer, too.
     */
    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // whoever waits in it must not keep others out
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        if (Watchdog.TimerThread.isCurrent()) {
            endBy(Ending.timedOut("nothing came in time"));
        }
        cutAt = System.nanoTime() + LAST_WORDS.toNanos();
        try {
            if (writeUntil == NEVER) {
                talk.shutdownOutput();
            } else {
                cut(); // somebody waits in a write
            }
        } catch (IOException e) {
            cut();
        }
    }

    /** On the thread that read, when the association is over: waits until the peer has closed, for a bounded time. */
    void finish() {
        close();
        try {
            byte[] dropped = new byte[8 << 10];
            InputStream rest = raw.getInputStream();
            do {
                raw.setSoTimeout(millis(Duration.ofNanos(Math.max(1, cutAt - System.nanoTime()))));
            } while (rest.read(dropped) >= 0);
        } catch (IOException e) {
            // Closed by the peer, or by the watchdog.
        } finally {
            cut();
            Watchdog.shared().forget(this);
        }
    }

    /** As dcm4che and sockets want it; at least 1, for 0 would mean without end. */
    static int millis(Duration duration) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, duration.toMillis()));
    }

    /** The address of the peer. */
    InetSocketAddress remote() {
        return (InetSocketAddress) raw.getRemoteSocketAddress();
    }

    /** The address of this side. */
    InetSocketAddress local() {
        return (InetSocketAddress) raw.getLocalSocketAddress();
    }

    @Override
    public InputStream getInputStream() {
        return in;
    }

    @Override
    public OutputStream getOutputStream() {
        return out;
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return raw.getRemoteSocketAddress();
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return raw.getLocalSocketAddress();
    }

    @Override
    public InetAddress getInetAddress() {
        return raw.getInetAddress();
    }

    @Override
    public InetAddress getLocalAddress() {
        return raw.getLocalAddress();
    }

    @Override
    public String toString() {
        return String.valueOf(raw.getRemoteSocketAddress());
    }
}
