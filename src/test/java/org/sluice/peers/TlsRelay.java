package org.sluice.peers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/**
 * TLS in front of a server on this machine that has none, as a reverse proxy is: Debian 12's Orthanc ends at the first connection
 * when its own web server is to speak TLS.
 */
public final class TlsRelay implements AutoCloseable {
    private final SSLServerSocket listening;
    private final int target;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** Listens on a free port; every client needs a certificate that the context trusts, if so said. */
    public TlsRelay(SSLContext context, boolean needsCertificate, int target) {
        try {
            this.listening = (SSLServerSocket)
                    context.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        listening.setNeedClientAuth(needsCertificate);
        this.target = target;
        threads.execute(this::accept);
    }

    public int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                threads.execute(() -> pump(client, server));
                threads.execute(() -> pump(server, client));
            } catch (IOException overOrRefused) {
                continue;
            }
        }
    }

    private static void pump(Socket from, Socket to) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException ended) {
            return; // one side has gone, and both are closed
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
            threads.shutdownNow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
