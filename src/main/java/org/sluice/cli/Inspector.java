package org.sluice.cli;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.sluice.dataset.Contradiction;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.HeaderLimits;
import org.sluice.recipe.CompiledRecipe;
import org.sluice.recipe.EvaluationException;
import org.sluice.recipe.Occurrences;
import org.sluice.recipe.ScreenedInstance;
import org.sluice.recipe.syntax.Reading;

/** Asks the recipe about a file. Any thread. */
final class Inspector {
    private final CompiledRecipe recipe;
    private final Reading reading;

    Inspector(CompiledRecipe recipe, Reading reading) {
        this.recipe = recipe;
        this.reading = reading;
    }

    Inspected inspect(FoundFile file) {
        try {
            ScreenedInstance screened = ScreenedInstance.of(file.path(), recipe, HeaderLimits.DEFAULT);
            if (reading == Reading.COMPAT && !screened.hasPreamble()) {
                return new Inspected.Unreadable(file, "expected DICM behind a preamble, found something else");
            }
            Optional<Contradiction> contradiction =
                    screened.screening().contradictions().first();
            if (reading == Reading.STRICT && contradiction.isPresent()) {
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
}
