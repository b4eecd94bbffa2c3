package org.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The files under docker/, as far as they can be checked without a container engine. */
class ContainerFilesTest {
    private static final Path DOCKER = Path.of("docker");

    @Test
    void everyFileThatComposeMountsIsThere() throws IOException {
        for (Object service : services().values()) {
            for (Object volume : list(map(service).get("volumes"))) {
                String source = volume.toString().replaceFirst(":.*", "");
                if (source.startsWith(".")) {
                    assertThat(DOCKER.resolve(source)).exists();
                } else {
                    assertThat(map(compose().get("volumes")).keySet().contains(source))
                            .as(source)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void functionsOfOnesOwnAreWhereTheNodeLooksForThem() throws IOException {
        assertThat(list(map(services().get("sluice")).get("volumes")).stream().map(Object::toString))
                .contains("./plugins:/sluice/plugins:ro");
        assertThat(Files.readAllLines(DOCKER.resolve("Dockerfile")))
                .contains("WORKDIR /sluice", "CMD [\"serve\", \"--plugins\", \"plugins\"]");
    }

    @Test
    void composeBuildsFromTheFileBesideIt() throws IOException {
        Map<?, ?> build = map(map(services().get("sluice")).get("build"));
        assertThat(DOCKER.resolve(text(build, "context")).resolve(text(build, "dockerfile")))
                .exists();
    }

    @Test
    void nothingIsPublishedBeyondTheHostItself() throws IOException {
        for (Object service : services().values()) {
            assertThat(list(map(service).get("ports"))).isNotEmpty().allSatisfy(port -> assertThat(port.toString())
                    .startsWith("127.0.0.1:"));
        }
    }

    @Test
    void theImageRunsAsNobodySpecialAndGetsItsSignalsItself() throws IOException {
        List<String> lines = Files.readAllLines(DOCKER.resolve("Dockerfile"));
        assertThat(lines)
                .contains("USER sluice", "ENTRYPOINT [\"java\", \"@conf/jvm.options\", \"-jar\", \"sluice.jar\"]");
        assertThat(lines).anySatisfy(line -> assertThat(line).startsWith("HEALTHCHECK"));
    }

    @Test
    void theVirtualMachineKnowsTheFlagsThatAreShipped() throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>(List.of(java.toString(), "@conf/jvm.options", "-version"));
        if (knowsThemAll(Runtime.version())) {
            command.add(2, "-XX:-IgnoreUnrecognizedVMOptions"); // which would hide a typing error
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains(System.getProperty("java.version")).doesNotContainIgnoringCase("warning");
    }

    /** Not the first releases of a long-term version: TrimNativeHeapInterval came to them later. */
    private static boolean knowsThemAll(Runtime.Version version) {
        boolean late17 = version.feature() == 17 && version.update() >= 9;
        boolean late21 = version.feature() == 21 && version.update() >= 1;
        return late17 || late21 || version.feature() > 21;
    }

    private static Map<?, ?> services() throws IOException {
        return map(compose().get("services"));
    }

    private static Map<?, ?> compose() throws IOException {
        return yaml(DOCKER.resolve("compose.yaml"));
    }

    private static Map<?, ?> yaml(Path file) throws IOException {
        return map(new Load(LoadSettings.builder().setLabel(file.toString()).build())
                .loadFromString(Files.readString(file)));
    }

    private static Map<?, ?> map(@Nullable Object node) {
        assertThat(node).isInstanceOf(Map.class);
        return (Map<?, ?>) Objects.requireNonNull(node);
    }

    private static List<?> list(@Nullable Object node) {
        assertThat(node).isInstanceOf(List.class);
        return (List<?>) Objects.requireNonNull(node);
    }

    private static String text(Map<?, ?> map, String key) {
        return Objects.requireNonNull(map.get(key), key).toString();
    }
}
