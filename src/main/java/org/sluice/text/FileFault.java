package org.sluice.text;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Why a file or a folder cannot be used, in words: what was found, whose it is, who this process is, and what helps. Looks at
 * the file system and changes nothing. The platform's own words ("Permission denied") name none of these and come in the
 * language of the locale, so nothing here depends on them.
 */
public final class FileFault {
    /** In bytes; with less there is no room even for what a store makes when it is opened. */
    private static final long LEAST_ROOM = 1 << 20;

    private FileFault() {}

    /** Why a file cannot be read; empty when it can be. */
    public static Optional<String> whenReading(Path file) {
        return onTheWayTo(file).or(() -> {
            if (Files.isDirectory(file)) {
                return Optional.of("expected a file, found the folder " + file);
            }
            if (!Files.isRegularFile(file)) {
                return Optional.of("there is no file " + file);
            }
            return Files.isReadable(file) ? Optional.empty() : Optional.of(denied(file, "read", "r"));
        });
    }

    /** Why nothing can be written into a folder, which need not be there yet; empty when nothing speaks against it. */
    public static Optional<String> whenWritingInto(Path folder) {
        return onTheWayTo(folder).or(() -> {
            if (Files.exists(folder) && !Files.isDirectory(folder)) {
                return Optional.of(noFolder(folder));
            }
            Path there = nearest(folder);
            boolean open = Files.isWritable(there) && Files.isExecutable(there) && Files.isReadable(there);
            String remedy = Files.exists(folder)
                    ? "chown " + user() + " " + folder
                    : "install -d -m 700 -o " + user() + " " + folder;
            return whenNoRoom(there)
                    .or(() -> open ? Optional.empty() : Optional.of(denied(there, "written", "rwx", remedy)));
        });
    }

    /** Why the socket of a running node cannot be called; empty when nothing speaks against it, or there is none. */
    public static Optional<String> whenCalling(Path socket) {
        Path folder = nearest(socket.resolveSibling(""));
        Path closed = Files.isExecutable(folder) ? socket : folder;
        if (closed.equals(socket)
                && (!Files.exists(socket) || (Files.isReadable(socket) && Files.isWritable(socket)))) {
            return Optional.empty();
        }
        return Optional.of(closed + " may not be used by user " + user()
                + attributes(closed)
                        .map(found -> ": it belongs to " + found.owner().getName() + ", with permissions "
                                + PosixFilePermissions.toString(found.permissions()) + "; ask as "
                                + found.owner().getName())
                        .orElse(""));
    }

    /** A failure of the file system in words: what stands in the way at its file, or else what the platform says. */
    public static String inWords(IOException failure) {
        if (failure instanceof FileSystemException failed && failed.getFile() != null) {
            Path file = Path.of(failed.getFile());
            if (failure instanceof FileAlreadyExistsException && !Files.isDirectory(file)) {
                return noFolder(file);
            }
            return whenUsing(file).orElseGet(() -> OneLine.message(failure));
        }
        return OneLine.message(failure);
    }

    private static Optional<String> whenUsing(Path file) {
        if (!Files.isRegularFile(file)) {
            return whenWritingInto(Files.isDirectory(file) ? file : nearest(file));
        }
        boolean open = Files.isReadable(file) && Files.isWritable(file);
        return onTheWayTo(file)
                .or(() -> whenNoRoom(file))
                .or(() -> open ? Optional.empty() : Optional.of(denied(file, "read and written", "rw")));
    }

    /** What keeps this process from coming as far as the file: a folder that is none, or one that may not be entered. */
    private static Optional<String> onTheWayTo(Path file) {
        Deque<Path> folders = new ArrayDeque<>();
        for (Path above = file.toAbsolutePath().getParent(); above != null; above = above.getParent()) {
            folders.push(above);
        }
        for (Path folder : folders) {
            if (Files.exists(folder) && !Files.isDirectory(folder)) {
                return Optional.of(noFolder(folder));
            }
            if (Files.exists(folder) && !Files.isExecutable(folder)) {
                return Optional.of(denied(folder, "entered", "x", "setfacl -m u:" + user() + ":x " + folder));
            }
        }
        return Optional.empty();
    }

    private static Path nearest(Path file) {
        Path there = file;
        while (!Files.exists(there)) {
            Path above = there.toAbsolutePath().getParent();
            if (above == null) {
                return there;
            }
            there = above;
        }
        return there;
    }

    /**
     * Why nothing can be written on the disk of a file or folder, which need not be there yet, whoever tries: it is full, or
     * mounted read-only; empty when neither is so.
     */
    public static Optional<String> whenNoRoom(Path place) {
        Path there = nearest(place);
        try {
            var disk = Files.getFileStore(there);
            if (disk.isReadOnly()) {
                return Optional.of(
                        there + " is on a file system that is mounted read-only: mount it for writing, or choose"
                                + " a place on another");
            }
            long room = disk.getUsableSpace();
            if (room < LEAST_ROOM) {
                return Optional.of("there is no room on the disk of " + there + ": " + (room >> 10)
                        + " KiB are left; make room, or choose a place on another disk");
            }
        } catch (IOException unknown) {
            return Optional.empty(); // whoever tries to write will hear of it
        }
        return Optional.empty();
    }

    private static String noFolder(Path file) {
        return "expected a folder, found the file " + file;
    }

    /** Of what is there already: its owner can open it. */
    private static String denied(Path path, String what, String wanted) {
        return denied(path, what, wanted, "chown " + user() + " " + path);
    }

    /** @param remedy a command by which somebody with the right to do so lets this process in */
    private static String denied(Path path, String what, String wanted, String remedy) {
        String text = path + " may not be " + what + " by user " + user();
        return attributes(path)
                .map(found -> {
                    String owner = found.owner().getName();
                    boolean ours = owner.equals(user());
                    return text + ": it belongs to " + owner + ", group "
                            + found.group().getName() + ", with permissions "
                            + PosixFilePermissions.toString(found.permissions()) + ", and needs " + wanted + "; "
                            + (ours ? "" : "start Sluice as " + owner + ", or ") + "run: "
                            + (ours ? "chmod u+" + wanted + " " + path : remedy);
                })
                .orElse(text);
    }

    private static Optional<PosixFileAttributes> attributes(Path path) {
        try {
            return Optional.of(Files.readAttributes(path, PosixFileAttributes.class));
        } catch (IOException | UnsupportedOperationException unknown) {
            return Optional.empty(); // as on Windows
        }
    }

    /** The name of the user of this process; the number of one that has no name. */
    public static String user() {
        String name = System.getProperty("user.name", "?");
        return name.equals("?")
                ? attributes(Path.of("/proc/self"))
                        .map(found -> found.owner().getName())
                        .orElse(name)
                : name;
    }
}
