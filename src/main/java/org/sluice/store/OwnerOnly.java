package org.sluice.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files (0600) and directories (0700) that only their owner may read, because instances and keys are in them; and the
 * names of such files, which a directory must force to disk. Where a file system knows no such permissions, as on
 * Windows, none are set and none are asked for.
 */
public final class OwnerOnly {
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwx------");
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private OwnerOnly() {}

    private static FileAttribute<?>[] attributes(Set<PosixFilePermission> permissions) {
        return POSIX
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    /** Opens a file; one that is created by this is for its owner only. */
    public static FileChannel open(Path file, OpenOption... options) throws IOException {
        return FileChannel.open(file, Set.of(options), attributes(FILE));
    }

    /** Creates a directory whose parent exists. */
    static void createDirectory(Path directory) throws IOException {
        Files.createDirectory(directory, attributes(DIRECTORY));
    }

    /** Creates a directory and the parents that it lacks; fine when it exists. */
    public static Path createDirectories(Path directory) throws IOException {
        return Files.createDirectories(directory, attributes(DIRECTORY));
    }

    /** Takes a directory, which may have been created otherwise, from all who do not own it. */
    static void close(Path directory) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(directory, PosixFileAttributeView.class);
        if (view != null) {
            view.setPermissions(DIRECTORY);
        }
    }

    /** Fails when anybody but its owner may do anything with the key in a file. */
    public static void requireForKey(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view != null && !FILE.containsAll(view.readAttributes().permissions())) {
            throw new IOException(file + ": expected permissions rw------- for a key, found "
                    + PosixFilePermissions.toString(view.readAttributes().permissions()) + "; run chmod 600 " + file);
        }
    }

    /** Returns when all names that were put into the directory before are on the disk. */
    public static void forceNames(Path directory) throws IOException {
        if (!POSIX) {
            return; // Windows opens no directory as a file; its file systems journal the names themselves
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
