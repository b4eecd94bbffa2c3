package org.sluice.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/**
 * Finds the files that a command was given: the named ones, and those in named folders and below, which must match a
 * pattern. Memory depends on neither the number of files nor that of folders, but for one folder's list of subfolders.
 */
public final class FileWalk {
    /** So many names of one folder are put in order at a time; a larger folder comes in several ordered stretches. */
    private static final int STRETCH = 1 << 16;

    /** In which order the entries of one folder come. Its files always come before its subfolders. */
    public enum Order {
        /** By name. */
        BY_NAME,
        /** As the operating system lists them, which is what deid does. */
        AS_LISTED
    }

    /**
     * Takes what is found.
     *
     * @param <E> what ends the walk besides a failure to read or write
     */
    public interface Visitor<E extends Exception> {
        /** One file; may throw to end the walk. */
        void file(FoundFile file) throws IOException, E;

        /** A folder below a named one that could not be listed; the walk goes on. */
        void unreadable(Path folder, IOException problem);
    }

    private final Order order;
    private final PathMatcher pattern;

    /** @param glob of the names of files in folders, such as {@code *.dcm} */
    public FileWalk(Order order, String glob) {
        this.order = order;
        this.pattern =
                glob.equals("*") ? name -> true : FileSystems.getDefault().getPathMatcher("glob:" + glob);
    }

    /**
     * Walks the paths in the order given.
     *
     * @throws NoSuchFileException when one of them does not exist; before anything is visited
     */
    public <E extends Exception> void visit(List<Path> paths, Visitor<E> visitor) throws IOException, E {
        for (Path path : paths) {
            if (!Files.exists(path)) {
                throw new NoSuchFileException(path.toString());
            }
        }
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                folder(path, path, visitor);
            } else {
                Path parent = path.getParent();
                visitor.file(new FoundFile(path, parent == null ? Path.of("") : parent));
            }
        }
    }

    private <E extends Exception> void folder(Path folder, Path root, Visitor<E> visitor) throws IOException, E {
        List<Path> subfolders = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            Iterator<Path> iterator = entries.iterator();
            while (iterator.hasNext()) {
                for (Path file : stretch(iterator, subfolders)) {
                    visitor.file(new FoundFile(file, root));
                }
            }
        } catch (DirectoryIteratorException e) {
            visitor.unreadable(folder, new IOException(e));
        } catch (NotDirectoryException | AccessDeniedException e) {
            visitor.unreadable(folder, e);
        }
        if (order == Order.BY_NAME) {
            Collections.sort(subfolders);
        }
        for (Path subfolder : subfolders) {
            folder(subfolder, root, visitor);
        }
    }

    /** The next files of one folder in order; folders among them go to {@code subfolders}. */
    private List<Path> stretch(Iterator<Path> entries, List<Path> subfolders) {
        List<Path> files = new ArrayList<>();
        while (files.size() < STRETCH && entries.hasNext()) {
            Path entry = entries.next();
            switch (Kind.of(entry)) {
                case FOLDER -> subfolders.add(entry);
                case FILE -> {
                    if (pattern.matches(entry.getFileName())) {
                        files.add(entry);
                    }
                }
                case NEITHER -> {}
            }
        }
        if (order == Order.BY_NAME) {
            Collections.sort(files);
        }
        return files;
    }

    /** What a name in a folder stands for. */
    private enum Kind {
        FOLDER,
        FILE,
        /**
         * A pipe or a device, which may never end; or a link to a folder, which may lead back up.
         */
        NEITHER;

        static Kind of(Path entry) {
            try {
                BasicFileAttributes found = Files.readAttributes(entry, BasicFileAttributes.class);
                if (found.isDirectory()) {
                    return Files.isSymbolicLink(entry) ? NEITHER : FOLDER;
                }
                return found.isRegularFile() ? FILE : NEITHER;
            } catch (IOException broken) {
                return FILE; // a link that leads nowhere, for one: whoever reads it will say so
            }
        }
    }
}
