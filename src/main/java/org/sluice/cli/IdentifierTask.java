package org.sluice.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import org.sluice.dataset.DataSetException;
import org.sluice.files.FoundFile;
import org.sluice.recipe.action.LateActionException;
import org.sluice.recipe.filter.EvaluationException;
import org.sluice.recipe.function.ActionException;
import org.sluice.text.OneLine;

/** What {@code identifiers} does with each file. Any thread. */
interface IdentifierTask {
    /** Does it. */
    Done run(FoundFile file) throws IOException, DataSetException, ActionException;

    /** This, then the other one. */
    default IdentifierTask then(IdentifierTask next) {
        return file -> run(file).and(next.run(file));
    }

    /** What the filters say of a file. */
    enum Verdict {
        CLEAN,
        FLAGGED,
        /** Flagged, and not written: flagged files are not wanted, or its actions fail. */
        LEFT_OUT
    }

    /**
     * What came of one file.
     *
     * @param output for standard output
     * @param problem for standard error; empty when all went well; no values
     * @param verdict what the filters say, where they were asked
     * @param droppedWords words that were taken out of descriptions
     */
    record Done(String output, String problem, Verdict verdict, int droppedWords) {
        Done(String output, String problem, Verdict verdict) {
            this(output, problem, verdict, 0);
        }

        static Done of(String output) {
            return new Done(output, "", Verdict.CLEAN);
        }

        static Done failed(String problem) {
            return new Done("", OneLine.of(problem), Verdict.CLEAN);
        }

        /** The same of a file that was written without so many words of descriptions. */
        Done without(int words) {
            return new Done(output, problem, verdict, words);
        }

        private Done and(Done next) {
            return new Done(
                    output + next.output, problem + next.problem, next.verdict, droppedWords + next.droppedWords);
        }
    }

    /** Does it, and says in words what went wrong. */
    default Done attempt(FoundFile file) {
        try {
            return run(file);
        } catch (ActionException e) {
            return Done.failed("NOT WRITTEN " + file.path() + ": " + e.getMessage());
        } catch (EvaluationException e) {
            return Done.failed("NOT WRITTEN " + file.path() + ": " + e.getMessage());
        } catch (FileAlreadyExistsException e) {
            return Done.failed("NOT WRITTEN " + file.path() + ": " + e.getFile() + " already exists; see --overwrite");
        } catch (LateActionException e) {
            return Done.failed("NOT WRITTEN " + file.path() + ": " + e.getMessage());
        } catch (DataSetException e) {
            return Done.failed("UNREADABLE " + file.path() + ": " + e.getMessage());
        } catch (NoSuchFileException e) {
            return Done.failed("UNREADABLE " + file.path() + ": it is gone, or a link that leads nowhere");
        } catch (IOException e) {
            return Done.failed("FAILED " + file.path() + ": " + OneLine.message(e));
        } catch (RuntimeException e) {
            // One file, however odd, must not end the run over all the others.
            return Done.failed("FAILED " + file.path() + ": " + Cli.ownMistake(e));
        }
    }
}
