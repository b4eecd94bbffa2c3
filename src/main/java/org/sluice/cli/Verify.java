package org.sluice.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sluice.files.FileWalk;
import org.sluice.files.FoundFile;
import org.sluice.files.NewFile;
import org.sluice.recipe.CompiledRecipe;
import org.sluice.recipe.function.Variables;
import org.sluice.recipe.syntax.Reading;
import org.sluice.text.OneLine;
import org.sluice.verify.Dciodvfy;
import org.sluice.verify.FindingsAsHtml;
import org.sluice.verify.FindingsAsJson;
import org.sluice.verify.FindingsAsText;
import org.sluice.verify.FindingsAsTsv;
import org.sluice.verify.InstanceVariables;
import org.sluice.verify.ReportWriter;
import org.sluice.verify.Verification;
import org.sluice.verify.VerifyReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice verify}: the proof that a folder is what de-identification made of another. */
@Command(
        name = "verify",
        description = {
            "Holds instances against what became of them: which line changed what, which values that identify somebody are"
                    + " still there, whether UIDs and patients became the same everywhere, and that all else is as it was.",
            "",
            "With --recipe, or the recipe of a --route, each original is paired with the instance that the recipe makes of it,"
                    + " and whatever differs from that is a finding. Without, instances are paired by pixel data and by the"
                    + " attributes that no profile changes.",
            "",
            "No value of a patient is shown: values are named by their attribute, their shape, and a digest that means nothing"
                    + " outside of the report.",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing was found",
            "1:something was; it is in the report",
            "2:the command line makes no sense, or a folder, the recipe or the configuration cannot be read"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice verify --original study/ --output clean/ --recipe recipes/safe-header.deid --vars ids.json",
            "  sluice verify --original study/ --output clean/ --conf conf/sluice.yaml --route SLUICE --html proof.html",
            "  sluice verify --original study/ --output theirs/ --tsv proof.tsv        what another program made"
        })
final class Verify implements Callable<Integer> {
    private final Console console;
    private final FileRun run;

    @Option(names = "--original", required = true, paramLabel = "DIR", description = "The instances as they were.")
    private Path original = Path.of("");

    @Option(names = "--output", required = true, paramLabel = "DIR", description = "What became of them.")
    private Path output = Path.of("");

    @Option(
            names = "--recipe",
            paramLabel = "RECIPE",
            description = "The recipe that made the output; several are combined in this order.")
    private List<Path> recipes = List.of();

    @Option(
            names = "--vars",
            paramLabel = "FILE.json",
            description = "Values of the recipe's variables, as --ids of identifiers has them.")
    private @Nullable Path variables;

    @Mixin
    private RouteOptions route = new RouteOptions();

    @Option(
            names = "--pattern",
            paramLabel = "GLOB",
            defaultValue = "*",
            description = "Which files, by name (default: all).")
    private String pattern = "*";

    @Option(names = "--json", paramLabel = "FILE", description = "Write the report as JSON.")
    private @Nullable Path json;

    @Option(names = "--tsv", paramLabel = "FILE", description = "Write it as a table with tabs.")
    private @Nullable Path tsv;

    @Option(names = "--html", paramLabel = "FILE", description = "Write it as one page for a browser.")
    private @Nullable Path html;

    @Option(
            names = "--show-values",
            description =
                    "Write the values that were met into the files of --json, --tsv and --html: they are a patient's.")
    private boolean showValues;

    @Option(
            names = "--dciodvfy",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description =
                    "How long dciodvfy may look for errors, all files together, where it is installed; 0 for not at all."
                            + " (default: ${DEFAULT-VALUE})")
    private int seconds = 60;

    Verify(Console console) {
        this.console = console;
        this.run = new FileRun(console);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        for (Path folder : List.of(original, output)) {
            if (!Files.isDirectory(folder)) {
                throw new UsageFailure(folder + ": expected a folder, found none");
            }
        }
        Map<Path, ReportWriter> files = files();
        if (showValues && files.isEmpty()) {
            throw new UsageFailure("--show-values goes with --json, --tsv or --html: values are never printed");
        }
        Optional<CompiledRecipe> recipe = readable(this::recipe);
        InstanceVariables given = readable(() -> variables(recipe));
        Optional<Dciodvfy> judge = seconds > 0 ? Dciodvfy.installed(Duration.ofSeconds(seconds)) : Optional.empty();
        Verification.Values values = showValues ? Verification.Values.TOLD : Verification.Values.HIDDEN;
        VerifyReport report = verify(new Verification(recipe, given, judge, values));
        for (Map.Entry<Path, ReportWriter> file : files.entrySet()) {
            write(report, file.getValue(), file.getKey());
        }
        new FindingsAsText().write(report, console.out());
        return report.findings() == 0 ? ExitCode.OK : ExitCode.PROBLEM;
    }

