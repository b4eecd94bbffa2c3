package org.sluice.gateway.control;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the socket of a node is: {@code control.sock} in its data folder. The address of a socket holds about 108 bytes only
 * (104 on some systems, a zero at the end included). A longer path is gone to by way of a symbolic link with a short one, in a
 * folder of its owner alone, for as long as it takes to bind or to connect. So the socket is in the data folder always.
 */
final class SocketPlace {
    private static final String NAME = "control.sock";
    /** In bytes, with something to spare. */
    private static final int LONGEST = 100;

    private SocketPlace() {}

    static Path in(Path data) {
        return data.toAbsolutePath().normalize().resolve(NAME);
    }

    /** Something that is done with the address. */
    interface Use<T> {
        T with(UnixDomainSocketAddress address) throws IOException;
    }

    /** Does something with the address of a socket, which need not be there yet; its folder is. */
    static <T> T use(Path socket, Use<T> use) throws IOException {
        if (socket.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST) {
            return use.with(UnixDomainSocketAddress.of(socket));
        }
        Path folder = Files.createTempDirectory("sluice-");
        Path link = folder.resolve("data");
        try {
            Files.createSymbolicLink(link, socket.resolveSibling(""));
            return use.with(UnixDomainSocketAddress.of(link.resolve(String.valueOf(socket.getFileName()))));
        } finally {
            Files.deleteIfExists(link);
            Files.deleteIfExists(folder);
        }
    }
}
