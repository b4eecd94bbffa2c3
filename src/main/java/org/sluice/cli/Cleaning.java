package org.sluice.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.ByteSink;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.Deflation;
import org.sluice.dataset.FileMeta;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.HeaderReader;
import org.sluice.dataset.Part10;
import org.sluice.dataset.Tag;
import org.sluice.dataset.TailEditor;
import org.sluice.dataset.TransferSyntax;
import org.sluice.net.Implementation;
import org.sluice.recipe.ActionException;
import org.sluice.recipe.CompiledRecipe;
import org.sluice.recipe.HeaderEdits;
import org.sluice.recipe.Instance;
import org.sluice.recipe.Verdict;

/**
 * A recipe's header actions on one file: read up to the pixel data, edited, and everything else copied as it stands. For one
 * thread and one file; to be closed.
 */
final class Cleaning implements AutoCloseable {
    private static final HeaderLimits LIMITS = HeaderLimits.DEFAULT;

    private final TransferSyntax syntax;
    private final DataSetPieces pieces;
    private final HeaderReader reader;
    private final ByteBuffer left;
    private final Verdict verdict;
    private final HeaderEdits edits;

    /**
     * Reads the header, asks the filters and runs the actions.
     *
     * @throws ActionException when an action cannot be done, for one because a variable has no value
     */
    Cleaning(FoundFile file, CompiledRecipe recipe, IdentifierSets ids)
            throws IOException, DataSetException, ActionException {
        Header meta;
        long dataSetOffset;
        try (Part10 part10 = Part10.open(file.path(), LIMITS)) {
            this.syntax = part10.syntax();
            meta = part10.meta();
            dataSetOffset = part10.dataSetOffset();
        }
        this.pieces = new DataSetPieces(file.path(), dataSetOffset, syntax.deflated());
        this.reader = new HeaderReader(syntax, LIMITS, recipe.lastFilterTag());
        try {
            this.left = readHeader();
            Header dataSet = reader.header();
            String uid = uid(dataSet, Tag.SOP_INSTANCE_UID);
            Header complete = meta.size() > 0 ? meta : missingMeta(dataSet, uid);
            Instance instance = new Instance(complete, dataSet);
            this.verdict = recipe.evaluate(instance);
            this.edits = recipe.edit(instance, ids.of(file, uid));
            edits.carryUidsToMeta();
        } catch (IOException | DataSetException | ActionException | RuntimeException e) {
            pieces.close();
            throw e;
        }
    }

    private ByteBuffer readHeader() throws IOException, DataSetException {
        for (ByteBuffer bytes = pieces.next(); bytes != null; bytes = pieces.next()) {
            if (reader.accept(bytes)) {
                return bytes;
            }
        }
        reader.end();
        return ByteBuffer.allocate(0);
    }

    private static String uid(Header header, int tag) {
        int found = header.find(tag);
        return found < 0 ? "" : String.join("\\", header.texts(found));
    }

    /** Files from before PS3.10 have none; what is written has. */
    private Header missingMeta(Header dataSet, String sopInstanceUid) {
        return new FileMeta(
                        uid(dataSet, Tag.SOP_CLASS_UID),
                        sopInstanceUid,
                        syntax.uid(),
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

    /** Writes the whole file. Only once. */
    void writeTo(ByteSink out) throws IOException, DataSetException {
        out.write(ByteBuffer.wrap(Part10.beginning(edits.meta())));
        if (!syntax.deflated()) {
            writeDataSet(out);
            return;
        }
        try (Deflation deflated = new Deflation(out)) {
            writeDataSet(deflated);
            deflated.finish();
        }
    }

    private void writeDataSet(ByteSink out) throws IOException, DataSetException {
        edits.dataSet().writeTo(out);
        TailEditor tail = new TailEditor(edits.dataSet(), LIMITS, edits.later());
        tail.accept(reader.overshoot(), out);
        for (@Nullable ByteBuffer bytes = left; bytes != null; bytes = pieces.next()) {
            tail.accept(bytes, out);
        }
        tail.end(out);
    }

    @Override
    public void close() throws IOException {
        pieces.close();
    }
}
