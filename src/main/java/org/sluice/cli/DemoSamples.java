package org.sluice.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sluice.cli.DemoInstances.DemoInstance;
import org.sluice.dataset.FileMeta;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.Part10;
import org.sluice.text.Implementation;

/** The instances of {@code demo} as files of a temporary folder: what a command looks at that is given no paths. */
final class DemoSamples implements AutoCloseable {
    private final Path temporary;
    private final Path folder;

    private DemoSamples(Path temporary) {
        this.temporary = temporary;
        this.folder = temporary.resolve("demo-samples");
    }

    /** Writes the files. */
    static DemoSamples write() throws IOException {
        DemoSamples samples = new DemoSamples(Files.createTempDirectory("sluice-"));
        Files.createDirectory(samples.folder);
        for (DemoInstance instance : DemoInstances.all()) {
            write(instance, samples.folder.resolve(instance.name()));
        }
        return samples;
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

    /** Where they are, until this is closed. */
    Path folder() {
        return folder;
    }

    @Override
    public void close() throws IOException {
        for (DemoInstance instance : DemoInstances.all()) {
            Files.deleteIfExists(folder.resolve(instance.name()));
        }
        for (Path each : List.of(folder, temporary)) {
            Files.deleteIfExists(each);
        }
    }
}
