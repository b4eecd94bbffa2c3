package org.sluice.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The paths that a command works on; when it was given none, the samples of {@code demo}, until this is closed.
 *
 * @param paths files and folders
 */
record InputPaths(List<Path> paths, Optional<DemoSamples> samples) implements AutoCloseable {
    /** @param told where it is said that samples are used; empty to say nothing */
    static InputPaths of(List<Path> paths, Optional<Console> told) throws IOException {
        if (!paths.isEmpty()) {
            return new InputPaths(paths, Optional.empty());
        }
        DemoSamples samples = DemoSamples.write();
        told.ifPresent(console -> console.error(
                "No path is given: these are the samples of demo, in " + samples.folder() + " until the command ends"));
        return new InputPaths(List.of(samples.folder()), Optional.of(samples));
    }

    @Override
    public void close() throws IOException {
        if (samples.isPresent()) {
            samples.get().close();
        }
    }
}
