package org.sluice.gateway.commitment;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.DataSetWriter;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.HeaderReader;
import org.sluice.dataset.Tag;
import org.sluice.dataset.TransferSyntax;
import org.sluice.dataset.Uids;
import org.sluice.dataset.Vr;
import org.sluice.store.InstanceReference;

/**
 * The Storage Commitment Push Model SOP class, PS3.4 Annex J, and the data sets of its messages: Action Information
 * (Table J.3-1) and Event Information (Table J.3-2).
 *
 * @param transactionUid (0008,1195)
 * @param instances Referenced SOP Sequence (0008,1199)
 * @param failures Failed SOP Sequence (0008,1198), with the Failure Reason (0008,1197) of each
 */
public record CommitmentPush(
        String transactionUid, List<InstanceReference> instances, Map<InstanceReference, Integer> failures) {
    /** The UID of the SOP class. */
    public static final String SOP_CLASS = "1.2.840.10008.1.20.1";
    /** The one instance of the class: PS3.4 J.3.5. */
    public static final String SOP_INSTANCE = "1.2.840.10008.1.20.1.1";

    /** Action Type ID: PS3.4 Table J.3-1. */
    static final int REQUEST = 1;
    /** Event Type IDs: PS3.4 Table J.3-2. */
    public static final int SUCCESSFUL = 1;

    /** Event Type ID of a report with at least one failure: PS3.4 Table J.3-2. */
    public static final int FAILURES_EXIST = 2;

    /** Failure Reasons: PS3.3 C.14.1.1. */
    static final int PROCESSING_FAILURE = 0x0110;

    static final int NO_SUCH_OBJECT_INSTANCE = 0x0112;
    static final int CLASS_INSTANCE_CONFLICT = 0x0119;

    private static final int REFERENCED_SOP_CLASS_UID = Tag.of(0x0008, 0x1150);
    private static final int REFERENCED_SOP_INSTANCE_UID = Tag.of(0x0008, 0x1155);
    private static final int TRANSACTION_UID = Tag.of(0x0008, 0x1195);
    private static final int FAILURE_REASON = Tag.of(0x0008, 0x1197);
    private static final int FAILED_SOP_SEQUENCE = Tag.of(0x0008, 0x1198);
    private static final int REFERENCED_SOP_SEQUENCE = Tag.of(0x0008, 0x1199);
    private static final HeaderLimits LIMITS = new HeaderLimits(8 << 20, 8, 1 << 19);

    /** Keeps its own copy of {@code instances}. */
    public CommitmentPush {
        instances = List.copyOf(instances);
    }

    /** One item of either sequence while it is read. */
    private record Item(int sequence, int number) {}

    /**
     * Reads either data set.
     *
     * @throws DataSetException it cannot be read, or a UID in it is none; the message has no value of it
     */
    public static CommitmentPush read(ByteBuffer dataSet, String transferSyntaxUid) throws DataSetException {
        HeaderReader reader = HeaderReader.ofWhole(TransferSyntax.of(transferSyntaxUid), LIMITS);
        reader.accept(dataSet.duplicate());
        reader.end();
        Header header = reader.header();
        Map<Item, String[]> uids = new LinkedHashMap<>();
        Map<Item, Integer> reasons = new LinkedHashMap<>();
        for (int i = 0; i < header.size(); i++) {
            if (header.depth(i) == 1) {
                Item item = new Item(header.tag(header.parent(i)), header.item(i));
                int tag = header.tag(i);
                if (tag == REFERENCED_SOP_CLASS_UID || tag == REFERENCED_SOP_INSTANCE_UID) {
                    uids.computeIfAbsent(item, key -> new String[] {"", ""})[tag == REFERENCED_SOP_CLASS_UID ? 0 : 1] =
                            uid(header, i);
                } else if (tag == FAILURE_REASON && header.numberCount(i) > 0) {
                    reasons.put(item, (int) header.integer(i, 0));
                }
            }
        }
        int transaction = header.find(TRANSACTION_UID);
        return of(transaction < 0 ? "" : uid(header, transaction), uids, reasons);
    }

    private static CommitmentPush of(String transactionUid, Map<Item, String[]> uids, Map<Item, Integer> reasons)
            throws DataSetException {
        List<InstanceReference> instances = new ArrayList<>();
        Map<InstanceReference, Integer> failures = new LinkedHashMap<>();
        for (Map.Entry<Item, String[]> entry : uids.entrySet()) {
            String[] pair = entry.getValue();
            if (pair[0].isEmpty() || pair[1].isEmpty()) {
                throw new DataSetException(
                        Tag.format(entry.getKey().sequence()), -1, "expected two UIDs in each item, found fewer");
            }
            InstanceReference instance = new InstanceReference(pair[0], pair[1]);
            if (entry.getKey().sequence() == REFERENCED_SOP_SEQUENCE) {
                instances.add(instance);
            } else if (entry.getKey().sequence() == FAILED_SOP_SEQUENCE) {
                failures.put(instance, reasons.getOrDefault(entry.getKey(), PROCESSING_FAILURE));
            }
        }
        return new CommitmentPush(transactionUid, instances, failures);
    }

    private static String uid(Header header, int element) throws DataSetException {
        String uid = String.join("\\", header.texts(element));
        if (!Uids.isValid(uid)) {
            throw new DataSetException(header.path(element), -1, "expected a UID, found none");
        }
        return uid;
    }

    /** The data set; a sequence without items is left out. */
    public ByteBuffer write(String transferSyntaxUid) {
        DataSetWriter out = new DataSetWriter(TransferSyntax.of(transferSyntaxUid));
        out.text(TRANSACTION_UID, Vr.UI, transactionUid);
        if (!failures.isEmpty()) {
            out.sequence(FAILED_SOP_SEQUENCE, failures.entrySet(), (item, failure) -> {
                references(item, failure.getKey());
                item.unsignedShort(FAILURE_REASON, failure.getValue());
            });
        }
        if (!instances.isEmpty()) {
            out.sequence(REFERENCED_SOP_SEQUENCE, instances, CommitmentPush::references);
        }
        return ByteBuffer.wrap(out.bytes());
    }

    private static void references(DataSetWriter item, InstanceReference instance) {
        item.text(REFERENCED_SOP_CLASS_UID, Vr.UI, instance.sopClassUid())
                .text(REFERENCED_SOP_INSTANCE_UID, Vr.UI, instance.sopInstanceUid());
    }
}
