package org.sluice.directory;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.sluice.net.tls.TlsContext;

/**
 * Where the directory is, and who we are to it.
 *
 * @param host its host name or address; an IPv6 address in brackets
 * @param tls present when connections begin with TLS
 * @param base the entry below which the DICOM configuration is looked for, a distinguished name
 * @param login empty when nobody says who we are
 * @param connect for the TCP connection, and as long again for TLS on it
 * @param read for each answer
 */
public record DirectoryServer(
        String host,
        int port,
        Optional<TlsContext> tls,
        String base,
        Optional<Login> login,
        Duration connect,
        Duration read) {

    /**
     * Simple authentication, RFC 4513 5.1.3.
     *
     * @param name a distinguished name
     * @param passwordFile its first line is the password; only its owner may read it
     */
    public record Login(String name, Path passwordFile) {}

    /** How messages call it. */
    public String url() {
        return (tls.isPresent() ? "ldaps://" : "ldap://") + host + ":" + port;
    }
}
