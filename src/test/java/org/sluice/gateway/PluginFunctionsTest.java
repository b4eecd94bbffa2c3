package org.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.net.StoreAnswer;
import org.sluice.peers.Await;
import org.sluice.peers.FreePort;
import org.sluice.peers.GeneratedInstance;
import org.sluice.peers.PluginJar;

/** A node with functions of somebody's own: {@code sluice --plugins FOLDER serve}. */
class PluginFunctionsTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String FUNCTION = """
            import java.util.Optional;
            import org.sluice.recipe.function.RecipeFunction;
            import org.sluice.recipe.function.VariableValue;

            public final class Other implements RecipeFunction {
                @Override
                public String name() {
                    return "other";
                }

                @Override
                public Optional<VariableValue> value(Call call) {
                    if (call.text().equals("ID-2")) {
                        throw new IllegalArgumentException("cannot do " + call.text());
                    }
                    return Optional.of(VariableValue.of("OTHER"));
                }
            }
            """;

    private final Path folder;

    PluginFunctionsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void pluginFunctionsWorkOnInstancesAndTheirFailuresAreCalledTheirs() throws IOException {
        PluginJar.write(folder.resolve("plugins/other.jar"), "Other", FUNCTION);
        int port = FreePort.number();
        ServeProcess.configure(folder, port, "FORMAT dicom\n%header\nREPLACE PatientID func:other\n");
        try (ServeProcess serve = ServeProcess.startWithPlugins(folder, port, folder.resolve("plugins"))) {
            for (int number : new int[] {1, 2}) {
                GeneratedInstance instance = GeneratedInstance.ct(number);
                Path file = instance.writeTo(folder.resolve(number + ".dcm"));
                assertThat(new ExactSender(port).send(instance, file)).isEqualTo(StoreAnswer.SUCCESS);
            }
            Await.until(
                    () -> Files.exists(folder.resolve("quarantine/reasons.tsv")) && archived() != null,
                    SOON,
                    serve::log);
            assertThat(Files.readString(archived(), StandardCharsets.ISO_8859_1))
                    .contains("OTHER")
                    .doesNotContain("ID-1");
            assertThat(Files.readAllLines(folder.resolve("quarantine/reasons.tsv")))
                    .last()
                    .asString()
                    .contains("\tFAILED\taction-failed\t", "func:other failed: java.lang.IllegalArgumentException")
                    .doesNotContain("ID-2");
            assertThat(serve.log()).doesNotContain("ID-2", "internal");
        }
    }

    /** The one instance at the destination; null before it is there. */
    private Path archived() {
        Path archive = folder.resolve("var/archive");
        if (!Files.isDirectory(archive)) {
            return null;
        }
        try (Stream<Path> files = Files.walk(archive)) {
            return files.filter(file -> file.toString().endsWith(".dcm"))
                    .findFirst()
                    .orElse(null);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
