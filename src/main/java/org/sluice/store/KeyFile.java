package org.sluice.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;
import java.util.UUID;

/**
 * A secret key in a file: 32 random bytes as 64 hexadecimal digits and a line feed, 0600. Made on first use; losing it
 * means that the same patient gets another pseudonym from then on.
 */
final class KeyFile {

    private static final int KEY_LENGTH = 32;

    private KeyFile() {}

    /**
     * Reads the key, after making it if there is no such file.
     *
     * @return 32 bytes
     * @throws IOException when the file is not such a key, or others than its owner may do anything with it
     */
    static byte[] readOrCreate(Disk disk, Path file) throws IOException {
        if (!Files.exists(file)) {
            create(disk, file.toAbsolutePath());
        }
        if (Files.isDirectory(file)) {
            throw new IOException("expected a file, found the folder " + file);
        }
        OwnerOnly.requireForKey(file);
        String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
        if (!text.matches("[0-9A-Fa-f]{" + 2 * KEY_LENGTH + "}")) {
            throw new IOException(file + ": expected a key of " + 2 * KEY_LENGTH + " hexadecimal digits, found "
                    + text.length() + " characters that are not that");
        }
        return HexFormat.of().parseHex(text);
    }

    /** Under another name first, so that no crash leaves half a key; of two who do it at once the first wins. */
    private static void create(Disk disk, Path file) throws IOException {
        Path directory = Objects.requireNonNull(file.getParent(), "a file has a directory");
        Directories.create(disk, directory);
        byte[] key = new byte[KEY_LENGTH];
        new SecureRandom().nextBytes(key);
        Path draft = directory.resolve(file.getFileName() + "." + UUID.randomUUID() + ".new");
        try {
            try (Disk.OutputFile out = disk.create(draft)) {
                String text = HexFormat.of().formatHex(key) + "\n";
                out.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
                out.force();
            }
            disk.link(draft, file);
        } catch (FileAlreadyExistsException othersWasFirst) {
            // theirs is read
        } finally {
            Files.deleteIfExists(draft);
        }
        disk.syncDirectory(directory);
    }
}
