package org.sluice.peers;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.OperationType;
import com.unboundid.ldap.sdk.schema.Schema;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;

/** UnboundID's directory server in this process, on a loopback port, with the schema of PS3.15 H.1.3. */
public final class LdapServer implements AutoCloseable {
    /** Who may read; nobody else may, where {@link #forKnown} is asked for. */
    public static final String USER = "cn=sluice,dc=example,dc=org";

    public static final String PASSWORD = "open sesame";

    private final InMemoryDirectoryServer server;

    private LdapServer(InMemoryDirectoryServer server) {
        this.server = server;
    }

    /** That anybody may read, by LDAP. */
    public static LdapServer plain(DeviceTree tree) {
        return start(tree, FreePort.number(), Optional.empty(), false);
    }

    /** The same on this port. */
    public static LdapServer plainOn(int port, DeviceTree tree) {
        return start(tree, port, Optional.empty(), false);
    }

    /** The same without a schema: entries of any class, with any attribute, may be added. */
    public static LdapServer withoutSchemaOn(int port, DeviceTree tree) {
        return start(tree, port, Optional.empty(), false, Optional.empty());
    }

    /** That only {@link #USER} may read, by LDAP. */
    public static LdapServer forKnown(DeviceTree tree) {
        return start(tree, FreePort.number(), Optional.empty(), true);
    }

    /** That only {@link #USER} may read, by LDAPS with these keys. */
    public static LdapServer secure(DeviceTree tree, SSLContext keys) {
        return start(tree, FreePort.number(), Optional.of(keys), true);
    }

    private static LdapServer start(DeviceTree tree, int port, Optional<SSLContext> keys, boolean known) {
        try {
            Schema schema = Schema.mergeSchemas(Schema.getDefaultStandardSchema(), dicom());
            return start(tree, port, keys, known, Optional.of(schema));
        } catch (LDAPException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    private static LdapServer start(
            DeviceTree tree, int port, Optional<SSLContext> keys, boolean known, Optional<Schema> schema) {
        try {
            InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(DeviceTree.BASE);
            config.addAdditionalBindCredentials(USER, PASSWORD);
            config.setSchema(schema.orElse(null));
            if (known) {
                config.setAuthenticationRequiredOperationTypes(Set.of(OperationType.SEARCH));
            }
            InetAddress loopback = InetAddress.getLoopbackAddress();
            config.setListenerConfigs(
                    keys.isPresent()
                            ? InMemoryListenerConfig.createLDAPSConfig(
                                    "ldaps", loopback, port, keys.get().getServerSocketFactory(), null)
                            : InMemoryListenerConfig.createLDAPConfig("ldap", loopback, port, null));
            InMemoryDirectoryServer server = new InMemoryDirectoryServer(config);
            server.addEntries(tree.ldif().split("\n", -1));
            server.startListening();
            return new LdapServer(server);
        } catch (LDAPException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    private static Schema dicom() {
        return new Schema(new Entry(
                "cn=schema",
                new Attribute("objectClass", "top", "ldapSubEntry", "subschema"),
                new Attribute("cn", "schema"),
                new Attribute("attributeTypes", DicomSchema.attributeTypes()),
                new Attribute("objectClasses", DicomSchema.objectClasses())));
    }

    public int port() {
        return server.getListenPort();
    }

    /** Puts another value in place of those of an attribute. */
    public void replace(String entry, String attribute, String value) {
        try {
            server.modify(entry, new Modification(ModificationType.REPLACE, attribute, value));
        } catch (LDAPException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    /** Takes an entry away, with what is below it. */
    public void remove(String entry) {
        try {
            server.deleteSubtree(entry);
        } catch (LDAPException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        server.shutDown(true);
    }
}
