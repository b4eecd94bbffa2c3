package org.sluice.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sluice.recipe.Evaluation;
import org.sluice.recipe.function.Variables;
import org.sluice.recipe.function.VariablesFile;
import org.sluice.recipe.syntax.Reading;
import org.sluice.recipe.syntax.RecipeException;
import org.sluice.recipe.syntax.RecipeSources;
import org.sluice.text.SourceText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice evaluate}: verdict and edited header of each file as JSON, for tests and tools. */
@Command(
        name = "evaluate",
        description = {
            "Prints one line of JSON for each file: the verdict of the recipe, and the header as its actions leave it"
                    + " (DICOM JSON model). For tests and tools; the lines hold patient data.",
            "",
            "Keys: flagged, results [{group, reason, coordinates}], header {meta, dataset} or header_unchanged;"
                    + " filter_error, header_error, save_error where the recipe cannot go on; quarantine {kind, message} where"
                    + " the node would keep the result, for one because no SOP Instance UID is left; error, message and stage"
                    + " (parse, read, evaluate) where nothing can be evaluated.",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:each file has its line, whatever it says",
            "1:the variables cannot be read, or there is no such recipe",
            "2:the command line makes no sense"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice evaluate --recipe site.deid --vars vars.json a.dcm b.dcm",
            "  sluice evaluate --recipe site.deid --compat a.dcm | jq .header.dataset"
        })
final class Evaluate implements Callable<Integer> {
    /** deid refuses such a recipe too, so it is an answer and not a failure of the command. */
    private static final String NOT_TEXT =
            "{\"error\":\"RecipeException\",\"message\":\"the recipe is not UTF-8 text\",\"stage\":\"parse\"}";

    private static final String OWN_MISTAKE =
            "{\"error\":\"RuntimeException\",\"message\":\"a mistake in sluice itself\",\"stage\":\"evaluate\"}";

    private final Console console;

    @Option(
            names = "--recipe",
            required = true,
            paramLabel = "RECIPE",
            description = "The recipe; several are combined in this order.")
    private List<Path> recipes = List.of();

    @Option(
            names = "--vars",
            paramLabel = "VARS.json",
            description = "Values of the recipe's variables: an object of texts, numbers and lists.")
    private @Nullable Path variables;

    @Mixin
    private RouteOptions route = new RouteOptions();

    @Option(names = "--compat", description = "Read the recipe and do exactly as deid 0.4.12 does.")
    private boolean compat;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "DICOM files.")
    private List<Path> files = List.of();

    Evaluate(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Function<Path, String> evaluation = evaluation();
        Progress progress = new Progress(console);
        long done = 0;
        for (Path file : files) {
            String line = line(evaluation, file);
            progress.clear();
            console.out().print(line + "\n");
            console.out().flush(); // the next file may take long
            progress.done(++done, OptionalLong.of(files.size()));
        }
        progress.clear();
        return ExitCode.OK;
    }

    private String line(Function<Path, String> evaluation, Path file) {
        try {
            return evaluation.apply(file);
        } catch (RuntimeException e) {
            // One file, however odd, must not take the lines of the others away.
            console.error(file + ": " + Cli.ownMistake(e));
            return OWN_MISTAKE;
        }
    }

    /** With the recipes that they include; what cannot be included is refused with the recipe, in each line. */
    private List<SourceText> complete(List<SourceText> texts) throws IOException {
        try {
            return compat ? texts : RecipeSources.withIncluded(texts);
        } catch (RecipeException refused) {
            return texts;
        }
    }

    private Function<Path, String> evaluation() throws IOException {
        Path file = variables;
        VariablesFile values = file == null ? VariablesFile.EMPTY : VariablesFile.of(JsonFile.read(file));
        Variables ofRoute = route.variables().orElse(Variables.NONE);
        List<SourceText> texts = new ArrayList<>();
        for (Path recipe : recipes) {
            try {
                texts.add(SourceText.read(recipe));
            } catch (CharacterCodingException notText) {
                return each -> NOT_TEXT;
            }
        }
        return new Evaluation(complete(texts), compat ? Reading.COMPAT : Reading.STRICT, values, ofRoute)::line;
    }
}
