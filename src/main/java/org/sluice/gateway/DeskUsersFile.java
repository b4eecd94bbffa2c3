package org.sluice.gateway;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import org.sluice.config.OperatorConfig;
import org.sluice.gateway.desk.DeskUsers;
import org.sluice.store.OwnerOnly;

/**
 * The file of those who may sign in, for its owner alone.
 *
 * <pre>
 *   # Who may sign in. Written by "sluice user"; "sluice reload" puts it in force.
 *   alice: { role: admin, passcode: "pbkdf2-sha256$600000$…" }
 * </pre>
 */
public final class DeskUsersFile {
    private static final String HEADER =
            "# Who may sign in. Written by \"sluice user\"; \"sluice reload\" puts it in force.\n";

    private DeskUsersFile() {}

    /** Where it is. */
    public static Path in(Path data) {
        return DeskUsers.fileIn(data);
    }

    /** Writes it anew. Whatever happens meanwhile, the file is the one or the other. */
    public static void write(Path file, Collection<OperatorConfig> users) throws IOException {
        StringBuilder text = new StringBuilder(HEADER);
        for (OperatorConfig user : users) {
            text.append("\"%s\": { role: %s, passcode: \"%s\" }\n"
                    .formatted(user.name(), user.role().word(), user.passcodeHash()));
        }
        Path folder = OwnerOnly.createDirectories(file.toAbsolutePath().resolveSibling(""));
        Path made = folder.resolve(file.getFileName() + ".new");
        Files.deleteIfExists(made);
        try (FileChannel out = OwnerOnly.open(made, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        OwnerOnly.forceNames(folder);
    }
}
