package org.sluice.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.peers.PeerProcess;

/**
 * Every target with Jazzer, which changes inputs so that they reach code that none has reached before. Run by {@code mvn
 * test -Pfuzz}, {@code -Dfuzz.inputs=} times each; an input that does harm is left in the working directory.
 */
@Tag("fuzz")
class JazzerTest {
    private static final long INPUTS = Long.getLong("fuzz.inputs", 1_000_000);
    private static final Duration LIMIT = Duration.ofHours(1);

    static Stream<Arguments> targets() {
        return Stream.of(
                Arguments.of(PduTarget.class, Corpus.pdus()),
                Arguments.of(CommandTarget.class, Corpus.commands()),
                Arguments.of(DataSetTarget.class, Corpus.dataSets()),
                Arguments.of(FileTarget.class, Corpus.files()),
                Arguments.of(RecipeTarget.class, Corpus.dataSets()),
                Arguments.of(StowAnswerTarget.class, Corpus.stowAnswers()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("targets")
    void noInputDoesHarm(Class<?> target, List<byte[]> seeds, @TempDir Path corpus) throws IOException {
        for (int i = 0; i < seeds.size(); i++) {
            Files.write(corpus.resolve("seed-" + i), seeds.get(i));
        }
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        PeerProcess.Ended ended = PeerProcess.run(
                List.of(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "com.code_intelligence.jazzer.Jazzer",
                        "--target_class=" + target.getName(),
                        "--instrumentation_includes=org.sluice.**",
                        "-runs=" + INPUTS,
                        "-max_len=16384",
                        corpus.toString()),
                LIMIT);
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        ended.output().lines().filter(line -> line.startsWith("Done")).forEach(System.out::println);
    }
}
