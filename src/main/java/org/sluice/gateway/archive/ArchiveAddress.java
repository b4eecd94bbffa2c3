package org.sluice.gateway.archive;

import org.sluice.config.DestinationConfig;

/**
 * Where an archive is called.
 *
 * @param secure over TLS
 */
public record ArchiveAddress(String host, int port, boolean secure) {

    /** As it is configured. */
    public static ArchiveAddress of(DestinationConfig.Archive archive) {
        return new ArchiveAddress(archive.host(), archive.port(), archive.tls().isPresent());
    }
}
