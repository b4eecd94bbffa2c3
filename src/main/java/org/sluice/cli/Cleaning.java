package org.sluice.cli;

import java.io.IOException;
import java.util.Optional;
import org.sluice.dataset.ByteSink;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.FileMeta;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.Tag;
import org.sluice.net.Implementation;
import org.sluice.recipe.ActionException;
import org.sluice.recipe.CompiledRecipe;
import org.sluice.recipe.HeaderEdits;
import org.sluice.recipe.Occurrences;
import org.sluice.recipe.ScreenedInstance;
import org.sluice.recipe.Verdict;
import org.sluice.recipe.syntax.Reading;

/** A recipe's header actions on one file. For one thread. */
final class Cleaning {
    private final Reading reading;
    private final ScreenedInstance file;
    private final Verdict verdict;
    private final HeaderEdits edits;

    /**
     * Reads the file, asks the filters and runs the actions.
     *
     * @throws DataSetException when it cannot be read, or contradicts PS3.5
     * @throws ActionException when an action cannot be done, for one because a variable has no value
     */
    Cleaning(FoundFile found, CompiledRecipe recipe, IdentifierSets ids)
            throws IOException, DataSetException, ActionException {
        this.reading = recipe.reading();
        this.file = ScreenedInstance.of(found.path(), recipe, HeaderLimits.DEFAULT, Cleaning::missingMeta);
        file.requireSound();
        this.verdict = file.screening().verdict(Occurrences.ANY);
        this.edits = file.screening().edit(ids.of(found, uid(file.dataSet(), Tag.SOP_INSTANCE_UID)));
        edits.carryUidsToMeta();
    }

    /** What the file says of itself comes from us and from what is in it now, not from where it was, PS3.10 7.1. */
    private HeaderEdit ownMeta() {
        String sopClass = edits.sopClassUid().orElse("");
        return new HeaderEdit(
                meta(file.dataSet(), sopClass, edits.sopInstanceUid().orElse("")));
    }

    private static String uid(Header header, int tag) {
        int found = header.find(tag);
        return found < 0 ? "" : String.join("\\", header.texts(found));
    }

    /** Files from before PS3.10 have none; what is written has. */
    private static Header missingMeta(Header dataSet) {
        return meta(dataSet, uid(dataSet, Tag.SOP_CLASS_UID), uid(dataSet, Tag.SOP_INSTANCE_UID));
    }

    private static Header meta(Header dataSet, String sopClassUid, String sopInstanceUid) {
        return new FileMeta(
                        sopClassUid,
                        sopInstanceUid,
                        dataSet.syntax().uid(),
                        Implementation.CLASS_UID,
                        Implementation.VERSION_NAME,
                        Optional.empty())
                .header();
    }

    /** What the filters say of the file as it is. */
    Verdict verdict() {
        return verdict;
    }

    /** What the actions did to the file meta information and to the data set up to its pixel data. */
    HeaderEdits edits() {
        return edits;
    }

    /** Writes the whole file. */
    void writeTo(ByteSink out) throws IOException, DataSetException {
        file.write(reading == Reading.COMPAT ? edits.meta() : ownMeta(), edits, out);
    }
}
