package org.sluice.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sluice.files.FileWalk;
import org.sluice.recipe.CompiledRecipe;
import org.sluice.recipe.syntax.Reading;
import org.sluice.recipe.syntax.Recipe;
import org.sluice.text.SourceText;
import org.sluice.text.Span;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * What {@code inspect} and {@code identifiers} take as deid's client does: options, some of which may stand before the
 * command's name ({@link CommandLineOrder}), and the paths of files.
 */
final class DeidClientOptions {
    private static final String DEBUG = "--debug";

    /** What files are; in lower case because it is typed so. */
    enum Format {
        dicom
    }

    @Option(
            names = "--deid",
            paramLabel = "RECIPE",
            description = "The recipe, or a folder with a file deid; several are combined in this order (default: "
                    + Recipes.BUILT_IN + ", which edits nothing).")
    private List<Path> recipes = List.of();

    @Option(
            names = "--pattern",
            paramLabel = "GLOB",
            defaultValue = "*",
            description = "Which files of folders are looked at, by name (default: all).")
    private String pattern = "*";

    @Parameters(
            arity = "0..*",
            paramLabel = "PATH",
            description = "Files, or folders with all below (default: the samples of demo).")
    private List<Path> paths = List.of();

    @Option(
            names = {"-q", "--quiet"},
            description = "Print results and problems, nothing about the run itself.")
    private boolean quiet;

    @Option(names = DEBUG, description = "Say on standard error what the recipe holds, and log everything.")
    private boolean debug;

    @Option(
            names = {"-f", "--format"},
            paramLabel = "FORMAT",
            description = "What the files are: dicom, and nothing else so far (default: dicom).")
    @SuppressWarnings("UnusedVariable") // there is one value, and any other is refused where it is read
    private Format format = Format.dicom;

    @Option(names = "-v", versionHelp = true, description = "As -V.")
    @SuppressWarnings("UnusedVariable") // for its name and help
    private boolean version;

    /** To be called before the first logger is made. */
    static void configure(String[] arguments) {
        if (Arrays.asList(arguments).contains(DEBUG)) {
            System.setProperty("SLUICE_LOG_LEVEL", "DEBUG");
        }
    }

    boolean quiet() {
        return quiet;
    }

    /** Whether a recipe was named. */
    boolean namesRecipe() {
        return !recipes.isEmpty();
    }

    /** The recipe to work with. With {@code --debug}, says what it holds. */
    CompiledRecipe recipe(Reading reading, Console console) throws IOException {
        CompiledRecipe recipe = Recipes.load(recipes, reading);
        if (debug) {
            explain(recipe.recipe(), console);
        }
        return recipe;
    }

    /** The walk that finds the files of {@link #paths}. */
    FileWalk walk(FileWalk.Order order) {
        return new FileWalk(order, pattern);
    }

    /** The paths that were given, or samples; unless {@code --quiet}, the console is told which. */
    InputPaths paths(Console console) throws IOException {
        return InputPaths.of(paths, quiet ? Optional.empty() : Optional.of(console));
    }

    /** One line for each part of a recipe, as deid prints them. */
    private static void explain(Recipe recipe, Console console) {
        console.error("DEBUG FORMAT set to " + Format.dicom);
        for (Recipe.FilterSection section : recipe.filters()) {
            console.error("DEBUG Adding section filter " + section.name());
        }
        if (!recipe.header().isEmpty()) {
            console.error("DEBUG Adding section header");
        }
        recipe.header().forEach(action -> console.error("DEBUG Adding " + line(recipe, action.at())));
    }

    private static String line(Recipe recipe, Span at) {
        return recipe.sources().stream()
                .filter(source -> source.name().equals(at.file()))
                .map(SourceText::lines)
                .map(lines -> lines.get(at.line() - 1).strip())
                .findFirst()
                .orElseThrow();
    }
}
