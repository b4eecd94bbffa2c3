package org.sluice.config;

import java.nio.file.Path;

/**
 * Where a route writes who became whom.
 *
 * @param to the file, which is made unless it is there
 * @param recipient the file of the public key, or of the certificate, of who may read it
 */
public record CrosswalkConfig(Path to, Path recipient) {
    static CrosswalkConfig read(Section section) {
        section.only("to", "recipient");
        return new CrosswalkConfig(section.path("to"), section.path("recipient"));
    }
}
