package org.sluice.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sluice.files.FileWalk;
import org.sluice.files.NewFile;
import org.sluice.recipe.CompiledRecipe;
import org.sluice.recipe.function.Variables;
import org.sluice.recipe.syntax.Reading;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice identifiers}: what stands in the headers of files, and files with cleaned headers. */
@Command(
        name = "identifiers",
        description = {
            "Gets identifiers out of DICOM headers, or puts files with cleaned headers into a folder.",
            "",
            "get      writes the header of each file as JSON (DICOM JSON model, PS3.18 annex F): to --outfolder as"
                    + " NAME.json, or to standard output as one line for each file.",
            "put      runs the %%header actions of the recipe and writes each cleaned file to --outfolder, pixel data and"
                    + " all that no action names as they are. Says which files the recipe's filters flag; with"
                    + " --clean-only those are not written. What the node would quarantine, for one because no SOP Instance"
                    + " UID is left, is not written either.",
            "all      does both; the JSON goes to the folder identifiers in --outfolder.",
            "inspect  says what put would change and which files are flagged, and writes nothing.",
            "",
            "--ids names a JSON file with the values of the recipe's variables: an object for each instance under its SOP"
                    + " Instance UID, path or file name; in \"studies\" for each study under its Study Instance UID, in"
                    + " \"patients\" for each patient under the Patient ID or ID^^^ISSUER; and plain values for all instances. --conf and --route take the"
                    + " variables of a node's route, and what they stand for there, for names that --ids does not have.",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every file was done",
            "1:one was not: it cannot be read, it exists already, a variable has no value, the node would quarantine it,"
                    + " or it is flagged and --clean-only given or its actions fail",
            "2:the command line makes no sense"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice identifiers --action get --outfolder headers/ study/",
            "  sluice identifiers --action put --deid site.deid --ids ids.json --outfolder clean/ study/",
            "  sluice identifiers --action put --conf conf/sluice.yaml --route SLUICE --deid site.deid -o clean/ study/",
            "  sluice identifiers --action inspect --deid recipes/safe-header.deid --ids ids.json study/a.dcm"
        })
final class Identifiers implements Callable<Integer> {
    private final Console console;
    private final FileRun run;
    private long done;
    private long failed;
    private long flagged;
    private long leftOut;
    private long droppedWords;

    /** What is wanted; in lower case because it is typed so. */
    enum Action {
        get,
        put,
        all,
        inspect
    }

    @Option(names = "--action", required = true, description = "One of: ${COMPLETION-CANDIDATES}.")
    private Action action = Action.inspect;

    @Option(names = "--ids", paramLabel = "FILE.json", description = "Values of the recipe's variables.")
    private @Nullable Path ids;

    @Option(
            names = {"-o", "--outfolder"},
            paramLabel = "FOLDER",
            description = "Where files are written; put and all make a new temporary folder without it.")
    private @Nullable Path outfolder;

    @Option(names = "--overwrite", description = "Replace files that exist in --outfolder.")
    private boolean overwrite;

    @Option(names = "--clean-only", description = "With put and all: do not write files that the filters flag.")
    private boolean cleanOnly;

    @Mixin
    private RouteOptions route = new RouteOptions();

    @Mixin
    private CrosswalkOptions crosswalk = new CrosswalkOptions();

    @Mixin
    private DeidClientOptions client = new DeidClientOptions();

    Identifiers(Console console) {
        this.console = console;
        this.run = new FileRun(console);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        boolean writes = action == Action.put || action == Action.all;
        if (cleanOnly && !writes) {
            throw new UsageFailure(
                    "--clean-only goes with --action put and --action all: " + action + " writes no copies");
        }
        try (InputPaths given = client.paths(console)) {
            return call(given.paths());
        }
    }

