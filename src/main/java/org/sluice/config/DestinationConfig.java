package org.sluice.config;

import java.nio.file.Path;

/** Where clean instances go. */
public sealed interface DestinationConfig {

    /** The name in the file: letters, digits, hyphens, underscores, dots; a directory and a metric label are named by it. */
    String name();

    /**
     * Another application entity, reached by C-STORE.
     *
     * @param ae its AE title, which we call
     * @param host its host name or address
     * @param port its TCP port, 1 to 65535
     * @param callingAe the AE title under which we call
     */
    record Archive(String name, String ae, String host, int port, String callingAe) implements DestinationConfig {}

    /** A folder that gets every instance as a Part 10 file. */
    record Folder(String name, Path folder) implements DestinationConfig {}
}
