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
import org.sluice.files.FileWalk;
import org.sluice.recipe.CompiledRecipe;
import org.sluice.recipe.Inspected;
import org.sluice.recipe.RecipeFiles;
import org.sluice.recipe.syntax.Reading;
import org.sluice.text.OneLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice inspect}: which files a recipe flags, and why. Reads headers only, on all cores. */
@Command(
        name = "inspect",
        description = "Says which DICOM files a recipe flags, and why. Files that cannot be read are named on standard"
                + " error and counted; they end nothing.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every file that can be read was looked at, whether flagged or not; the others are named",
            "1:the recipe is refused; or, with --fail-on-flagged, a file was flagged or cannot be read",
            "2:the command line makes no sense"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice inspect --deid recipes/dangerous-cookie.deid dicom-cookies/",
            "  sluice inspect --deid site.deid --deid ct.deid --save --outfolder results/ archive/",
            "  sluice inspect --deid recipes/burned-in.deid --json --fail-on-flagged export/ | jq .results",
            "  sluice inspect --json=grouped export/ | jq .flagged"
        })
final class Inspect implements Callable<Integer> {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yy-MM-dd", Locale.ROOT);

    private final Console console;
    private final FileRun run;
    private boolean complaint;

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
            names = "--overwrite",
            description = "What --save writes always replaces an older file of that name, so this changes nothing.")
    @SuppressWarnings("UnusedVariable") // deid's client takes it
    private boolean overwrite;

    @ArgGroup
    private InspectForm form = new InspectForm();

    @Mixin
    private DeidClientOptions client = new DeidClientOptions();

    @Option(names = "--compat", description = "Read the recipe, print and write exactly as deid 0.4.12 does.")
    private boolean compat;

    @Option(names = "--fail-on-flagged", description = "End with 1 when a file is flagged or cannot be read.")
    private boolean failOnFlagged;

    Inspect(Console console) {
        this.console = console;
        this.run = new FileRun(console);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Reading reading = compat ? Reading.COMPAT : Reading.STRICT;
        CompiledRecipe recipe = client.recipe(reading, console);
        if (!client.namesRecipe() && !client.quiet()) {
            console.error("No recipe is given: this is " + Recipes.BUILT_IN);
        }
        try (InputPaths given = client.paths(console)) {
            inspect(given.paths(), recipe);
        }
        return failOnFlagged && complaint ? ExitCode.PROBLEM : ExitCode.OK;
    }

    private void inspect(List<Path> given, CompiledRecipe recipe) throws IOException, InterruptedException {
        FileWalk walk = client.walk(compat ? FileWalk.Order.AS_LISTED : FileWalk.Order.BY_NAME);
        String day = DAY.format(LocalDate.now(ZoneId.systemDefault()));
        Path target = outfolder.resolve("pixel-flag-results-" + names(given) + "-" + day + ".tsv");
        try (InspectReport report = form.report(console, recipe, client);
                FlagTable table = save ? new FlagTable(target) : null) {
            inspect(walk, given, RecipeFiles.of(recipe), report, table);
            report.finish();
            if (table != null) {
                table.finish();
                say("Result written to " + target.normalize());
            }
        }
    }

    /** The base names of the paths, joined: what the table is called after. */
    private static String names(List<Path> given) {
        return given.stream()
                .map(path -> path.toAbsolutePath().normalize().getFileName())
                .map(name -> name == null ? "" : name.toString())
                .collect(Collectors.joining("-"));
    }

    private void inspect(
            FileWalk walk, List<Path> given, RecipeFiles recipe, InspectReport report, @Nullable FlagTable table)
            throws IOException, InterruptedException {
        try {
            run.over(
                    walk,
                    given,
                    recipe::inspect,
                    inspected -> take(inspected, report, table),
                    folder -> complain(folder, "the folder cannot be listed"));
        } catch (UncheckedIOException e) {
            throw e.getCause();
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
        run.complain(
                compat
                        ? "WARNING Cannot read input file " + path + ", skipping."
                        : OneLine.of("UNREADABLE " + path + ": " + problem));
    }

    /** A line that is not a result. */
    private void say(String line) {
        if (form.isForMachines()) {
            console.error(line);
        } else {
            console.out().print(line + "\n");
        }
    }
}
