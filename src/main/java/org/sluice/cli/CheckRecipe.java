package org.sluice.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.sluice.recipe.review.RecipeReview;
import org.sluice.recipe.syntax.Reading;
import org.sluice.recipe.syntax.RecipeCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice recipe check}: everything wrong with a recipe at once, and what deid would read differently. */
@Command(
        name = "check",
        description =
                "Prints every problem of a recipe, with what was expected and what may have been meant, or ok with"
                        + " what the recipe consists of. Warnings say which lines cannot do what they seem to, whatever"
                        + " the instance: a criterion that never holds, an expression that no attribute has a name for, a"
                        + " date moved twice, an ADD undone by a later line, a value for a sequence, no SOP Instance UID"
                        + " left. Notes say where deid 0.4.12 reads a line differently.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:each recipe can run, perhaps with warnings and notes",
            "1:a recipe is refused",
            "2:the command line makes no sense"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice recipe check site.deid",
            "  sluice recipe check --combined site.deid ct.deid",
            "  sluice recipe check --json *.deid | jq .problems"
        })
final class CheckRecipe implements Callable<Integer> {
    private final Console console;

    @Option(
            names = "--combined",
            description = "Check the recipes as the one that several --deid make of them, not each by itself.")
    private boolean combined;

    @Mixin
    private JsonReports json = new JsonReports();

    @Parameters(arity = "1..*", paramLabel = "RECIPE", description = "Recipe files.")
    private List<Path> recipes = List.of();

    CheckRecipe(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        boolean ok = true;
        for (List<Path> files :
                combined ? List.of(recipes) : recipes.stream().map(List::of).toList()) {
            RecipeCheck check = RecipeReview.of(Recipes.read(files, Reading.STRICT), Recipes.functions());
            String name = String.join(" + ", files.stream().map(Path::toString).toList());
            if (json.wanted()) {
                JsonReports.print(console, out -> {
                    out.writeStringField("file", name);
                    out.writeBooleanField("ok", check.ok());
                    out.writeObjectFieldStart("counts");
                    out.writeNumberField("filter_sections", check.counts().filterSections());
                    out.writeNumberField("labels", check.counts().labels());
                    out.writeNumberField("criteria", check.counts().criteria());
                    out.writeNumberField("header_actions", check.counts().headerActions());
                    out.writeNumberField("lists", check.counts().lists());
                    out.writeEndObject();
                    JsonReports.write("problems", check.problems(), out);
                });
            } else {
                print(check, recipes.size() == 1 || combined ? "" : name + ": ");
            }
            ok &= check.ok();
        }
        return ok ? ExitCode.OK : ExitCode.PROBLEM;
    }

    private void print(RecipeCheck check, String prefix) {
        check.problems().forEach(problem -> console.out().print(problem.display() + "\n"));
        console.out().print(prefix + check.summary() + "\n");
    }
}
