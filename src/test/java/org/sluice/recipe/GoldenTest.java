package org.sluice.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.sluice.recipe.syntax.Reading;

/** Every case that pins what deid 0.4.12 does, by name; they lie beside the project, and the test says so when they do not. */
class GoldenTest {
    private static final Path GOLDEN = Path.of("../shared/golden");

    @TestFactory
    Stream<DynamicTest> compatDoesExactlyWhatDeidDoes() throws IOException {
        assumeTrue(Files.isDirectory(GOLDEN), "no golden cases beside the project: nothing was compared with deid");
        return GoldenCase.all(GOLDEN).stream()
                .map(one -> dynamicTest(
                        one.name(), () -> assertThat(GoldenCase.differences(one.expected(), one.found(Reading.COMPAT)))
                                .isEmpty()));
    }
}
