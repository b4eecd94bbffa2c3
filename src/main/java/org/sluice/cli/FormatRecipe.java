package org.sluice.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.sluice.files.NewFile;
import org.sluice.recipe.syntax.RecipeException;
import org.sluice.recipe.syntax.RecipeFixes;
import org.sluice.recipe.syntax.RecipeFormat;
import org.sluice.text.Problem;
import org.sluice.text.SourceText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice recipe format}: a recipe in its canonical layout, comments kept. */
@Command(
        name = "format",
        description = "Prints a recipe in canonical layout; comments are kept, and it means what it meant.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:each recipe was formatted",
            "1:a recipe is refused; it is left as it is",
            "2:the command line makes no sense"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  sluice recipe format site.deid", "  sluice recipe format --fix --write site.deid ct.deid"})
final class FormatRecipe implements Callable<Integer> {
    private final Console console;

    @Option(
            names = "--fix",
            description =
                    "First put right what is sure to be the same: wrong case, a plural or possessive s, misspelt words of"
                            + " the language. No name becomes another attribute; such suggestions are left to you.")
    private boolean fix;

    @Option(names = "--write", description = "Write the result back to the file instead of printing it.")
    private boolean write;

    @Mixin
    private JsonReports json = new JsonReports();

    @Parameters(arity = "1..*", paramLabel = "RECIPE", description = "Recipe files.")
    private List<Path> recipes = List.of();

    FormatRecipe(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        boolean ok = true;
        for (Path recipe : recipes) {
            ok &= format(recipe);
        }
        return ok ? ExitCode.OK : ExitCode.PROBLEM;
    }

    private boolean format(Path file) throws IOException {
        SourceText source = Recipes.read(file);
        RecipeFixes.Fixed fixed =
                fix ? RecipeFixes.apply(source, Recipes.functions()) : new RecipeFixes.Fixed(source, List.of());
        try {
            String text = RecipeFormat.format(fixed.text(), Recipes.functions());
            boolean changed = !text.equals(source.content());
            if (write && changed) {
                replace(file, text);
            }
            report(file, fixed.applied(), text, changed);
            return true;
        } catch (RecipeException e) {
            refuse(file, e.problems());
            return false;
        }
    }

    private void report(Path file, List<Problem> applied, String text, boolean changed) throws IOException {
        if (json.wanted()) {
            JsonReports.print(console, out -> {
                out.writeStringField("file", file.toString());
                out.writeBooleanField("ok", true);
                out.writeBooleanField("changed", changed);
                JsonReports.write("fixed", applied, out);
                if (!write) {
                    out.writeStringField("text", text);
                }
            });
            return;
        }
        applied.forEach(problem -> console.error("fixed: " + problem.display()));
        if (write) {
            console.error(file + (changed ? ": formatted" : ": as it should be"));
        } else {
            console.out().print(text);
        }
    }

    private void refuse(Path file, List<Problem> problems) throws IOException {
        json.refuse(console, problems, out -> {
            out.writeStringField("file", file.toString());
            out.writeBooleanField("ok", false);
        });
        if (!json.wanted()) {
            console.error(file + ": refused, and left as it is");
        }
    }

    /** The old text or the new one, whatever happens; who may read the file stays as it was. */
    private static void replace(Path file, String text) throws IOException {
        Path real = file.toRealPath();
        var permissions = Files.getPosixFilePermissions(real);
        try (NewFile written = new NewFile(real)) {
            written.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            written.finish(NewFile.Existing.REPLACE);
        }
        Files.setPosixFilePermissions(real, permissions);
    }
}
