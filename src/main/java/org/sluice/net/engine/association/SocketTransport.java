package org.sluice.net.engine.association;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import jdk.net.ExtendedSocketOptions;
import org.sluice.text.OneLine;

/**
 * A TCP connection, blocking.
 *
 * <p>TCP_QUICKACK is set again before a read that waits for more of what the read before it began: the platform forgets
 * it, and a sender with Nagle's algorithm on then waits some 40 ms for the acknowledgement of what was just read. After
 * a write there is nothing to acknowledge, because it has carried the acknowledgement along; to send one of its own
 * then would cost as much as a small PDU. A read that filled its buffer is followed by another at once, and needs none.
 */
public final class SocketTransport implements Transport {
    private static final SocketOption<Boolean> QUICK_ACK = ExtendedSocketOptions.TCP_QUICKACK;

    private final SocketChannel channel;
    private final InetSocketAddress remote;
    private final Duration connectTimeout;
    private final boolean quickAck;

    /** Whether something was read that no write has acknowledged since. */
    private volatile boolean unacknowledged;

    private SocketTransport(SocketChannel channel, InetSocketAddress remote, Duration connectTimeout)
            throws IOException {
        this.channel = channel;
        this.remote = remote;
        this.connectTimeout = connectTimeout;
        this.quickAck = channel.supportedOptions().contains(QUICK_ACK);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    /** A connection that was accepted. */
    public static SocketTransport accepted(SocketChannel channel) throws IOException {
        InetSocketAddress remote = (InetSocketAddress) channel.getRemoteAddress();
        return new SocketTransport(channel, remote, Duration.ZERO);
    }

    /** A connection that {@link #open()} makes; the name is resolved then. */
    public static SocketTransport to(InetSocketAddress remote, Duration connectTimeout) throws IOException {
        return new SocketTransport(SocketChannel.open(), remote, connectTimeout);
    }

    @Override
    public void open() throws IOException {
        if (channel.isConnected()) {
            return;
        }
        InetSocketAddress address =
                remote.isUnresolved() ? new InetSocketAddress(remote.getHostString(), remote.getPort()) : remote;
        if (address.isUnresolved()) {
            throw new UnknownHostException(address.getHostString());
        }
        channel.configureBlocking(false);
        if (!channel.connect(address)) {
            awaitConnection(address);
        }
        channel.configureBlocking(true);
    }

    private void awaitConnection(InetSocketAddress address) throws IOException {
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_CONNECT);
            if (selector.select(Math.max(1, connectTimeout.toMillis())) == 0) {
                throw new SocketTimeoutException(
                        "no connection to " + address + " within " + OneLine.seconds(connectTimeout));
            }
            channel.finishConnect();
        }
    }

    /** The address and port of this side. */
    public InetSocketAddress localAddress() throws IOException {
        return (InetSocketAddress) channel.getLocalAddress();
    }

    /** The address and port of the peer. */
    public InetSocketAddress remoteAddress() {
        return remote;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (unacknowledged) {
            channel.setOption(QUICK_ACK, true);
        }
        int count = channel.read(into);
        unacknowledged = quickAck && count > 0 && into.hasRemaining();
        return count;
    }

    @Override
    public int poll(ByteBuffer into) throws IOException {
        channel.configureBlocking(false);
        try {
            return channel.read(into);
        } finally {
            channel.configureBlocking(true);
        }
    }

    @Override
    public void write(ByteBuffer[] buffers, int count) throws IOException {
        unacknowledged = false;
        if (count == 1) {
            while (buffers[0].hasRemaining()) {
                channel.write(buffers[0]);
            }
            return;
        }
        while (buffers[count - 1].hasRemaining()) {
            channel.write(buffers, 0, count);
        }
    }

    /** Writes as much as the connection takes without waiting; nobody may be reading or writing. */
    void offer(ByteBuffer bytes) throws IOException {
        channel.configureBlocking(false);
        try {
            channel.write(bytes);
        } finally {
            channel.configureBlocking(true);
        }
    }

    /** Says that nothing more will be written; reading stays possible. */
    void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void shutdownInput() {
        try {
            channel.shutdownInput();
        } catch (IOException alreadyGone) {
            close();
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException nothingLeftToClose) {
            return;
        }
    }
}
