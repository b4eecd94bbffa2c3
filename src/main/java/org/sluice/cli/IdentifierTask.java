package org.sluice.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import org.sluice.dataset.DataSetException;
import org.sluice.recipe.ActionException;
import org.sluice.text.OneLine;

/** What {@code identifiers} does with each file. Any thread. */
interface IdentifierTask {
    /**
     * Does it.
     *
     * @return what is to be printed, perhaps nothing
     */
    String run(FoundFile file) throws IOException, DataSetException, ActionException;

    /** This, then the other one. */
    default IdentifierTask then(IdentifierTask next) {
        return file -> run(file) + next.run(file);
    }

    /**
     * What came of one file.
     *
     * @param output for standard output
     * @param problem for standard error; empty when all went well; no values
     */
    record Done(String output, String problem) {
        static Done failed(String problem) {
            return new Done("", OneLine.of(problem));
        }
    }

    /** Does it, and says in words what went wrong. */
    default Done attempt(FoundFile file) {
        try {
            return new Done(run(file), "");
        } catch (ActionException e) {
            return Done.failed("NOT WRITTEN " + file.path() + ": " + e.getMessage());
        } catch (FileAlreadyExistsException e) {
            return Done.failed("NOT WRITTEN " + file.path() + ": " + e.getFile() + " already exists; see --overwrite");
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
