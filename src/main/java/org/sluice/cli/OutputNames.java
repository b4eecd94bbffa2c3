package org.sluice.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.sluice.files.FoundFile;
import org.sluice.files.NewFile;

/**
 * Where a command that writes a file for each one it reads puts it: in one folder, at the place it has below the folder
 * that was named. Nothing is remembered about files; which are in each other's way can be told from the paths.
 */
final class OutputNames {
    private final List<Path> paths;
    private final Path folder;

    /**
     * For files of these paths.
     *
     * @throws UsageFailure when the folder is one that is read, or below one: what is written would be read again
     */
    OutputNames(List<Path> paths, Path folder) {
        this.paths = paths;
        this.folder = folder;
        Path written = folder.toAbsolutePath().normalize();
        for (Path path : paths) {
            if (Files.isDirectory(path)
                    && written.startsWith(path.toAbsolutePath().normalize())) {
                throw new UsageFailure("expected an --outfolder outside of " + path + ", found " + folder);
            }
        }
    }

    Path folder() {
        return folder;
    }

    /**
     * Begins the file that belongs to one that was read.
     *
     * @param suffix added to its name
     * @throws FileAlreadyExistsException when there is one that is to be kept, or another file of this run goes there
     */
    NewFile create(FoundFile file, String suffix, NewFile.Existing existing) throws IOException {
        Path target = folder.resolve(file.below() + suffix);
        if (isTaken(file) || (existing == NewFile.Existing.KEEP && Files.exists(target))) {
            throw new FileAlreadyExistsException(target.toString());
        }
        return new NewFile(target);
    }

    /** Whether an earlier one of the paths has a file that goes to the same place. */
    private boolean isTaken(FoundFile file) {
        for (Path path : paths) {
            if (path.equals(file.path()) || path.equals(file.root())) {
                return false;
            }
            boolean same = Files.isDirectory(path)
                    ? Files.exists(path.resolve(file.below()))
                    : file.below().equals(path.getFileName());
            if (same) {
                return true;
            }
        }
        return false;
    }
}
