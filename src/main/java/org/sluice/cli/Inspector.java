package org.sluice.cli;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.Part10;
import org.sluice.recipe.CompiledRecipe;
import org.sluice.recipe.EvaluationException;
import org.sluice.recipe.Instance;
import org.sluice.recipe.syntax.Reading;

/** Reads a file's header and asks the recipe about it. Any thread. */
final class Inspector {
    private final CompiledRecipe recipe;
    private final Reading reading;

    Inspector(CompiledRecipe recipe, Reading reading) {
        this.recipe = recipe;
        this.reading = reading;
    }

    Inspected inspect(FoundFile file) {
        try (Part10 part10 = Part10.open(file.path(), HeaderLimits.DEFAULT)) {
            if (reading == Reading.COMPAT && !part10.hasPreamble()) {
                return new Inspected.Unreadable(file, "expected DICM behind a preamble, found something else");
            }
            Header dataSet = part10.header(recipe.lastFilterTag());
            return new Inspected.Judged(file, recipe.evaluate(new Instance(part10.meta(), dataSet)));
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
