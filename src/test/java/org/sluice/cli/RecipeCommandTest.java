package org.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecipeCommandTest {
    private static final Path SEED = Path.of("recipes/dangerous-cookie.deid");
    private static final String MISSPELT = "FORMAT dicom\n%filter x\nLABEL a   # why\n   contains   Modalty CT\n";

    private final Path recipe;

    RecipeCommandTest(@TempDir Path folder) {
        this.recipe = folder.resolve("site.deid");
    }

    @Test
    void checkSaysOkWithCounts() {
        CommandRun run = CommandRun.of("recipe", "check", SEED);
        assertThat(run.code()).isZero();
        assertThat(run.lines()).last().asString().startsWith("ok: 2 filter sections, 2 labels, 3 header actions");
    }

    @Test
    void checkShowsPlaceLineCaretAndSuggestion() throws IOException {
        Files.writeString(recipe, MISSPELT);
        CommandRun run = CommandRun.of("recipe", "check", recipe);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .contains(recipe + ":4:15: error: ")
                .contains("       contains   Modalty CT\n")
                .contains("^~~~~~~\n")
                .contains("did you mean Modality")
                .contains("refused: 1 error");
    }

    @Test
    void checkOfSeveralRecipesNamesEach() throws IOException {
        Files.writeString(recipe, MISSPELT);
        CommandRun run = CommandRun.of("recipe", "check", SEED, recipe);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains(SEED + ": ok: ").contains(recipe + ": refused: ");
    }

    @Test
    void checkReportsToMachinesToo() throws IOException {
        Files.writeString(recipe, MISSPELT);
        CommandRun run = CommandRun.of("recipe", "check", "--json", recipe);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.lines())
                .singleElement()
                .asString()
                .startsWith("{\"file\":\"" + recipe + "\",\"ok\":false,\"counts\":{")
                .contains("\"line\":4,\"column\":15,\"length\":7,\"severity\":\"error\"")
                .contains("\"suggestions\":[\"Modality\"]");
    }

    @Test
    void formatPrintsTheCanonicalLayoutWithItsComments() throws IOException {
        Files.writeString(recipe, MISSPELT.replace("Modalty", "Modality"));
        CommandRun run = CommandRun.of("recipe", "format", recipe);
        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo("FORMAT dicom\n\n%filter x\n\nLABEL a # why\n  contains Modality CT\n");
    }

    @Test
    void formatLeavesARefusedRecipeAlone() throws IOException {
        Files.writeString(recipe, MISSPELT);
        CommandRun run = CommandRun.of("recipe", "format", "--write", recipe);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains(":4:15: error: ").contains("left as it is");
        assertThat(recipe).hasContent(MISSPELT);
    }

    @Test
    void formatFixesAndWrites() throws IOException {
        Files.writeString(recipe, MISSPELT.replace("Modalty", "modality"));
        CommandRun run = CommandRun.of("recipe", "format", "--fix", "--write", recipe);
        assertThat(run.code()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("fixed: ").contains(recipe + ": formatted");
        assertThat(recipe).content().contains("contains Modality CT");
        assertThat(CommandRun.of("recipe", "format", "--write", recipe).err()).contains("as it should be");
    }

    @Test
    void explainTellsInSentencesWhatARecipeDoes() {
        CommandRun run = CommandRun.of("recipe", "explain", SEED);
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("Section dangerouscookie:").contains("PatientIdentityRemoved");
        assertThat(CommandRun.of("recipe", "explain", "--json", SEED).lines())
                .singleElement()
                .asString()
                .startsWith("{\"ok\":true,\"sentences\":[{");
    }

    @Test
    void testRunsTheCasesBesideARecipe() throws IOException {
        CommandRun run = CommandRun.of("recipe", "test", "recipes/dangerous-cookie.test");
        assertThat(run.code()).isZero();
        assertThat(run.lines()).last().asString().endsWith("all passed");
        Path failing = recipe.resolveSibling("site.test");
        Files.writeString(recipe, "FORMAT dicom\n");
        Files.writeString(failing, "recipe site.deid\ncase An MR\n  Modality = MR\n  expect flagged x\n");
        CommandRun failed = CommandRun.of("recipe", "test", failing);
        assertThat(failed.code()).isEqualTo(1);
        assertThat(failed.out()).contains(failing + ":4:").contains("1 failed");
        assertThat(CommandRun.of("recipe", "test", "--json", failing).lines())
                .singleElement()
                .asString()
                .startsWith("{\"file\":\"" + failing + "\",\"passed\":false,\"cases\":[{");
    }

    @Test
    void aTestFileWithMistakesIsNotRun() throws IOException {
        Path wrong = Files.writeString(recipe.resolveSibling("site.test"), "recipe site.deid\ncase\n  expct clean\n");
        CommandRun run = CommandRun.of("recipe", "test", wrong);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEqualTo(wrong + ": not run\n");
        assertThat(run.err()).contains(wrong + ":3:").contains("error: ");
    }

    @Test
    void aRecipeThatIsNotTextIsSaidInWords() throws IOException {
        Files.write(recipe, new byte[] {'F', (byte) 0xFF, (byte) 0xFE});
        CommandRun run = CommandRun.of("recipe", "check", recipe);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .isEqualTo(
                        "error: " + recipe + ":1:2: expected UTF-8, found byte FFH at offset 1, which Latin-1 has for"
                                + " \"\u00FF\"; save the file as UTF-8\n");
    }

    @Test
    void recipeWithoutACommandIsAUsageError() {
        assertThat(CommandRun.of("recipe").code()).isEqualTo(2);
    }
}
