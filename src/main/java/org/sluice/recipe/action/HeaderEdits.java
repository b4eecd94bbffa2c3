package org.sluice.recipe.action;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.sluice.dataset.BulkEditor;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.Tag;
import org.sluice.dataset.TailEditor;
import org.sluice.dataset.Values;
import org.sluice.dataset.Vr;

/** What a recipe's header actions made of one instance. For one thread. */
public final class HeaderEdits {
    /** The UIDs that an instance goes by. */
    private static final int[] NAMES = {Tag.SOP_CLASS_UID, Tag.SOP_INSTANCE_UID};

    private final ActionRun run;
    private TailEditor.ElementEditor behind = element -> {};
    private BulkEditor values = BulkEditor.NONE;

    HeaderEdits(ActionRun run) {
        this.run = run;
    }

    /** The data set, to be written. */
    public HeaderEdit dataSet() {
        return run.dataSet().edit();
    }

    /** The file meta information. A changed SOP instance or class UID is not in it yet: see {@link #carryUidsToMeta}. */
    public HeaderEdit meta() {
        return run.meta().edit();
    }

    /** So many words {@code func:clean_words} took out of the instance's texts. */
    public int droppedWords() {
        return run.droppedWords();
    }

    /** By how many days lines of the recipe moved dates of the header, each number once. */
    public List<Long> daysMoved() {
        return run.daysMoved();
    }

    /** Whether neither was changed. */
    public boolean isEmpty() {
        return dataSet().isEmpty() && !run.hasChangedMeta();
    }

    /** The SOP Instance UID (0008,0018) as it is now; the C-STORE request must carry the same. */
    public Optional<String> sopInstanceUid() {
        return uid(Tag.SOP_INSTANCE_UID);
    }

    /** The SOP Class UID (0008,0016) as it is now. */
    public Optional<String> sopClassUid() {
        return uid(Tag.SOP_CLASS_UID);
    }

    /**
     * Why the result cannot go on although every action was done: the data set has lost one of the UIDs that an instance
     * goes by, or has none that is valid any more (PS3.5 9.1). The node quarantines it then. Empty when it can; no values.
     */
    public Optional<String> unsendable() {
        if (dataSet().isEmpty()) {
            return Optional.empty();
        }
        for (int tag : NAMES) {
            if (!isNamed(tag)) {
                return Optional.of(Tag.format(tag) + ": expected a valid UID after the recipe's actions, found none");
            }
        }
        return Optional.empty();
    }

    /** Whether there is one valid UID. Of what came without one, it is not the actions that have to answer for that. */
    private boolean isNamed(int tag) {
        int now = dataSet().find(tag);
        return now < 0 ? dataSet().header().find(tag) < 0 : dataSet().isUid(now);
    }

    /**
     * Puts the data set's SOP class and instance UID into the file meta information, where actions changed them in the data set
     * alone (PS3.10 7.1: the two are the same).
     */
    public void carryUidsToMeta() throws DataSetException {
        carry(Tag.SOP_CLASS_UID, Tag.MEDIA_STORAGE_SOP_CLASS_UID);
        carry(Tag.SOP_INSTANCE_UID, Tag.MEDIA_STORAGE_SOP_INSTANCE_UID);
    }

    /** Compat: why deid could not write the result, without values. Strict refuses such a value when it is set. */
    public Optional<String> saveError() {
        return run.saveError();
    }

    /** What the actions (ADD excepted) make of each later element of the data set: for {@link TailEditor}. */
    public TailEditor.ElementEditor later() {
        return element -> {
            run.later(element);
            behind.edit(element);
        };
    }

    /** What else is changed behind the header: elements, after the actions, and bulk values as they pass. */
    public void changeBehind(TailEditor.ElementEditor elements, BulkEditor bulk) {
        behind = elements;
        values = bulk;
    }

    /** What changes bulk values as they pass. */
    public BulkEditor values() {
        return values;
    }

    /** Writes the data set in the DICOM JSON model; in compat as deid has it in memory. */
    public void writeDataSet(JsonGenerator out) throws IOException {
        HeaderJson.write(run.dataSet(), out);
    }

    /** Writes the file meta information in the DICOM JSON model; in compat as deid has it in memory. */
    public void writeMeta(JsonGenerator out) throws IOException {
        HeaderJson.write(run.meta(), out);
    }

    private Optional<String> uid(int tag) {
        int i = dataSet().find(tag);
        return i < 0 ? Optional.empty() : dataSet().texts(i).stream().findFirst();
    }

    private void carry(int from, int to) throws DataSetException {
        int source = dataSet().find(from);
        int target = meta().find(to);
        Optional<String> uid = uid(from);
        if (source < 0 || !dataSet().changed(source) || uid.isEmpty()) {
            return;
        }
        if (target >= 0 && meta().changed(target)) {
            return;
        }
        byte[] bytes =
                Values.encodeText(Vr.UI, List.of(uid.get()), meta().header().characterSet());
        if (target >= 0) {
            meta().set(target, bytes);
        } else {
            meta().add(to, Vr.UI, bytes);
        }
    }
}
