package org.sluice.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sluice.recipe.CompiledRecipe;
import org.sluice.recipe.syntax.FilterSection;
import org.sluice.recipe.syntax.Reading;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice inspect}: which files a recipe flags, and why. Reads headers only, on all cores. */
@Command(
        name = "inspect",
        description = "Says which DICOM files a recipe flags, and why. Files that cannot be read are named on standard"
                + " error and counted; they end nothing.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every file was looked at, whether flagged or not",
            "1:the recipe is refused; or, with --fail-on-flagged, a file was flagged or cannot be read",
            "2:the command line makes no sense"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice inspect --deid recipes/dangerous-cookie.deid dicom-cookies/",
            "  sluice inspect --deid site.deid --deid ct.deid --save --outfolder results/ archive/",
            "  sluice inspect --deid recipes/burned-in.deid --json --fail-on-flagged export/ | jq .results"
        })
final class Inspect implements Callable<Integer> {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yy-MM-dd", Locale.ROOT);

    private final Console console;
    private final Progress progress;
    private long done;
    private boolean complaint;

    @Option(
            names = "--deid",
            required = true,
            paramLabel = "RECIPE",
            description = "The recipe; several are combined in this order.")
    private List<Path> recipes = List.of();

    @Option(
            names = {"-s", "--save"},
            description = "Write the results to pixel-flag-results-NAMES-YY-MM-DD.tsv.")
    private boolean save;

    @Option(
            names = {"-o", "--outfolder"},
            paramLabel = "FOLDER",
            defaultValue = ".",
            description = "Where --save writes (default: the working directory).")
    private Path outfolder = Path.of(".");

    @Option(
            names = "--pattern",
            paramLabel = "GLOB",
            defaultValue = "*",
            description = "Which files of folders are looked at, by name (default: all).")
    private String pattern = "*";

    @Option(names = "--json", description = "Print one line of JSON for each file.")
    private boolean json;

    @Option(names = "--compat", description = "Read the recipe, print and write exactly as deid 0.4.12 does.")
    private boolean compat;

    @Option(names = "--fail-on-flagged", description = "End with 1 when a file is flagged or cannot be read.")
    private boolean failOnFlagged;

    @Parameters(arity = "1..*", paramLabel = "PATH", description = "Files, or folders with all below.")
    private List<Path> paths = List.of();

    Inspect(Console console) {
        this.console = console;
        this.progress = new Progress(console);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Reading reading = compat ? Reading.COMPAT : Reading.STRICT;
        CompiledRecipe recipe = Recipes.load(recipes, reading);
        FileWalk walk = new FileWalk(compat ? FileWalk.Order.AS_LISTED : FileWalk.Order.BY_NAME, pattern);
        String day = DAY.format(LocalDate.now(ZoneId.systemDefault()));
        Path target = outfolder.resolve("pixel-flag-results-" + names() + "-" + day + ".tsv");
        try (InspectReport report = report(recipe);
                FlagTable table = save ? new FlagTable(target) : null) {
            inspect(walk, new Inspector(recipe, reading), report, table);
            report.finish();
            if (table != null) {
                table.finish();
                say("Result written to " + target.normalize());
            }
        }
        return failOnFlagged && complaint ? ExitCode.PROBLEM : ExitCode.OK;
    }

    private InspectReport report(CompiledRecipe recipe) throws IOException {
        if (json) {
            return new JsonReport(console);
        }
        return compat ? new CompatReport(console) : new SeedReport(console, sections(recipe));
    }

    private static List<String> sections(CompiledRecipe recipe) {
        return recipe.recipe().filters().stream().map(FilterSection::name).toList();
    }

    /** The base names of the paths, joined: what the table is called after. */
    private String names() {
        return paths.stream()
                .map(path -> path.toAbsolutePath().normalize().getFileName())
                .map(name -> name == null ? "" : name.toString())
                .collect(Collectors.joining("-"));
    }

    private void inspect(FileWalk walk, Inspector inspector, InspectReport report, @Nullable FlagTable table)
            throws IOException, InterruptedException {
        FileCount count = FileCount.of(walk, paths, console);
        try (OrderedWork<FoundFile, Inspected> work = new OrderedWork<>(inspector::inspect, inspected -> {
            take(inspected, report, table);
            progress.done(++done, count.all());
        })) {
            walk.visit(paths, new FileWalk.Visitor() {
                @Override
                public void file(FoundFile file) throws InterruptedException {
                    work.add(file);
                }

                @Override
                public void unreadable(Path folder, IOException problem) {
                    complain(folder, "the folder cannot be listed");
                }
            });
            work.finish();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            progress.clear();
        }
    }

    private void take(Inspected inspected, InspectReport report, @Nullable FlagTable table) {
        try {
            report.add(inspected);
            if (inspected instanceof Inspected.Judged judged) {
                complaint |= judged.verdict().flagged();
                if (table != null) {
                    table.add(judged.file().path().toString(), judged.verdict());
                }
            } else if (inspected instanceof Inspected.Contradicting contradicting) {
                complaint = true;
                if (table != null) {
                    table.add(contradicting.file().path().toString(), contradicting.contradiction());
                }
            } else if (inspected instanceof Inspected.Unreadable unreadable) {
                complain(unreadable.file().path(), unreadable.problem());
            } else if (inspected instanceof Inspected.Undecided undecided) {
                complain(undecided.file().path(), undecided.problem());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void complain(Path path, String problem) {
        complaint = true;
        progress.clear();
        console.error(
                compat
                        ? "WARNING Cannot read input file " + path + ", skipping."
                        : "UNREADABLE " + path + ": " + problem);
    }

    /** A line that is not a result: with --json, standard output is for machines only. */
    private void say(String line) {
        if (json) {
            console.error(line);
        } else {
            console.out().print(line + "\n");
        }
    }
}
