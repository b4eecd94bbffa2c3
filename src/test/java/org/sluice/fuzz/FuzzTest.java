package org.sluice.fuzz;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every target with the mutator of this package: some ten thousand inputs in each build; {@code -Dfuzz.inputs=3000000}
 * and {@code -Dfuzz.seed=7} are for more. An input that does harm is printed in hexadecimal, and becomes a case of {@link
 * FoundByFuzzingTest} with its repair.
 */
class FuzzTest {
    private static final long INPUTS = Long.getLong("fuzz.inputs", 20_000);
    private static final int WARM_UP = 20;
    private static final long SEED = Long.getLong("fuzz.seed", 1);

    static Stream<Arguments> targets() {
        return Stream.of(
                Arguments.of("PDU", Corpus.pdus(), (Consumer<byte[]>) PduTarget::fuzzerTestOneInput),
                Arguments.of("command set", Corpus.commands(), (Consumer<byte[]>) CommandTarget::fuzzerTestOneInput),
                Arguments.of("data set", Corpus.dataSets(), (Consumer<byte[]>) DataSetTarget::fuzzerTestOneInput),
                Arguments.of("file", Corpus.files(), (Consumer<byte[]>) FileTarget::fuzzerTestOneInput),
                Arguments.of("recipe", Corpus.dataSets(), (Consumer<byte[]>) RecipeTarget::fuzzerTestOneInput),
                Arguments.of("STOW-RS answer", Corpus.stowAnswers(), (Consumer<byte[]>)
                        StowAnswerTarget::fuzzerTestOneInput));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("targets")
    void anyBytesAreReadOrRefusedWithinBounds(String name, List<byte[]> seeds, Consumer<byte[]> target) {
        Allocation.warmUp(() -> {
            for (int i = 0; i < WARM_UP; i++) {
                seeds.forEach(target);
            }
        });
        Mutator mutator = new Mutator(seeds, SEED);
        long began = System.nanoTime();
        for (long i = 0; i < INPUTS; i++) {
            byte[] input = mutator.next();
            try {
                target.accept(input);
            } catch (RuntimeException | Error e) {
                throw new AssertionError("input " + i + ": " + HexFormat.of().formatHex(input), e);
            }
        }
        System.out.printf(
                "%s: %d inputs in %s, at most %d bytes allocated%n",
                name, INPUTS, Duration.ofNanos(System.nanoTime() - began), Allocation.most());
    }
}
