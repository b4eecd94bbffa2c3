package org.sluice.store;

import java.nio.file.Path;

/**
 * An instance in the quarantine.
 *
 * @param file its name: the path of the Part 10 file within the quarantine, with slashes
 * @param path where that file is
 * @param entry why it is there
 */
public record QuarantinedInstance(String file, Path path, QuarantineEntry entry) {}
