package org.sluice.directory;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.naming.Context;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.PartialResultException;
import javax.naming.directory.DirContext;
import javax.naming.directory.InitialDirContext;
import javax.naming.directory.SearchControls;
import javax.naming.directory.SearchResult;
import javax.naming.ldap.LdapName;
import org.jspecify.annotations.Nullable;
import org.sluice.net.tls.KeyFileException;
import org.sluice.net.tls.Secret;
import org.sluice.store.OwnerOnly;
import org.sluice.text.FileFault;

/** One connection with the directory, after the bind. One thread. */
final class DirectorySession {
    private final DirContext context;
    private final DirectoryServer server;
    private final Limits limits;
    private int found;

    /**
     * The most that is read on one connection.
     *
     * @param whole how long it may take in all
     */
    record Limits(int entries, int bytes, Duration whole) {}

    /** What is read. */
    interface Reading {
        DicomConfiguration of(DirectorySession session) throws NamingException, DirectoryException;
    }

    private DirectorySession(DirContext context, DirectoryServer server, Limits limits) {
        this.context = context;
        this.server = server;
        this.limits = limits;
    }

    /** Connects, binds, reads and disconnects. */
    static DicomConfiguration of(DirectoryServer server, Limits limits, Reading reading) throws DirectoryException {
        char[] password = password(server);
        AtomicReference<@Nullable LdapConnection> connection = new AtomicReference<>();
        try {
            LdapSocketFactory.Opening opening = () -> {
                LdapConnection opened = LdapConnection.open(server, limits);
                connection.set(opened);
                return opened;
            };
            DirContext context =
                    LdapSocketFactory.with(opening, () -> new InitialDirContext(environment(server, password)));
            try {
                return reading.of(new DirectorySession(context, server, limits));
            } finally {
                context.close();
            }
        } catch (NamingException e) {
            throw LdapFailure.of(e, server, connection.get());
        } finally {
            Arrays.fill(password, '\0');
            close(connection.get());
        }
    }

    /** The client closes it, too, unless it failed midway. */
    private static void close(@Nullable LdapConnection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (IOException e) {
            // nothing is read from it any more
        }
    }

    @SuppressWarnings("JdkObsolete") // the type that the platform asks for
    private static Hashtable<String, Object> environment(DirectoryServer server, char[] password) {
        Hashtable<String, Object> environment = new Hashtable<>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.ldap.LdapCtxFactory");
        environment.put(Context.PROVIDER_URL, "ldap://" + server.host() + ":" + server.port());
        environment.put("java.naming.ldap.factory.socket", LdapSocketFactory.class.getName());
        environment.put("java.naming.ldap.version", "3");
        environment.put("java.naming.ldap.derefAliases", "never");
        environment.put(Context.REFERRAL, "ignore");
        environment.put(
                "com.sun.jndi.ldap.read.timeout", Long.toString(server.read().toMillis()));
        environment.put("com.sun.jndi.ldap.object.trustSerialData", "false");
        environment.put(Context.SECURITY_AUTHENTICATION, server.login().isPresent() ? "simple" : "none");
        server.login().ifPresent(login -> {
            environment.put(Context.SECURITY_PRINCIPAL, login.name());
            environment.put(Context.SECURITY_CREDENTIALS, password);
        });
        return environment;
    }

    /** RFC 4513 5.1.2: with an empty password a server says yes to anybody, as nobody. */
    private static char[] password(DirectoryServer server) throws DirectoryException {
        if (server.login().isEmpty()) {
            return new char[0];
        }
        DirectoryServer.Login login = server.login().get();
        try {
            OwnerOnly.requireForKey(login.passwordFile());
            char[] password = new Secret.InFile(login.passwordFile()).read();
            if (password.length == 0) {
                throw new DirectoryException(
                        "bind-file: expected a password in the first line of " + login.passwordFile() + ", found none");
            }
            return password;
        } catch (KeyFileException e) {
            throw new DirectoryException("bind-file: " + e.getMessage(), e);
        } catch (DirectoryException e) {
            throw e;
        } catch (IOException e) {
            throw new DirectoryException("bind-file: " + FileFault.inWords(e), e);
        }
    }

    /**
     * The entries that fit.
     *
     * @param filter with {0} where a value belongs, which is escaped
     * @throws DirectoryException there are more than may be
     */
    @SuppressWarnings("BanJNDI") // the controls ask for attributes alone: no object is made of what the server sends
    List<SearchResult> search(LdapName base, int scope, String filter, List<String> attributes, String... values)
            throws NamingException, DirectoryException {
        SearchControls controls = new SearchControls(
                scope, limits.entries() - found + 1, 0, attributes.toArray(String[]::new), false, false);
        NamingEnumeration<SearchResult> results = context.search(base, filter, values, controls);
        List<SearchResult> entries = new ArrayList<>();
        try {
            while (results.hasMore()) {
                entries.add(results.next());
                if (++found > limits.entries()) {
                    throw new DirectoryException(server.url() + ": there are more than " + limits.entries()
                            + " entries to be read; a base further down has fewer");
                }
            }
        } catch (PartialResultException elsewhere) {
            if (entries.isEmpty()) {
                throw elsewhere;
            }
            // beside what it has, it names another server for the rest of the tree
        } finally {
            results.close();
        }
        return entries;
    }
}
