package org.sluice.net.engine.association;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.sluice.net.tls.Handshakes;
import org.sluice.net.tls.TlsException;
import org.sluice.net.tls.TlsFailure;

/**
 * TLS records over a connection: RFC 8446 5. Many are read and written at once; each is decrypted straight into the
 * buffer of whoever reads where there is room for the longest, and encrypted from where its bytes lie.
 */
final class TlsRecords {
    /** Some records of 16 KiB, which is the longest. */
    private static final int BUFFER = 128 << 10;

    private final SocketTransport socket;
    private final SSLEngine engine;
    private final String peer;
    private final int longestContent;
    private final int longestRecord;

    /** Guards what is read from. */
    private final ReentrantLock reading = new ReentrantLock();

    /** Guards what is written to. The reader takes it too, when a record that it read has to be answered. */
    private final ReentrantLock writing = new ReentrantLock();

    private final ByteBuffer encryptedIn = ByteBuffer.allocate(BUFFER).limit(0);
    private final ByteBuffer encryptedOut = ByteBuffer.allocate(BUFFER);
    private final ByteBuffer[] out = {encryptedOut};
    private final ByteBuffer decrypted;
    private final ByteBuffer[] nothing = {ByteBuffer.allocate(0)};
    private boolean received;

    TlsRecords(SocketTransport socket, SSLEngine engine, String peer) {
        this.socket = socket;
        this.engine = engine;
        this.peer = peer;
        this.longestContent = engine.getSession().getApplicationBufferSize();
        this.longestRecord = engine.getSession().getPacketBufferSize();
        this.decrypted = ByteBuffer.allocate(longestContent).limit(0);
    }

    SSLEngine engine() {
        return engine;
    }

    // ---- Handshake

    /** Does it, on the thread of the caller. */
    void handshake() throws IOException {
        engine.beginHandshake();
        HandshakeStatus status = engine.getHandshakeStatus();
        while (status != HandshakeStatus.FINISHED && status != HandshakeStatus.NOT_HANDSHAKING) {
            status = switch (status) {
                case NEED_TASK -> task();
                case NEED_WRAP -> wrapAndSend();
                default -> unwrapHandshake();
            };
        }
    }