    private int call(List<Path> given) throws IOException, InterruptedException {
        Optional<Path> folder = folder();
        IdentifierTask task = task(given, folder);
        run.over(
                client.walk(FileWalk.Order.BY_NAME),
                given,
                task::attempt,
                this::take,
                unlistable ->
                        take(IdentifierTask.Done.failed("UNREADABLE " + unlistable + ": the folder cannot be listed")));
        return summary(folder);
    }

    /** Where files are written; empty when none are. */
    private Optional<Path> folder() throws IOException {
        Path named = outfolder;
        if (named != null || action == Action.get || action == Action.inspect) {
            return Optional.ofNullable(named);
        }
        return Optional.of(Files.createTempDirectory("sluice-"));
    }

    private IdentifierTask task(List<Path> given, Optional<Path> folder) throws IOException {
        NewFile.Existing existing = overwrite ? NewFile.Existing.REPLACE : NewFile.Existing.KEEP;
        return switch (action) {
            case get -> new HeaderExport(folder.map(to -> new OutputNames(given, to)), existing);
            case put -> cleaning(given, folder.orElseThrow(), existing);
            case all ->
                new HeaderExport(folder.map(to -> new OutputNames(given, to.resolve("identifiers"))), existing)
                        .then(cleaning(given, folder.orElseThrow(), existing));
            case inspect -> new ChangeList(recipe(), identifierSets());
        };
    }

    private IdentifierTask cleaning(List<Path> given, Path folder, NewFile.Existing existing) throws IOException {
        CleanedCopy.Written written = cleanOnly ? CleanedCopy.Written.CLEAN_ONLY : CleanedCopy.Written.ALL;
        return new CleanedCopy(
                recipe(), identifierSets(), new OutputNames(given, folder), existing, written, crosswalk.crosswalk());
    }

    private CompiledRecipe recipe() throws IOException {
        CompiledRecipe recipe = client.recipe(Reading.STRICT, console);
        if (!recipe.hasActions()) {
            console.error(
                    "WARNING " + recipe.name() + " has no header actions: no identifier is taken out of any file");
        }
        if (ids == null && !route.given() && !recipe.variables().isEmpty()) {
            throw new UsageFailure(
                    "the recipe asks for variables, and only --ids FILE.json, or --conf FILE and --route AE,"
                            + " can name their values: "
                            + String.join(", ", new TreeSet<>(recipe.variables())));
        }
        return recipe;
    }

    private IdentifierSets identifierSets() throws IOException {
        Path file = ids;
        IdentifierSets named = file == null ? IdentifierSets.NONE : IdentifierSets.read(file);
        return crosswalk.reading(named.or(route.variables().orElse(Variables.NONE)));
    }

    /** On standard error, for standard output may be JSON. */
    private int summary(Optional<Path> folder) {
        if (client.quiet()) {
            return failed + leftOut == 0 ? ExitCode.OK : ExitCode.PROBLEM;
        }
        boolean wrote = action == Action.put || action == Action.all;
        console.error((wrote ? "WRITTEN " : "READ ") + done + " files"
                + folder.map(to -> " to " + to).orElse(""));
        if (flagged > 0) {
            String unwritten = leftOut == flagged ? ", not written" : ", " + leftOut + " not written";
            console.error("FLAGGED " + flagged + " files" + (leftOut > 0 ? unwritten : ""));
        }
        if (droppedWords > 0) {
            console.error("DROPPED " + droppedWords + " words of descriptions");
        }
        if (failed > 0) {
            console.error("FAILED " + failed + " files");
        }
        return failed + leftOut == 0 ? ExitCode.OK : ExitCode.PROBLEM;
    }

    private void take(IdentifierTask.Done result) {
        console.out().print(result.output());
        droppedWords += result.droppedWords();
        flagged += result.verdict() == IdentifierTask.Verdict.CLEAN ? 0 : 1;
        if (result.verdict() == IdentifierTask.Verdict.LEFT_OUT) {
            leftOut++;
        } else if (result.problem().isEmpty()) {
            done++;
        } else {
            failed++;
            run.complain(result.problem());
        }
    }
}
