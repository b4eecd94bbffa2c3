package org.sluice.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.recipe.syntax.Reading;

/** Every case that pins what deid 0.4.12 does, by name; they lie beside the project, and the test says so when they do not. */
class GoldenTest {
    private static final Path GOLDEN = Path.of("../shared/golden");
    private static final Path STRICT = Path.of("src/test/resources/golden-strict.txt");
    private static final Pattern HEADING = Pattern.compile("== (\\S+) \\(([A-Za-z0-9 ]+)\\)");

    @TestFactory
    Stream<DynamicTest> compatDoesExactlyWhatDeidDoes() throws IOException {
        assumeTrue(Files.isDirectory(GOLDEN), "no golden cases beside the project: nothing was compared with deid");
        return GoldenCase.all(GOLDEN).stream()
                .map(one -> dynamicTest(
                        one.name(), () -> assertThat(GoldenCase.differences(one.expected(), one.found(Reading.COMPAT)))
                                .isEmpty()));
    }

    /** Those that come with the project; whoever has only that can tell by them. */
    @TestFactory
    Stream<DynamicTest> compatDoesWhatDeidDoesInCasesOfOurOwn(@TempDir Path folder) throws IOException {
        List<GoldenCase> cases = OwnGoldenCases.layOut(folder);
        Map<String, List<String>> differences = new LinkedHashMap<>();
        for (GoldenCase one : cases) {
            // Now, for the folder goes before the tests run.
            differences.put(one.name(), GoldenCase.differences(one.expected(), one.found(Reading.COMPAT)));
        }
        assertThat(differences).hasSizeGreaterThan(60);
        return differences.entrySet().stream()
                .map(one -> dynamicTest(
                        one.getKey(), () -> assertThat(one.getValue()).isEmpty()));
    }

    /** The cases that the strict reading sees otherwise, each with the quirks that say why, in {@code golden-strict.txt}. */
    @TestFactory
    Stream<DynamicTest> strictDiffersOnlyWhereAQuirkSaysSo() throws IOException {
        assumeTrue(Files.isDirectory(GOLDEN), "no golden cases beside the project: nothing was compared with deid");
        Map<String, List<String>> stated = stated();
        return GoldenCase.all(GOLDEN).stream()
                .map(one -> dynamicTest(one.name(), () -> assertThat(StrictResult.of(one))
                        .isEqualTo(stated.getOrDefault(one.name(), List.of()))));
    }

    /** {@code == case (Q1 Q2)} and a line for each difference. */
    private static Map<String, List<String>> stated() throws IOException {
        Map<String, List<String>> stated = new HashMap<>();
        List<String> current = new ArrayList<>();
        for (String line : Files.readAllLines(STRICT)) {
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                current = new ArrayList<>();
                stated.put(heading.group(1), current);
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                current.add(line);
            }
        }
        return stated;
    }
}
