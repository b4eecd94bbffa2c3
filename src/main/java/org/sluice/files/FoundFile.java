package org.sluice.files;

import java.nio.file.Path;

/**
 * A file that a command was given.
 *
 * @param path as named, or the named folder followed by the path below it
 * @param root the named folder, or the folder that holds the named file
 */
public record FoundFile(Path path, Path root) {
    /** The path below the root: what the file is called in output, and where its copy goes. */
    public Path below() {
        return root.toString().isEmpty() ? path : root.relativize(path);
    }
}
