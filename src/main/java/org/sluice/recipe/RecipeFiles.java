package org.sluice.recipe;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.dataset.Contradiction;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.HeaderLimits;
import org.sluice.files.FileWalk;
import org.sluice.files.FoundFile;
import org.sluice.files.NewFile;
import org.sluice.recipe.action.HeaderEdits;
import org.sluice.recipe.filter.EvaluationException;
import org.sluice.recipe.filter.Occurrences;
import org.sluice.recipe.filter.Verdict;
import org.sluice.recipe.function.ActionException;
import org.sluice.recipe.function.Variables;
import org.sluice.recipe.syntax.Reading;
import org.sluice.recipe.syntax.RecipeException;
import org.sluice.recipe.syntax.RecipeSources;

/**
 * A recipe at work on DICOM files: what {@code inspect} and {@code identifiers} do, for a program of one's own.
 *
 * <pre>{@code
 * RecipeFiles recipe = RecipeFiles.of(Path.of("recipes/burned-in.deid"));
 * Inspection found = recipe.inspect(List.of(Path.of("study")));
 * found.flagged().forEach((file, reason) -> System.out.println(file + ": " + reason));
 * }</pre>
 *
 * <p>A file gets the same answer here as an instance at a node. Used by any number of threads.
 */
public final class RecipeFiles {
    private final CompiledRecipe recipe;

    private RecipeFiles(CompiledRecipe recipe) {
        this.recipe = recipe;
    }

    /**
     * Recipes of files, in load order, in the strict reading and with the functions found on the class path.
     *
     * @throws RecipeException when a text is refused, with all that is wrong
     * @throws IOException when a file cannot be read
     */
    public static RecipeFiles of(Path... recipes) throws IOException, RecipeException {
        return of(CompiledRecipe.load(RecipeSources.read(List.of(recipes), Reading.STRICT), Reading.STRICT));
    }

    /** A recipe that was read before, in either reading. */
    public static RecipeFiles of(CompiledRecipe recipe) {
        return new RecipeFiles(recipe);
    }

    /**
     * Asks the filters about files, and about all files in folders and below. One after the other; what they say is held, so
     * an archive of millions is better asked file by file.
     *
     * @throws NoSuchFileException when a path does not exist; before any is read
     */
    public Inspection inspect(List<Path> paths) throws IOException {
        List<Path> clean = new ArrayList<>();
        Map<Path, String> flagged = new LinkedHashMap<>();
        Map<Path, String> undecided = new LinkedHashMap<>();
        new FileWalk(FileWalk.Order.BY_NAME, "*").visit(paths, new FileWalk.Visitor<RuntimeException>() {
            @Override
            public void file(FoundFile file) {
                Inspected inspected = inspect(file);
                if (inspected instanceof Inspected.Judged judged
                        && !judged.verdict().flagged()) {
                    clean.add(file.path());
                } else if (inspected instanceof Inspected.Judged judged) {
                    flagged.put(file.path(), Inspection.reason(judged.verdict()));
                } else if (inspected instanceof Inspected.Contradicting contradicting) {
                    flagged.put(file.path(), contradicting.contradiction().kindAndText());
                } else if (inspected instanceof Inspected.Unreadable unreadable) {
                    undecided.put(file.path(), unreadable.problem());
                } else if (inspected instanceof Inspected.Undecided failed) {
                    undecided.put(file.path(), failed.problem());
                }
            }

            @Override
            public void unreadable(Path folder, IOException problem) {
                undecided.put(folder, "the folder cannot be listed");
            }
        });
        return new Inspection(clean, flagged, undecided);
    }

    /** Asks the filters about one file. */
    public Inspected inspect(FoundFile file) {
        try {
            ScreenedInstance screened = ScreenedInstance.of(file.path(), recipe, HeaderLimits.DEFAULT);
            if (recipe.reading() == Reading.COMPAT && !screened.hasPreamble()) {
                return new Inspected.Unreadable(file, "expected DICM behind a preamble, found something else");
            }
            Optional<Contradiction> contradiction = screened.contradiction();
            if (contradiction.isPresent()) {
                return new Inspected.Contradicting(file, contradiction.get());
            }
            screened.requireReadable();
            return new Inspected.Judged(file, screened.screening().verdict(Occurrences.ANY));
        } catch (EvaluationException e) {
            return new Inspected.Undecided(file, String.valueOf(e.getMessage()));
        } catch (DataSetException e) {
            return new Inspected.Unreadable(file, String.valueOf(e.getMessage()));
        } catch (NoSuchFileException e) {
            return new Inspected.Unreadable(file, "it is gone, or a link that leads nowhere");
        } catch (IOException e) {
            return new Inspected.Unreadable(
                    file, "it cannot be read: " + e.getClass().getSimpleName());
        }
    }

    /**
     * Writes a file with the recipe's header actions done, and with file meta information of our own (PS3.10 7.1). It is there
     * complete or not at all.
     *
     * @param in the file that is read; it stays as it is
     * @param out the file that is written; its folder is made where it is missing
     * @param variables what {@code var:} names stand for
     * @return what the filters say of the file as it was read. One that is flagged is not written
     * @throws DataSetException when it is no DICOM file or a damaged one, or contradicts PS3.5
     * @throws EvaluationException when the filters cannot say what they think of it
     * @throws ActionException when an action cannot be done, for one because a variable has no value, or the result is no
     *     instance any more. Neither message holds a value
     * @throws java.nio.file.FileAlreadyExistsException when {@code out} is there already
     */
    public Verdict edit(Path in, Path out, Map<String, String> variables)
            throws IOException, DataSetException, ActionException {
        return edit(in, out, Variables.of(variables));
    }

    /** The same with variables that differ from instance to instance, such as those of a route of a node. */
    public Verdict edit(Path in, Path out, Variables variables)
            throws IOException, DataSetException, ActionException {
        ScreenedInstance instance = ScreenedInstance.toBeWritten(in, recipe, variables, HeaderLimits.DEFAULT);
        instance.requireSound();
        Verdict verdict = instance.screening().verdict(Occurrences.ANY);
        if (verdict.flagged()) {
            return verdict;
        }
        HeaderEdits edits = instance.edit(variables);
        Optional<String> unsendable = edits.unsendable();
        if (unsendable.isPresent()) {
            throw new ActionException(unsendable.get());
        }
        try (NewFile file = new NewFile(out)) {
            instance.write(edits, file::write);
            file.finish(NewFile.Existing.KEEP);
        }
        return verdict;
    }
}
