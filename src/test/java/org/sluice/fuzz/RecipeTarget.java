package org.sluice.fuzz;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.DataSetPieces;
import org.sluice.dataset.FileMeta;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.HeaderRoom;
import org.sluice.dataset.TransferSyntax;
import org.sluice.recipe.CompiledRecipe;
import org.sluice.recipe.Screening;
import org.sluice.recipe.action.HeaderEdits;
import org.sluice.recipe.filter.EvaluationException;
import org.sluice.recipe.filter.Occurrences;
import org.sluice.recipe.function.ActionException;
import org.sluice.recipe.function.VariableValue;
import org.sluice.recipe.function.Variables;
import org.sluice.recipe.syntax.Reading;
import org.sluice.recipe.syntax.RecipeException;
import org.sluice.text.SourceText;

/** A data set through the recipes that come with Sluice: a verdict and edits, or one of the documented refusals. */
public final class RecipeTarget {
    private static final HeaderLimits LIMITS = new HeaderLimits(1 << 14, 16, 500);
    private static final int PER_BYTE = 30_000;
    private static final Header META = new FileMeta(
                    "1.2.840.10008.5.1.4.1.1.2", "1.2.3", "1.2.840.10008.1.2.1", "1.2", "FUZZ", Optional.of("FUZZ"))
            .header();
    private static final List<CompiledRecipe> RECIPES =
            List.of(load("dangerous-cookie"), load("safe-header"), load("burned-in"));

    private RecipeTarget() {}

    private static CompiledRecipe load(String name) {
        try {
            return CompiledRecipe.load(List.of(SourceText.read(Path.of("recipes", name + ".deid"))), Reading.STRICT);
        } catch (RecipeException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Takes one input. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length > DataSetTarget.PREFIX) {
            Allocation.bounded(input.length + 1_000, PER_BYTE, () -> decide(input));
        }
    }

    private static void decide(byte[] input) throws IOException {
        TransferSyntax syntax = TransferSyntax.of(DataSetTarget.SYNTAXES.get((input[0] & 0xFF) % 3));
        CompiledRecipe recipe = RECIPES.get((input[1] & 0xFF) % RECIPES.size());
        Screening screening = recipe.screening(syntax, () -> META, Variables.NONE, LIMITS, new HeaderRoom());
        byte[] dataSet = Arrays.copyOfRange(input, DataSetTarget.PREFIX, input.length);
        try {
            screening.read(() -> DataSetPieces.of(dataSet));
        } catch (DataSetException unreadable) {
            return;
        }
        try {
            screening.verdict(Occurrences.ANY).flagged();
            HeaderEdits edits = screening.edit((name, of) -> Optional.of(VariableValue.of("1.2." + name.length())));
            ByteBuffer out = ByteBuffer.allocate((int) edits.dataSet().editedLength());
            edits.dataSet().writeTo(out::put);
        } catch (ActionException | EvaluationException quarantined) {
            String.valueOf(quarantined.getMessage()).length();
        }
    }
}
