package org.sluice.dataset;

import java.util.function.Consumer;

/** An item of ours in a sequence of somebody else's data set, PS3.5 7.5. */
public final class AddedItem {
    private AddedItem() {}

    /**
     * Adds an item behind those of a top-level sequence; a sequence that is missing or empty begins with it.
     *
     * @param content writes the elements of the item
     * @throws DataSetException there is an element of that tag that is no sequence, or the tag cannot be added
     */
    public static void to(HeaderEdit edit, int sequence, Consumer<DataSetWriter> content) throws DataSetException {
        int present = edit.find(sequence);
        ElementChanges changes = edit.changes();
        if (present < 0) {
            int added = edit.add(sequence, Vr.SQ, new byte[0]);
            changes.set(added, item(edit.header().syntax(), content));
        } else if (!edit.isSequence(present)) {
            throw new DataSetException(edit.path(present), -1, "expected a sequence, found an element with a value");
        } else if (edit.isAdded(present) || edit.changed(present)) {
            changes.set(present, item(edit.header().syntax(), content));
        } else {
            boolean asUnknown = edit.header().table().writtenUnknown(present);
            TransferSyntax syntax = asUnknown
                    ? TransferSyntax.IMPLICIT_LITTLE_ENDIAN
                    : edit.header().syntax();
            changes.append(present, item(syntax, content));
        }
    }

    private static byte[] item(TransferSyntax syntax, Consumer<DataSetWriter> content) {
        DataSetWriter item = new DataSetWriter(syntax);
        content.accept(item);
        return ElementWriter.element(Tag.ITEM, Vr.SQ, ElementHead.IMPLICIT, syntax.bigEndian(), item.bytes());
    }
}
