package org.sluice.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.sluice.config.ConfigException;
import org.sluice.config.ConfigLoader;
import org.sluice.net.TestEngine;
import org.sluice.text.SourceText;

/** What one scrape costs a node of one route, the metrics of the virtual machine included. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ScrapeBench {
    private Path folder;
    private Node node;

    /** Starts the node. */
    @Setup
    public void start() throws IOException, ConfigException {
        folder = Files.createTempDirectory("scrape-");
        String configuration = """
                listen: [{ port: 0 }]
                routes:
                  - ae: SLUICE
                    recipe: recipes/dangerous-cookie.deid
                    variables:
                      id:        { pseudonym: PatientID, key: "FOLDER/secret.key", prefix: "ANON-" }
                      source_id: { uid: SOPInstanceUID, key: "FOLDER/secret.key", root: "2.25" }
                    to: [archive]
                destinations: { archive: { folder: "FOLDER/archive" } }
                data: "FOLDER/var"
                quarantine: "FOLDER/quarantine"
                """.replace("FOLDER", folder.toString());
        node = Node.start(ConfigLoader.parse(new SourceText("bench.yaml", configuration)), TestEngine.ENGINES);
    }

    /** Makes the text. */
    @Benchmark
    public String scrape() {
        return node.meters().scrape();
    }

    /** Removes all of it. */
    @TearDown
    public void stop() throws IOException {
        node.close();
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(ScrapeBench::delete);
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
