package org.sluice.cli;

import java.util.Arrays;
import org.sluice.recipe.syntax.FilterSection;
import org.sluice.recipe.syntax.Recipe;
import org.sluice.text.SourceText;
import org.sluice.text.Span;
import picocli.CommandLine.Option;

/** Options that deid's client has for all its commands, before their names; {@link CommandLineOrder} takes them there too. */
final class DeidClientOptions {
    private static final String DEBUG = "--debug";

    /** What files are; in lower case because it is typed so. */
    enum Format {
        dicom
    }

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

    /** With {@code --debug}, one line for each part of a recipe, as deid prints them. */
    void explain(Recipe recipe, Console console) {
        if (!debug) {
            return;
        }
        console.error("DEBUG FORMAT set to " + Format.dicom);
        for (FilterSection section : recipe.filters()) {
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
