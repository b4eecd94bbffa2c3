package org.sluice.recipe;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.List;
import org.sluice.dataset.DataSetPieces;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.Part10;
import org.sluice.dataset.TransferSyntax;
import org.sluice.peers.DataSetTree;
import org.sluice.peers.Transcoder;
import org.sluice.peers.Transcoder.Form;
import org.sluice.peers.TreeReader;
import org.sluice.recipe.action.HeaderEdits;
import org.sluice.recipe.action.LateActionException;
import org.sluice.recipe.filter.Occurrences;
import org.sluice.recipe.filter.Verdict;
import org.sluice.recipe.function.ActionException;
import org.sluice.recipe.function.Variables;

/**
 * What a recipe makes of an honest instance that is written in one encoding, in a form in which the encoding does not show.
 *
 * @param verdict the matches, with reasons and coordinates
 * @param edits the lines of what was written; or one, why nothing was
 */
record EncodedAnswer(Verdict verdict, List<String> edits) {
    private static final String FAILED = "failed: ";

    /** The answer for a data set that is not written yet. */
    static EncodedAnswer of(DataSetTree tree, Form form, String recipe) throws Exception {
        return of(tree, form, Transcoder.dataSet(tree, form), RecipeText.strict(recipe), Variables.NONE);
    }

    /** The answer for a data set that was written in this form. */
    static EncodedAnswer of(DataSetTree tree, Form form, byte[] bytes, CompiledRecipe recipe, Variables variables)
            throws Exception {
        TransferSyntax syntax = TransferSyntax.of(form.syntax().uid());
        DataSetPieces.Source source = () -> new DataSetPieces(
                Channels.newChannel(new ByteArrayInputStream(bytes)),
                ByteBuffer.allocate(0),
                ByteBuffer.allocate(4096),
                syntax.deflated(),
                Long.MAX_VALUE);
        ScreenedInstance instance =
                ScreenedInstance.of(Part10.absentMeta(), syntax, source, recipe, HeaderLimits.DEFAULT);
        instance.requireSound();
        Screening screening = instance.screening();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            HeaderEdits edits = screening.edit(variables);
            screening.write(edits, source, part -> {
                byte[] copy = new byte[part.remaining()];
                part.get(copy);
                out.writeBytes(copy);
            });
        } catch (ActionException e) {
            return failed(screening, e.kind() + (e.at() == null ? "" : " in line " + e.at().line()));
        } catch (LateActionException e) {
            return failed(screening, "behind the header");
        }
        List<String> lines =
                TreeReader.dataSet(out.toByteArray(), form.syntax(), tree).lines();
        return new EncodedAnswer(screening.verdict(Occurrences.ANY), lines);
    }

    private static EncodedAnswer failed(Screening screening, String why) {
        return new EncodedAnswer(screening.verdict(Occurrences.ANY), List.of(FAILED + why));
    }

    /** In one or two words, for those who count. */
    String outcome(DataSetTree before) {
        if (edits.size() == 1 && edits.get(0).startsWith(FAILED)) {
            return "action failed";
        }
        return edits.equals(before.lines()) ? "unchanged" : "changed";
    }
}
