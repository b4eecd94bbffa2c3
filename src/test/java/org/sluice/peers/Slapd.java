package org.sluice.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Debian's slapd on two free loopback ports, with files of its own, of which only {@link LdapServer#USER} may read what is in it. */
public final class Slapd implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(30);
    private static final Path SCHEMA = Path.of("/etc/ldap/schema/core.schema");
    private static final Path MODULES = Path.of("/usr/lib/ldap");

    private static final String CONFIGURATION = """
            include %1$s
            include %2$s/dicom.schema
            pidfile %2$s/slapd.pid
            argsfile %2$s/slapd.args
            modulepath %3$s
            moduleload back_mdb
            TLSCertificateFile %4$s
            TLSCertificateKeyFile %5$s
            database mdb
            suffix "dc=example,dc=org"
            rootdn "cn=admin,dc=example,dc=org"
            rootpw admin
            directory %2$s/db
            access to attrs=userPassword by anonymous auth by * none
            access to * by dn.exact="cn=sluice,dc=example,dc=org" read by * none
            """;

    private final PeerProcess process;
    private final int port;
    private final int securePort;

    private Slapd(PeerProcess process, int port, int securePort) {
        this.process = process;
        this.port = port;
        this.securePort = securePort;
    }

    /** Loads the entries and starts it; the folder is to be its own. */
    public static Slapd start(Path folder, DeviceTree tree, TestAuthority.Issued keys) {
        Path slapd = Peers.require("slapd");
        Path configuration = folder.resolve("slapd.conf");
        int port = FreePort.number();
        int securePort = FreePort.number();
        try {
            Files.createDirectory(folder.resolve("db"));
            Files.writeString(folder.resolve("dicom.schema"), DicomSchema.forSlapd());
            Files.writeString(
                    configuration,
                    CONFIGURATION.formatted(
                            Peers.requirePath(SCHEMA, "slapd"), folder, MODULES, keys.certificate(), keys.key()));
            Path entries = Files.writeString(
                    folder.resolve("entries.ldif"),
                    tree.entry(
                                    "dn: " + LdapServer.USER,
                                    "objectClass: organizationalRole",
                                    "objectClass: simpleSecurityObject",
                                    "cn: sluice",
                                    "userPassword: " + LdapServer.PASSWORD)
                            .ldif());
            PeerProcess.Ended loaded = PeerProcess.run(
                    List.of(
                            Peers.require("slapadd").toString(),
                            "-f",
                            configuration.toString(),
                            "-l",
                            entries.toString()),
                    START);
            if (loaded.exitCode() != 0) {
                throw new AssertionError(loaded.output());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        PeerProcess process = PeerProcess.start(List.of(
                slapd.toString(),
                "-f",
                configuration.toString(),
                "-h",
                "ldap://127.0.0.1:" + port + " ldaps://127.0.0.1:" + securePort,
                "-d",
                "0"));
        FreePort.awaitListener(process, port, START);
        FreePort.awaitListener(process, securePort, START);
        return new Slapd(process, port, securePort);
    }

    /** By LDAP. */
    public int port() {
        return port;
    }

    /** By LDAPS. */
    public int securePort() {
        return securePort;
    }

    @Override
    public void close() {
        process.close();
    }
}
