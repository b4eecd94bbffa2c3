package org.sluice.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import org.jspecify.annotations.Nullable;
import org.sluice.recipe.CompiledRecipe;
import org.sluice.recipe.syntax.Reading;
import org.sluice.recipe.syntax.Recipe;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** In which form {@code inspect} prints what it finds; without any of these options, for people to read. */
final class InspectForm {
    /** Forms of JSON; in lower case because they are typed so. */
    enum Json {
        lines,
        grouped
    }

    @Option(
            names = "--json",
            arity = "0..1",
            fallbackValue = "lines",
            preprocessor = AttachedOnly.class,
            paramLabel = "grouped",
            description = "Print one line of JSON for each file; with =grouped one object with the clean files, the"
                    + " flagged ones by section, and the reason for each of these.")
    private @Nullable Json json;

    @Option(names = "--csv", description = "Print the rows of --save with commas.")
    private boolean csv;

    @Option(names = "--tsv", description = "Print the rows of --save with tabs.")
    private boolean tsv;

    /** Whether standard output is for machines only. */
    boolean isForMachines() {
        return json != null || csv || tsv;
    }

    InspectReport report(Console console, CompiledRecipe recipe, DeidClientOptions client) throws IOException {
        List<String> sections = recipe.recipe().filters().stream()
                .map(Recipe.FilterSection::name)
                .toList();
        if (json != null) {
            return json == Json.grouped ? new GroupedReport(console, sections) : new JsonReport(console);
        }
        if (csv || tsv) {
            return new TableReport(console, csv ? FlagRow::commaSeparated : FlagRow::tabSeparated);
        }
        if (recipe.reading() == Reading.COMPAT) {
            return new CompatReport(console);
        }
        return new TextReport(
                console, sections, client.quiet() ? TextReport.Paragraphs.LEFT_OUT : TextReport.Paragraphs.SHOWN);
    }

    /** The word behind {@code --json} is a path; only what an equals sign joins to it is a form. */
    static final class AttachedOnly implements IParameterPreprocessor {
        @Override
        public boolean preprocess(Stack<String> args, CommandSpec command, ArgSpec option, Map<String, Object> info) {
            if (!"=".equals(info.get("separator"))) {
                args.push(Json.lines.name());
            }
            return false;
        }
    }
}
