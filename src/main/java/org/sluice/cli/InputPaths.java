package org.sluice.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.sluice.cli.DemoInstances.DemoInstance;
import org.sluice.dataset.FileMeta;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.Part10;
import org.sluice.text.Implementation;

/**
 * The paths that a command works on. Without any they are the samples of {@code demo}, as files of a temporary folder that
 * is removed when this is closed.
 *
 * @param paths files and folders
 * @param samples the folder of the samples; empty when paths were given
 */
record InputPaths(List<Path> paths, Optional<Path> samples) implements AutoCloseable {
    /** @param told where it is said that samples are used; empty to say nothing */
    static InputPaths of(List<Path> paths, Optional<Console> told) throws IOException {
        if (!paths.isEmpty()) {
            return new InputPaths(paths, Optional.empty());
        }
        Path folder = Files.createDirectory(Files.createTempDirectory("sluice-").resolve("demo-samples"));
        for (DemoInstance instance : DemoInstances.all()) {
            write(instance, folder.resolve(instance.name()));
        }
        told.ifPresent(console -> console.error(
                "No path is given: these are the samples of demo, in " + folder + " until the command ends"));
        return new InputPaths(List.of(folder), Optional.of(folder));
    }

    private static void write(DemoInstance instance, Path file) throws IOException {
        FileMeta meta = new FileMeta(
                DemoInstances.SOP_CLASS,
                instance.sopInstanceUid(),
                DemoInstances.SYNTAX.uid(),
                Implementation.CLASS_UID,
                Implementation.VERSION_NAME,
                Optional.empty());
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(Part10.beginning(new HeaderEdit(meta.header())));
            out.write(instance.dataSet());
        }
    }

    @Override
    public void close() throws IOException {
        if (samples.isPresent()) {
            Path folder = samples.get();
            for (DemoInstance instance : DemoInstances.all()) {
                Files.deleteIfExists(folder.resolve(instance.name()));
            }
            Files.deleteIfExists(folder);
            Files.deleteIfExists(Objects.requireNonNull(folder.getParent(), "the temporary folder"));
        }
    }
}
