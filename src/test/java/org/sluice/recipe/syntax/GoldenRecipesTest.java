package org.sluice.recipe.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.sluice.text.Problem;
import org.sluice.text.SourceText;

/**
 * What deid 0.4.12 made of each golden recipe when it loaded it. The cases lie beside the project; without them these
 * tests say so and are skipped.
 */
class GoldenRecipesTest {
    private static final Path GOLDEN = Path.of("..", "shared", "golden");

    @TestFactory
    Stream<DynamicTest> compatRefusesExactlyWhatDeidRefuses() throws IOException {
        return cases().map(directory -> DynamicTest.dynamicTest(name(directory), () -> {
            RecipeParser.Result result = new RecipeParser(Reading.COMPAT, Set.of()).read(List.of(recipe(directory)));
            JsonNode expected = expected(directory);
            boolean refused = expected.path("stage").asText().equals("parse");
            assertThat(result.recipe().isEmpty())
                    .as("refused: %s, problems: %s", expected.path("message").asText(), result.problems())
                    .isEqualTo(refused);
            assertThat(result.problems().stream().filter(Problem::isError).count())
                    .isEqualTo(refused ? 1 : 0);
        }));
    }

    @TestFactory
    Stream<DynamicTest> compatWarnsOfEveryLineDeidWarnsOf() throws IOException {
        return cases().map(directory -> DynamicTest.dynamicTest(name(directory), () -> {
            long warnings = 0;
            for (JsonNode line : expected(directory).path("log").path("parse")) {
                warnings += line.asText().startsWith("WARNING") ? 1 : 0;
            }
            RecipeParser.Result result = new RecipeParser(Reading.COMPAT, Set.of()).read(List.of(recipe(directory)));
            assertThat(result.problems())
                    .filteredOn(problem -> !problem.isError())
                    .hasSize((int) warnings);
        }));
    }

    /** A wrong recipe is wrong in both readings. */
    @TestFactory
    Stream<DynamicTest> strictRefusesWhatDeidRefusesUnlessItIsWellMeant() throws IOException {
        Set<String> wellMeant = Set.of(
                "error-ctp-case", // any case of the word
                "error-ctp-comment", // Q4
                "error-filter-tab", // Q6
                "error-inline-part"); // Q5
        return cases().map(directory -> DynamicTest.dynamicTest(name(directory), () -> {
            boolean refusedByDeid = expected(directory).path("stage").asText().equals("parse");
            assumeTrue(refusedByDeid, "deid accepts this one");
            RecipeParser.Result result = new RecipeParser(Reading.STRICT, Set.of()).read(List.of(recipe(directory)));
            assertThat(result.recipe().isPresent())
                    .as("%s", result.problems())
                    .isEqualTo(wellMeant.contains(name(directory)));
        }));
    }

    private static Stream<Path> cases() throws IOException {
        assumeTrue(Files.isDirectory(GOLDEN), "no golden cases at " + GOLDEN.toAbsolutePath());
        try (Stream<Path> entries = Files.list(GOLDEN)) {
            return entries.filter(Files::isDirectory).sorted().toList().stream();
        }
    }

    private static String name(Path directory) {
        return directory.getFileName().toString();
    }

    private static SourceText recipe(Path directory) throws IOException {
        return new SourceText(
                "recipe", SourceText.read(directory.resolve("recipe")).content());
    }

    private static JsonNode expected(Path directory) throws IOException {
        return new ObjectMapper().readTree(directory.resolve("expected.json").toFile());
    }
}
