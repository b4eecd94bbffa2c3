package org.sluice.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sluice.recipe.syntax.Reading;
import org.sluice.recipe.syntax.Recipe;
import org.sluice.recipe.syntax.RecipeExplanation;
import org.sluice.recipe.syntax.RecipeParser;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sluice recipe explain}: what a recipe does, in sentences. */
@Command(
        name = "explain",
        description =
                "Says in plain sentences what a recipe does, in the order it does it. Several recipes are explained"
                        + " as the one that they make together.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the recipe was explained", "1:it is refused", "2:the command line makes no sense"},
        footerHeading = "%nExamples:%n",
        footer = {"  sluice recipe explain recipes/dangerous-cookie.deid"})
final class ExplainRecipe implements Callable<Integer> {
    private final Console console;

    @Mixin
    private JsonReports json = new JsonReports();

    @Parameters(arity = "1..*", paramLabel = "RECIPE", description = "Recipe files.")
    private List<Path> recipes = List.of();

    ExplainRecipe(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        RecipeParser.Result read =
                new RecipeParser(Reading.STRICT, Recipes.functions()).read(Recipes.read(recipes, Reading.STRICT));
        Optional<Recipe> recipe = read.recipe();
        if (recipe.isEmpty()) {
            json.refuse(console, read.problems(), out -> out.writeBooleanField("ok", false));
            return ExitCode.PROBLEM;
        }
        RecipeExplanation explanation = RecipeExplanation.of(recipe.get());
        if (json.wanted()) {
            printJson(explanation);
        } else {
            console.out().print(explanation.text());
        }
        return ExitCode.OK;
    }

    private void printJson(RecipeExplanation explanation) throws IOException {
        JsonReports.print(console, out -> {
            out.writeBooleanField("ok", true);
            out.writeArrayFieldStart("sentences");
            for (RecipeExplanation.Sentence sentence : explanation.sentences()) {
                out.writeStartObject();
                JsonReports.place(sentence.at(), out);
                out.writeNumberField("depth", sentence.depth());
                out.writeStringField("text", sentence.text());
                out.writeEndObject();
            }
            out.writeEndArray();
        });
    }
}
