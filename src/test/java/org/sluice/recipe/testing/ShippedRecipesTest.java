package org.sluice.recipe.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.sluice.recipe.review.RecipeReview;
import org.sluice.recipe.syntax.Reading;
import org.sluice.recipe.syntax.Recipe;
import org.sluice.recipe.syntax.RecipeCheck;
import org.sluice.recipe.syntax.RecipeParser;
import org.sluice.recipe.syntax.RecipeSources;
import org.sluice.text.SourceText;

/** Every recipe in {@code recipes/} does what the test beside it says. */
class ShippedRecipesTest {
    private static final Path RECIPES = Path.of("recipes");

    @TestFactory
    Stream<DynamicNode> everyCasePasses() throws Exception {
        return files(".test").stream().map(ShippedRecipesTest::cases);
    }

    @TestFactory
    Stream<DynamicNode> everyRecipeHasATest() throws Exception {
        return files(".deid").stream()
                .map(recipe -> dynamicTest(
                        recipe.toString(), () -> assertThat(testOf(recipe)).exists()));
    }

    @TestFactory
    Stream<DynamicNode> noRecipeNeedsARemark() throws Exception {
        return files(".deid").stream()
                .map(recipe -> dynamicTest(recipe.toString(), () -> {
                    List<SourceText> texts = RecipeSources.read(List.of(recipe), Reading.STRICT);
                    RecipeCheck check = RecipeReview.of(texts, Set.of());
                    if (usesWhatDeidDoesNotKnow(texts)) {
                        assertThat(check.problems())
                                .isNotEmpty()
                                .allSatisfy(problem ->
                                        assertThat(problem.message()).contains("deid 0.4.12 "));
                    } else {
                        assertThat(check.problems())
                                .as("deid and Sluice read it alike")
                                .isEmpty();
                    }
                }));
    }

    /** Options and includes are ours; of such a recipe every remark says what deid makes of a line. */
    private static boolean usesWhatDeidDoesNotKnow(List<SourceText> texts) {
        return texts.stream()
                .flatMap(text -> text.lines().stream())
                .anyMatch(line -> line.matches("%(header (if|unless)|include|options) .*"));
    }

    @Test
    void everyLabelOfTheScreenIsExpectedBySomeCase() throws Exception {
        Path screen = RECIPES.resolve("burned-in.deid");
        List<String> test = Files.readAllLines(testOf(screen));
        var recipe = new RecipeParser(Reading.STRICT, Set.of()).parse(List.of(SourceText.read(screen)));
        recipe.filters().stream()
                .flatMap(section -> section.labels().stream())
                .map(Recipe.Label::name)
                .forEach(label -> assertThat(test).contains("  expect label " + label));
    }

    private static DynamicNode cases(Path file) {
        try {
            TestReport report = RecipeTest.read(file).run();
            return dynamicContainer(
                    file.toString(),
                    report.cases().stream()
                            .map(each -> dynamicTest(each.name(), () -> assertThat(each.failures())
                                    .isEmpty())));
        } catch (Exception e) {
            return dynamicTest(file.toString(), () -> {
                throw e;
            });
        }
    }

    private static Path testOf(Path recipe) {
        return recipe.resolveSibling(recipe.getFileName().toString().replace(".deid", ".test"));
    }

    private static List<Path> files(String ending) throws IOException {
        try (Stream<Path> files = Files.list(RECIPES)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }
}
