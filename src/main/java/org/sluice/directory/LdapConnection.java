package org.sluice.directory;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.sluice.directory.DirectorySession.Limits;
import org.sluice.net.tls.Handshakes;
import org.sluice.net.tls.TlsContext;
import org.sluice.net.tls.TlsTerms;
import org.sluice.text.OneLine;

/**
 * The TCP connection of one reading, with TLS or without, to which the platform's LDAP client talks as if it were a plain
 * socket. So it is said here how long the connection and the handshake may take, whose certificate is good, how many bytes may
 * come, and when all of it has to be over. What goes wrong is kept in words, for the client loses them.
 */
final class LdapConnection extends Socket {
    private final Socket socket;
    private final Limits limits;
    /** Milliseconds for each answer. The client itself does not time that to its bind. */
    private final int patience;

    private final long began = System.nanoTime();
    /** For the client's own thread, which reads. */
    private int received;

    private volatile @Nullable String fault;
    private volatile long heardAt = began;

    private LdapConnection(Socket socket, Limits limits, int patience) {
        this.socket = socket;
        this.limits = limits;
        this.patience = patience;
    }

    /**
     * Connects.
     *
     * @throws DirectoryException nobody listens there, or TLS does not come about
     */
    static LdapConnection open(DirectoryServer server, Limits limits) throws DirectoryException {
        String host = server.host().replaceAll("[\\[\\]]", "");
        Socket plain = new Socket();
        boolean open = false;
        try {
            int millis = (int) server.connect().toMillis();
            plain.connect(new InetSocketAddress(host, server.port()), millis);
            plain.setTcpNoDelay(true);
            Socket socket =
                    server.tls().isPresent() ? secured(plain, host, server.tls().get(), millis) : plain;
            open = true;
            return new LdapConnection(socket, limits, (int) server.read().toMillis());
        } catch (UnknownHostException e) {
            throw new DirectoryException(server.url() + ": host " + host + " has no address", e);
        } catch (IOException e) {
            throw new DirectoryException(server.url() + " cannot be reached: " + OneLine.message(e), e);
        } finally {
            if (!open) {
                closeQuietly(plain);
            }
        }
    }

    /** RFC 4513 3: the certificate has to be for the host that is configured. */
    private static Socket secured(Socket plain, String host, TlsContext tls, int millis) throws IOException {
        TlsTerms terms = tls.client();
        SSLSocket socket =
                (SSLSocket) terms.context().getSocketFactory().createSocket(plain, host, plain.getPort(), true);
        socket.setSSLParameters(terms.parameters());
        socket.setSoTimeout(millis);
        try {
            socket.startHandshake();
        } catch (SocketTimeoutException e) {
            throw new IOException("no TLS within " + millis + " ms; is this the port of ldaps?", e);
        } catch (IOException e) {
            throw Handshakes.explain(e, ByteBuffer.allocate(0), tls.peer());
        }
        return socket;
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // nothing was sent on it that could be lost
        }
    }

    /** Why it was given up on this side, in words; empty when it was not. */
    Optional<String> fault() {
        return Optional.ofNullable(fault);
    }

    static String noAnswerWithin(long millis) {
        return "it has not answered within " + millis + " ms";
    }

    /** How long nothing has come. */
    Duration silence() {
        return Duration.ofNanos(System.nanoTime() - heardAt);
    }

    private IOException givenUp(String why) {
        fault = why;
        return new IOException(why);
    }

    /** Read by a thread of the client, which ends when the connection does. */
    private final class Bounded extends FilterInputStream {
        Bounded(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            int count = read(one, 0, 1);
            return count < 0 ? count : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            long left = limits.whole().toNanos() - (System.nanoTime() - began);
            if (left <= 0) {
                throw tooLate();
            }
            int millis = (int) (left / 1_000_000) + 1;
            socket.setSoTimeout(Math.min(millis, patience));
            int count;
            try {
                count = super.read(into, offset, length);
            } catch (SocketTimeoutException e) {
                throw patience < millis ? givenUp(noAnswerWithin(patience)) : tooLate();
            }
            heardAt = System.nanoTime();
            received += Math.max(0, count);
            if (received > limits.bytes()) {
                throw givenUp("the answers are longer than " + (limits.bytes() >> 10) + " KiB in all");
            }
            return count;
        }

        private IOException tooLate() {
            return givenUp("the answers took longer than " + limits.whole().toMillis() + " ms in all");
        }
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new Bounded(socket.getInputStream());
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return socket.getOutputStream();
    }

    @Override
    public InetAddress getInetAddress() {
        return socket.getInetAddress();
    }

    @Override
    public int getPort() {
        return socket.getPort();
    }

    @Override
    public boolean isConnected() {
        return socket.isConnected();
    }

    @Override
    public boolean isClosed() {
        return socket.isClosed();
    }

    /** It is said here how long is waited. */
    @Override
    public void setSoTimeout(int timeout) {}

    @Override
    public void setTcpNoDelay(boolean on) {}

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // nothing here changes; the socket below sees to itself
    public void close() throws IOException {
        socket.close();
    }
}
