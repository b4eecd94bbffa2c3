package org.sluice.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import org.sluice.store.OwnerOnly;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * SQLite itself is a library of the operating system, which a jar cannot be. It is put beside the ledger, once for each release,
 * and loaded from there: the system's folder for temporary files may not be writable, and what is put there at each start would
 * stay after each crash.
 */
final class NativeLibrary {
    private NativeLibrary() {}

    /**
     * Makes SQLite ready for this process.
     *
     * @param folder where the library is, or is put
     * @throws IOException when it cannot be put there, or cannot be loaded from there
     */
    static synchronized void load(Path folder) throws IOException {
        String name = LibraryLoaderUtil.getNativeLibName();
        Path ofRelease = folder.resolve(SQLiteJDBCLoader.getVersion());
        String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
        if (System.getProperty("org.sqlite.lib.path") == null) {
            if (place(resource, ofRelease.resolve(name))) {
                System.setProperty(
                        "org.sqlite.lib.path", ofRelease.toAbsolutePath().toString());
                System.setProperty("org.sqlite.lib.name", name);
            } else { // another kind of system: SQLite's own loader knows more ways
                System.setProperty("org.sqlite.tmpdir", folder.toAbsolutePath().toString());
            }
        }
        try {
            SQLiteJDBCLoader.initialize();
        } catch (Exception e) { // what it declares
            throw new LedgerException(
                    "SQLite cannot be loaded from " + ofRelease + ": is its file system mounted with noexec?", e);
        }
    }

    /** False when the jar has none for this system. */
    private static boolean place(String resource, Path library) throws IOException {
        try (InputStream packed = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
            if (packed == null) {
                return false;
            }
            byte[] bytes = packed.readAllBytes();
            if (isThere(library, bytes)) {
                return true;
            }
            Path folder = OwnerOnly.createDirectories(parent(library));
            Path half = folder.resolve(
                    library.getFileName() + "." + ProcessHandle.current().pid());
            try (FileChannel out = OwnerOnly.open(
                    half, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                Channels.newOutputStream(out).write(bytes);
                out.force(true);
            }
            Files.move(half, library, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return true;
        }
    }

    private static boolean isThere(Path library, byte[] bytes) throws IOException {
        return Files.isReadable(library)
                && Files.size(library) == bytes.length
                && Arrays.equals(Files.readAllBytes(library), bytes);
    }

    private static Path parent(Path file) {
        return Optional.ofNullable(file.getParent()).orElseThrow();
    }
}