    private Map<Path, ReportWriter> files() {
        Map<Path, ReportWriter> files = new LinkedHashMap<>();
        put(files, json, new FindingsAsJson());
        put(files, tsv, new FindingsAsTsv());
        put(files, html, new FindingsAsHtml());
        return files;
    }

    private static void put(Map<Path, ReportWriter> files, @Nullable Path file, ReportWriter writer) {
        if (file != null && files.put(file, writer) != null) {
            throw new UsageFailure(file + " is named twice");
        }
    }

    /** What is asked for is not to be had: nothing can be proved then. */
    private interface Asked<T> {
        T read() throws IOException;
    }

    private static <T> T readable(Asked<T> reading) {
        try {
            return reading.read();
        } catch (CommandFailure e) {
            throw new UsageFailure(String.valueOf(e.getMessage()));
        } catch (NoSuchFileException e) {
            throw new UsageFailure(e.getFile() + " does not exist");
        } catch (IOException e) {
            throw new UsageFailure(OneLine.message(e));
        }
    }

    /** One that was named, or that of the route. */
    private Optional<CompiledRecipe> recipe() throws IOException {
        List<Path> named = recipes;
        if (named.isEmpty() && route.given()) {
            named = List.of(route.recipe()
                    .orElseThrow(() -> new UsageFailure("the route has no recipe of its own: name one by --recipe")));
        }
        return named.isEmpty() ? Optional.empty() : Optional.of(Recipes.load(named, Reading.STRICT));
    }

    private InstanceVariables variables(Optional<CompiledRecipe> recipe) throws IOException {
        if (recipe.isEmpty()) {
            return InstanceVariables.none();
        }
        Path file = variables;
        if (file == null && !route.given() && !recipe.get().variables().isEmpty()) {
            throw new UsageFailure(
                    "the recipe asks for variables, and only --vars FILE.json, or --conf FILE and --route AE,"
                            + " can name their values: "
                            + String.join(", ", new TreeSet<>(recipe.get().variables())));
        }
        IdentifierSets named = file == null ? IdentifierSets.NONE : IdentifierSets.read(file);
        return inSets(named.or(route.variables().orElse(Variables.NONE)));
    }

    private static InstanceVariables inSets(IdentifierSets sets) {
        return new InstanceVariables() {
            @Override
            public Variables of(FoundFile file, String sopInstanceUid) {
                return sets.of(file, sopInstanceUid);
            }

            @Override
            public Variables ofAll() {
                return sets.ofAll();
            }
        };
    }

    private VerifyReport verify(Verification verification) throws IOException, InterruptedException {
        FileWalk walk = new FileWalk(FileWalk.Order.BY_NAME, pattern);
        Consumer<Verification.Output> add = looked -> {
            if (!looked.file().below().endsWith(Clean.TABLE)) {
                verification.add(looked);
            }
        };
        run.over(walk, List.of(output), verification::look, add, verification::unlistable);
        run.over(walk, List.of(original), verification::check, verification::take, verification::unlistable);
        over(verification.unclaimed(), verification::contentOf, content -> content.ifPresent(verification::addContent));
        over(verification.leftovers(), verification::checkLeftover, verification::take);
        return verification.report();
    }

    private <R> void over(List<Integer> numbers, Function<Integer, R> work, Consumer<R> taken)
            throws InterruptedException {
        Progress progress = new Progress(console, "unpaired files");
        long[] done = {0};
        try (OrderedWork<Integer, R> ordered = new OrderedWork<>(work, result -> {
            taken.accept(result);
            progress.done(++done[0], OptionalLong.of(numbers.size()));
        })) {
            for (Integer number : numbers) {
                ordered.add(number);
            }
            ordered.finish();
        } finally {
            progress.clear();
        }
    }

    private static void write(VerifyReport report, ReportWriter writer, Path file) throws IOException {
        try (NewFile target = new NewFile(file);
                Writer out = new BufferedWriter(Channels.newWriter(target, StandardCharsets.UTF_8))) {
            writer.write(report, out);
            out.flush();
            target.finish(NewFile.Existing.REPLACE);
        }
    }
}
