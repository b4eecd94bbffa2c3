package org.sluice.recipe.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.sluice.recipe.CompiledRecipe;
import org.sluice.recipe.syntax.Reading;
import org.sluice.recipe.syntax.RecipeSources;
import org.sluice.text.SourceText;

/** What {@code docs/recipes.md} shows is what Sluice reads. */
class DocumentedExamplesTest {
    private static final Path CHAPTER = Path.of("docs/recipes.md");
    private static final Pattern FENCE = Pattern.compile("(?ms)^```(\\w+)(?: (\\w+))?\n(.*?)^```$");

    private record Example(String language, String part, String text, int line) {
        /** The example as a whole recipe. */
        String recipe() {
            return switch (part) {
                case "filter" -> "FORMAT dicom\n%filter example\n" + text;
                case "header" -> "FORMAT dicom\n%header\n" + text;
                default -> text;
            };
        }
    }

    @TestFactory
    Stream<DynamicTest> everyRecipeIsAccepted() throws Exception {
        return examples("recipe").stream()
                .map(example -> DynamicTest.dynamicTest(
                        "line " + example.line,
                        () -> CompiledRecipe.load(
                                List.of(new SourceText("example", example.recipe())), Reading.STRICT)));
    }

    @Test
    void theTestPassesForTheFirstRecipe() throws Exception {
        Example test = examples("test").get(0);
        Example recipe = examples("recipe").get(0);
        Path folder = Files.createTempDirectory("sluice-docs");
        Files.writeString(folder.resolve("first.deid"), recipe.text);
        Path file = Files.writeString(folder.resolve("first.test"), test.text);
        TestReport report = RecipeTest.read(file).run();
        assertThat(report.passed()).as(report.display()).isTrue();
    }

    @Test
    void theFunctionCompiles() throws Exception {
        Path source = Path.of("src/test/java/org/sluice/recipe/testing/YearOfBirth.java");
        assertThat(Files.readString(source)).endsWith(examples("java").get(0).text);
    }

    @Test
    void theShippedRecipesCanBeIncludedInOneFile() throws Exception {
        SourceText both = new SourceText(
                "recipes/site.deid", "FORMAT dicom\n%include safe-header.deid\n%include burned-in.deid\n");
        CompiledRecipe site = CompiledRecipe.load(RecipeSources.withIncluded(List.of(both)), Reading.STRICT);
        assertThat(site.recipe().filters()).hasSizeGreaterThan(5);
        assertThat(site.recipe().header()).hasSizeGreaterThan(20);
    }

    private static List<Example> examples(String language) throws Exception {
        String chapter = Files.readString(CHAPTER);
        List<Example> examples = new ArrayList<>();
        Matcher fence = FENCE.matcher(chapter);
        while (fence.find()) {
            int line = (int) chapter.substring(0, fence.start()).lines().count() + 1;
            String part = fence.group(2) == null ? "" : fence.group(2);
            examples.add(new Example(fence.group(1), part, fence.group(3), line));
        }
        assertThat(examples).hasSizeGreaterThan(10);
        return examples.stream()
                .filter(example -> example.language.equals(language))
                .toList();
    }
}
