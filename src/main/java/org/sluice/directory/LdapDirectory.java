package org.sluice.directory;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.NamingException;
import javax.naming.directory.SearchControls;
import javax.naming.directory.SearchResult;
import javax.naming.ldap.LdapName;
import org.sluice.directory.DirectorySession.Limits;

/**
 * Asks the directory for devices, with their connections and network AEs, by LDAP (RFC 4511). Each reading has a connection of its
 * own. Bounded: in time, in entries and in bytes. What one server says of another is not followed. Blocking; any thread.
 */
public final class LdapDirectory {
    private static final int MOST_ENTRIES = 10_000;
    private static final int MOST_BYTES = 16 << 20;
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private static final String PARTS =
            "(|(objectClass=dicomDevice)(objectClass=dicomNetworkConnection)(objectClass=dicomNetworkAE))";
    /** The value is put in by the LDAP client, which escapes it (RFC 4515 3). */
    private static final String AE = "(&(objectClass=dicomNetworkAE)(dicomAETitle={0}))";

    private final DirectoryServer server;
    private final Limits limits;

    /** Asks nothing yet. */
    public LdapDirectory(DirectoryServer server) {
        this(server, new Limits(MOST_ENTRIES, MOST_BYTES, LONGEST));
    }

    LdapDirectory(DirectoryServer server, Limits limits) {
        this.server = server;
        this.limits = limits;
    }

    /** Where it is. */
    public DirectoryServer server() {
        return server;
    }

    /**
     * All devices.
     *
     * @throws DirectoryException it cannot be reached, does not let us in, has no DICOM configuration, or too much of it
     */
    public DicomConfiguration all() throws DirectoryException {
        return DirectorySession.of(server, limits, session -> {
            LdapName root = devicesRoot(session);
            return read(root, session.search(root, SearchControls.SUBTREE_SCOPE, PARTS, DirectoryEntries.ATTRIBUTES));
        });
    }

    /**
     * The devices that have network AEs with these titles, whole.
     *
     * @throws DirectoryException as {@link #all}
     */
    public DicomConfiguration devicesOf(Collection<String> aeTitles) throws DirectoryException {
        return DirectorySession.of(server, limits, session -> {
            LdapName root = devicesRoot(session);
            Set<LdapName> devices = new LinkedHashSet<>();
            for (String title : new LinkedHashSet<>(aeTitles)) {
                for (SearchResult ae :
                        session.search(root, SearchControls.SUBTREE_SCOPE, AE, List.of("dicomAETitle"), title)) {
                    devices.add(parent(DirectoryEntries.name(ae)));
                }
            }
            DirectoryEntries entries = new DirectoryEntries();
            for (LdapName device : devices) {
                entries.addAll(
                        session.search(device, SearchControls.SUBTREE_SCOPE, PARTS, DirectoryEntries.ATTRIBUTES));
            }
            return entries.below(root);
        });
    }

    private static DicomConfiguration read(LdapName root, List<SearchResult> found) throws NamingException {
        DirectoryEntries entries = new DirectoryEntries();
        entries.addAll(found);
        return entries.below(root);
    }

    private static LdapName parent(LdapName name) throws InvalidNameException {
        return name.isEmpty()
                ? name
                : new LdapName(name.getPrefix(name.size() - 1).toString());
    }

    /** PS3.15 H.1.2: dicomConfigurationRoot is looked for, wherever it is; dicomDevicesRoot is right below it. */
    private LdapName devicesRoot(DirectorySession session) throws NamingException, DirectoryException {
        LdapName base = new LdapName(server.base());
        LdapName root = one(session, base, SearchControls.SUBTREE_SCOPE, "dicomConfigurationRoot");
        return one(session, root, SearchControls.ONELEVEL_SCOPE, "dicomDevicesRoot");
    }

    private LdapName one(DirectorySession session, LdapName base, int scope, String objectClass)
            throws NamingException, DirectoryException {
        List<SearchResult> found = session.search(base, scope, "(objectClass={0})", List.of("cn"), objectClass);
        if (found.size() == 1) {
            return DirectoryEntries.name(found.get(0));
        }
        String who = server.login().map(DirectoryServer.Login::name).orElse("somebody without a bind");
        throw new DirectoryException(server.url() + ": expected one " + objectClass + " below " + base + ", found "
                + (found.isEmpty() ? "none that " + who + " may read" : String.valueOf(found.size())));
    }
}
