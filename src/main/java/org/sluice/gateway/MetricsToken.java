package org.sluice.gateway;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Base64;
import org.sluice.store.OwnerOnly;

/** What a monitoring system shows for the metrics, where they are not open: one line in {@code metrics.token} of the data folder. */
final class MetricsToken {
    private static final int BYTES = 32;

    private MetricsToken() {}

    /**
     * That of a node, which is made when there is none.
     *
     * @throws IOException when it cannot be read or made, is empty, or is not its owner's alone
     */
    static String in(Path data) throws IOException {
        Path file = data.resolve("metrics.token");
        if (!Files.exists(file)) {
            byte[] random = new byte[BYTES];
            new SecureRandom().nextBytes(random);
            String made = Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n";
            try (FileChannel out = OwnerOnly.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                out.write(ByteBuffer.wrap(made.getBytes(StandardCharsets.UTF_8)));
            }
        }
        OwnerOnly.requireForKey(file);
        String token = Files.readString(file).strip();
        if (token.isEmpty()) {
            throw new IOException(
                    file + ": expected a token on one line, found none; delete the file to have one made");
        }
        return token;
    }
}
