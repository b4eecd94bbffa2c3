package org.sluice.peers;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * The folder {@code shared} beside the project: example files and golden cases too large, or not ours, to keep in the
 * repository. A clone without it loses only the tests that ask for it, and each of them says so.
 */
public final class SharedFolder {
    private SharedFolder() {}

    /** {@code shared/<path>}, such as {@code data/dicom-cookies}; the calling test is skipped aloud when it is absent. */
    public static Path require(String path) {
        Path found = Path.of("..", "shared").resolve(path).toAbsolutePath().normalize();
        if (!Files.exists(found)) {
            String message = "skipped: ../shared/" + path + " is not beside the project";
            System.err.println(message);
            Assumptions.abort(message);
        }
        return found;
    }
}
