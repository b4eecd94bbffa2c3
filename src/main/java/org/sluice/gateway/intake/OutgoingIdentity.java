package org.sluice.gateway.intake;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.Tag;
import org.sluice.net.StoreRequest;
import org.sluice.recipe.action.HeaderEdits;
import org.sluice.store.InstanceReference;

/**
 * Under which UIDs an instance goes on.
 *
 * @param editedMeta gives file meta information with the edits and the UIDs below, the same each time
 * @param sopClassUid for the C-STORE-RQ; that of the request unless the recipe changed the data set's
 * @param sopInstanceUid likewise
 */
record OutgoingIdentity(Supplier<HeaderEdit> editedMeta, String sopClassUid, String sopInstanceUid) {
    /** File meta information for a file with the instance. */
    HeaderEdit meta() {
        return editedMeta.get();
    }

    /** The instance under the UIDs that it goes on with. */
    InstanceReference reference() {
        return new InstanceReference(sopClassUid, sopInstanceUid);
    }

    /** Without any edit, under the UIDs of the request. */
    static OutgoingIdentity asReceived(Arrival arrival) {
        StoreRequest request = arrival.request();
        HeaderEdit unchanged = new HeaderEdit(arrival.meta());
        return new OutgoingIdentity(() -> unchanged, request.sopClassUid(), request.sopInstanceUid());
    }

    /** As {@link #named}, with the UIDs in the file meta information as well: for an instance that becomes a file. */
    static OutgoingIdentity of(StoreRequest request, HeaderEdits edits) throws DataSetException {
        OutgoingIdentity named = named(request, edits);
        edits.carryUidsToMeta();
        return named;
    }

    /**
     * Brings data set and command in line. Where actions gave the data set another UID, the instance goes on under that, else
     * under the UID of the request.
     *
     * @throws DataSetException the recipe leaves the data set without a valid UID: it cannot be said under which name it would
     *     go on
     */
    static OutgoingIdentity named(StoreRequest request, HeaderEdits edits) throws DataSetException {
        return named(new InstanceReference(request.sopClassUid(), request.sopInstanceUid()), edits);
    }

    /** The same for one of which the request was answered long ago. */
    static OutgoingIdentity named(InstanceReference requested, HeaderEdits edits) throws DataSetException {
        Optional<String> unsendable = edits.unsendable();
        if (unsendable.isPresent()) {
            throw new DataSetException(unsendable.get());
        }
        HeaderEdit dataSet = edits.dataSet();
        String sopClass = uid(dataSet, Tag.SOP_CLASS_UID, requested.sopClassUid());
        String sopInstance = uid(dataSet, Tag.SOP_INSTANCE_UID, requested.sopInstanceUid());
        return new OutgoingIdentity(edits::meta, sopClass, sopInstance);
    }

    private static String uid(HeaderEdit dataSet, int tag, String requested) {
        int now = dataSet.find(tag);
        return now < 0 || !dataSet.changed(now) ? requested : only(dataSet.texts(now));
    }

    private static String only(List<String> values) {
        return values.size() == 1 ? values.get(0) : "";
    }
}
