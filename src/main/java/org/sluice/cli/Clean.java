package org.sluice.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sluice.files.FileWalk;
import org.sluice.files.NewFile;
import org.sluice.pixel.ScrubOrder;
import org.sluice.recipe.CompiledRecipe;
import org.sluice.recipe.function.Variables;
import org.sluice.recipe.syntax.Reading;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice clean}: files with the regions blanked that a recipe's labels name, and with its header actions done. */
@Command(
        name = "clean",
        description = {
            "Blanks in each flagged file what the coordinates of the labels that match name, does the header actions of the"
                    + " recipe, and writes the result in the file's own transfer syntax to --outfolder. Files that nothing"
                    + " flags are written too.",
            "",
            "What cannot be blanked exactly is not written and named with its kind: a rectangle outside of the picture, a"
                    + " header that contradicts the pixel data, a transfer syntax without a codec here, a label without"
                    + " coordinates.",
            "",
            "clean-results.tsv in --outfolder says of each file what was done.",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every file was written",
            "1:one was not; each is named with the reason",
            "2:the command line makes no sense"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice clean --deid ultrasound.deid --png --outfolder clean/ study/",
            "  sluice clean --deid ultrasound.deid --pixels-only --fill zero -o clean/ study/a.dcm"
        })
final class Clean implements Callable<Integer> {
    /** What stands beside the files that were written. */
    static final String TABLE = "clean-results.tsv";

    private final Console console;
    private final FileRun run;
    private long clean;
    private long blanked;
    private long failed;

    /** What comes in the place of what is blanked; in lower case because it is typed so. */
    enum FillWord {
        black,
        zero
    }

    @Option(names = "--ids", paramLabel = "FILE.json", description = "Values of the recipe's variables.")
    private @Nullable Path ids;

    @Option(
            names = {"-o", "--outfolder"},
            paramLabel = "FOLDER",
            description = "Where files are written (default: a new temporary folder).")
    private @Nullable Path outfolder;

    @Option(names = "--overwrite", description = "Replace files that exist in --outfolder.")
    private boolean overwrite;

    @Option(names = "--pixels-only", description = "Leave the recipe's header actions out.")
    private boolean pixelsOnly;

    @Option(
            names = "--png",
            description =
                    "Also write NAME.before.png and NAME.after.png of each blanked file: its first frame, with the"
                            + " rectangles drawn. Not for diagnosis.")
    private boolean png;

    @Option(
            names = "--uncompressed",
            description = "Write files in explicit VR little endian that came in a transfer syntax that compresses.")
    private boolean uncompressed;

    @Option(
            names = "--fill",
            paramLabel = "FILL",
            defaultValue = "black",
            description = "black: Pixel Padding Value, or black as the picture has it. zero: zeros, as deid writes."
                    + " (default: ${DEFAULT-VALUE})")
    private FillWord fill = FillWord.black;

    @Mixin
    private RouteOptions route = new RouteOptions();

    @Mixin
    private CrosswalkOptions crosswalk = new CrosswalkOptions();

    @Mixin
    private DeidClientOptions client = new DeidClientOptions();

    Clean(Console console) {
        this.console = console;
        this.run = new FileRun(console);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (InputPaths given = client.paths(console)) {
            return call(given.paths());
        }
    }

    private int call(List<Path> given) throws IOException, InterruptedException {
        Path named = outfolder;
        Path folder = named == null ? Files.createTempDirectory("sluice-") : named;
        CleanTask task = task(given, folder);
        try (NewFile table = new NewFile(folder.resolve(TABLE));
                Writer rows = new BufferedWriter(Channels.newWriter(table, StandardCharsets.UTF_8))) {
            rows.write(CleanRow.HEADING.tabSeparated());
            run.over(
                    client.walk(FileWalk.Order.BY_NAME),
                    given,
                    task::attempt,
                    row -> take(row, rows),
                    unlistable -> take(
                            CleanRow.failed(unlistable.toString(), "unlistable", "the folder cannot be listed"), rows));
            rows.flush();
            table.finish(NewFile.Existing.REPLACE);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        summary(folder);
        return failed == 0 ? ExitCode.OK : ExitCode.PROBLEM;
    }

    private CleanTask task(List<Path> given, Path folder) throws IOException {
        CompiledRecipe whole = client.recipe(Reading.STRICT, console);
        CompiledRecipe recipe = pixelsOnly ? whole.withoutActions() : whole;
        Path file = ids;
        if (file == null && !route.given() && !recipe.variables().isEmpty()) {
            throw new UsageFailure(
                    "the recipe asks for variables: --ids FILE.json, or --conf FILE and --route AE, name their values;"
                            + " --pixels-only leaves header actions out: "
                            + String.join(", ", new TreeSet<>(recipe.variables())));
        }
        IdentifierSets named = file == null ? IdentifierSets.NONE : IdentifierSets.read(file);
        return new CleanTask(
                recipe,
                crosswalk.reading(named.or(route.variables().orElse(Variables.NONE))),
                new OutputNames(given, folder),
                png ? CleanTask.Pictures.DRAWN : CleanTask.Pictures.NONE,
                overwrite ? NewFile.Existing.REPLACE : NewFile.Existing.KEEP,
                fill == FillWord.zero ? ScrubOrder.Colour.ZERO : ScrubOrder.Colour.BLACK,
                uncompressed ? CleanTask.Encoding.UNCOMPRESSED : CleanTask.Encoding.KEPT,
                crosswalk.crosswalk());
    }

    private void take(CleanRow row, Writer rows) {
        try {
            rows.write(row.tabSeparated());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        switch (row.result()) {
            case CleanRow.FAILED -> {
                failed++;
                run.complain(row.line());
            }
            case CleanRow.BLANKED -> {
                blanked++;
                console.out().print(row.line() + "\n");
            }
            default -> clean++;
        }
    }

    private void summary(Path folder) {
        if (client.quiet()) {
            return;
        }
        console.error("BLANKED " + blanked + " files, CLEAN " + clean + " files, to " + folder);
        if (failed > 0) {
            console.error("FAILED " + failed + " files, not written");
        }
    }
}
