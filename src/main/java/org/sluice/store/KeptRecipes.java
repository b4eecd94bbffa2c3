package org.sluice.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The texts of the recipes that ever ran, by their SHA-256, so that the line that caught an instance can be shown as it stood
 * then: {@code recipes/9f86….deid} in the data folder. Any thread.
 */
public final class KeptRecipes {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final Disk disk = new RealDisk();
    private final Path folder;

    /** Makes nothing before the first text. */
    public KeptRecipes(Path data) {
        this.folder = data.resolve("recipes");
    }

    /** Keeps a text, unless it is there. */
    public synchronized void keep(String sha256, String text) throws IOException {
        Path file = folder.resolve(sha256 + ".deid");
        if (!SHA256.matcher(sha256).matches() || Files.exists(file)) {
            return;
        }
        Directories.create(disk, folder);
        Path begun = folder.resolve(sha256 + ".part");
        Files.deleteIfExists(begun);
        try (Disk.OutputFile out = disk.create(begun)) {
            out.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            out.force();
        }
        disk.rename(begun, file);
    }

    /** A text that was kept. */
    public Optional<String> text(String sha256) throws IOException {
        try {
            return SHA256.matcher(sha256).matches()
                    ? Optional.of(Files.readString(folder.resolve(sha256 + ".deid")))
                    : Optional.empty();
        } catch (NoSuchFileException never) {
            return Optional.empty();
        }
    }
}
