package org.sluice.directory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.naming.NamingException;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Gives the platform's LDAP client the connections that are made here. It finds this class by its name and asks for {@link
 * #getDefault()}, on the thread that wants the connection; public for that alone.
 */
public final class LdapSocketFactory extends SocketFactory {
    private static final ThreadLocal<@Nullable Opening> OPENING = new ThreadLocal<>();

    /** Makes the connection. */
    interface Opening {
        Socket open() throws IOException;
    }

    /** What wants a connection. */
    interface Use<T> {
        T run() throws NamingException;
    }

    private LdapSocketFactory() {}

    /** Runs something on this thread, for which connections are made in this way. */
    static <T> T with(Opening opening, Use<T> use) throws NamingException {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread()
                .setContextClassLoader(LdapSocketFactory.class.getClassLoader()); // it looks there for this class
        OPENING.set(opening);
        try {
            return use.run();
        } finally {
            OPENING.remove();
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    /** A factory for the thread that asks. */
    public static SocketFactory getDefault() {
        return new LdapSocketFactory();
    }

    private static Socket open() throws IOException {
        Opening opening = OPENING.get();
        if (opening == null) {
            throw new IOException("no connection is made on this thread");
        }
        return opening.open();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return open();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        return open();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return open();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        return open();
    }
}