    private HandshakeStatus task() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
        return engine.getHandshakeStatus();
    }

    private HandshakeStatus wrapAndSend() throws IOException {
        SSLEngineResult result = engine.wrap(nothing, encryptedOut.clear());
        send();
        if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
            throw new TlsException(TlsFailure.CONNECTION_LOST, peer + " ended the TLS handshake", null);
        }
        return result.getHandshakeStatus();
    }

    private HandshakeStatus unwrapHandshake() throws IOException {
        SSLEngineResult result = unwrap(decrypted.clear().limit(longestContent));
        if (result.getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW) {
            if (fill(true) <= 0) {
                throw new EOFException("closed by the other side");
            }
            if (!received) {
                received = true;
                refuseOtherProtocols();
            }
        } else if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
            throw new TlsException(TlsFailure.CONNECTION_LOST, peer + " ended the TLS handshake", null);
        }
        return result.getHandshakeStatus();
    }

    /** Whether the peer has said anything at all. */
    boolean hasReceived() {
        return received;
    }

    private void refuseOtherProtocols() throws TlsException {
        var wrong = Handshakes.notTls(encryptedIn, peer);
        if (wrong.isPresent()) {
            throw wrong.get();
        }
    }

    // ---- Reading

    /** Waits for bytes; -1 at the end, or as soon as {@code ended} says so. */
    int read(ByteBuffer into) throws IOException {
        reading.lock();
        try {
            int count = decrypt(into);
            while (count == 0 && fill(true) >= 0) {
                count = decrypt(into);
            }
            return count == 0 ? -1 : count;
        } finally {
            reading.unlock();
        }
    }

    /** What is there; 0 when there is nothing, or no whole record. */
    int poll(ByteBuffer into) throws IOException {
        reading.lock();
        try {
            int count = decrypt(into);
            if (count != 0) {
                return count;
            }
            return fill(false) < 0 ? -1 : decrypt(into);
        } finally {
            reading.unlock();
        }
    }

    /** Puts the next encrypted bytes behind those of a record that is not whole yet. */
    private int fill(boolean waiting) throws IOException {
        encryptedIn.compact();
        try {
            return waiting ? socket.read(encryptedIn) : socket.poll(encryptedIn);
        } finally {
            encryptedIn.flip();
        }
    }

    /** Decrypts the whole records that are there; 0 when they hold no data, -1 when the peer says that it ends. */
    private int decrypt(ByteBuffer into) throws IOException {
        int start = into.position();
        if (decrypted.hasRemaining()) {
            return drain(into);
        }
        while (encryptedIn.hasRemaining()) {
            boolean straight = into.remaining() >= longestContent;
            if (!straight && into.position() > start) {
                break;
            }
            ByteBuffer target = straight ? into : decrypted.clear().limit(longestContent);
            SSLEngineResult result = unwrap(target);
            if (!straight) {
                drain(into);
            }
            if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
                return into.position() > start ? into.position() - start : -1;
            }
            if (result.getStatus() != SSLEngineResult.Status.OK) {
                break; // no whole record
            }
            answer(result.getHandshakeStatus());
        }
        return into.position() - start;
    }

    private SSLEngineResult unwrap(ByteBuffer target) throws IOException {
        int record = encryptedIn.position();
        try {
            return engine.unwrap(encryptedIn, target);
        } catch (SSLException e) {
            Optional<TlsException> told =
                    Handshakes.received(encryptedIn.duplicate().position(record), e, peer);
            throw told.isPresent() ? told.get() : e;
        } finally {
            decrypted.flip();
        }
    }

    private int drain(ByteBuffer into) {
        int count = Math.min(into.remaining(), decrypted.remaining());
        into.put(decrypted.slice(decrypted.position(), count));
        decrypted.position(decrypted.position() + count);
        return count;
    }

    /** After the handshake: new keys are answered; TLS 1.2's renegotiation is refused, RFC 9325 3.5. */
    private void answer(HandshakeStatus status) throws IOException {
        if (status == HandshakeStatus.NEED_TASK) {
            throw new TlsException(TlsFailure.OTHER, peer + " wants to negotiate TLS anew, which is not done", null);
        }
        if (status == HandshakeStatus.NEED_WRAP) {
            writing.lock();
            try {
                wrapAndSend();
            } finally {
                writing.unlock();
            }
        }
    }

    // ---- Writing

    /** Writes all of it. */
    void write(ByteBuffer[] buffers, int count) throws IOException {
        writing.lock();
        try {
            while (hasRemaining(buffers, count)) {
                encryptedOut.clear();
                while (encryptedOut.remaining() >= longestRecord && hasRemaining(buffers, count)) {
                    SSLEngineResult result = engine.wrap(buffers, 0, count, encryptedOut);
                    if (result.getStatus() != SSLEngineResult.Status.OK) {
                        throw new SSLException("the TLS connection is closed");
                    }
                }
                send();
            }
        } finally {
            writing.unlock();
        }
    }

    private static boolean hasRemaining(ByteBuffer[] buffers, int count) {
        for (int i = count - 1; i >= 0; i--) {
            if (buffers[i].hasRemaining()) {
                return true;
            }
        }
        return false;
    }

    private void send() throws IOException {
        encryptedOut.flip();
        if (encryptedOut.hasRemaining()) {
            socket.write(out, 1);
        }
    }

    // ---- The end

    /**
     * The alert with which the engine ends a handshake that has failed; empty when there is none. It is sent as far as the
     * connection takes it at once.
     */
    ByteBuffer sendAlert() {
        try {
            engine.wrap(nothing, encryptedOut.clear());
            socket.offer(encryptedOut.flip());
        } catch (IOException nobodyListens) {
            encryptedOut.flip();
        }
        return encryptedOut.rewind();
    }

    /** Says that it ends, if nobody is reading or writing and the connection takes it at once; never waits. */
    void sayEnd() {
        if (!reading.tryLock()) {
            return;
        }
        try {
            if (writing.tryLock()) {
                try {
                    engine.closeOutbound();
                    engine.wrap(nothing, encryptedOut.clear());
                    socket.offer(encryptedOut.flip());
                } catch (IOException nobodyListens) {
                    return;
                } finally {
                    writing.unlock();
                }
            }
        } finally {
            reading.unlock();
        }
    }
}
