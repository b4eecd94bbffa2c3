package org.sluice.dataset;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the elements of a data set or an item that have passed say of the VRs of those that follow, where these are not written:
 * PS3.5 A.1. For one thread.
 */
final class ItemContext {
    private static final int UNKNOWN = -1;
    /** A group has 240 blocks; more creators than of some groups are not remembered. */
    private static final int MOST_CREATORS = 4096;

    private final @Nullable ItemContext dataSet;
    private final Map<Integer, String> creators = new HashMap<>();
    private int pixelRepresentation = UNKNOWN;
    private int bitsAllocated = UNKNOWN;

    private ItemContext(@Nullable ItemContext dataSet) {
        this.dataSet = dataSet;
    }

    static ItemContext ofDataSet() {
        return new ItemContext(null);
    }

    /** Of an item, which knows what the data set itself says as well. */
    ItemContext inside() {
        return new ItemContext(dataSet == null ? this : dataSet);
    }

    /** The value of Pixel Representation or of Bits Allocated. */
    void number(int tag, int value) {
        if (tag == Tag.PIXEL_REPRESENTATION) {
            pixelRepresentation = value;
        } else {
            bitsAllocated = value;
        }
    }

    /** The value of a private creator. */
    void creator(int tag, String name) {
        if (creators.size() < MOST_CREATORS) {
            creators.put(tag, name);
        }
    }

    /** The VR of an element that was read without one; {@code vr} is the dictionary's. */
    Vr implied(ElementHead head, Vr vr) {
        if (head.eitherUsOrSs) {
            int says = pixelRepresentation == UNKNOWN && dataSet != null
                    ? dataSet.pixelRepresentation
                    : pixelRepresentation;
            return says == 1 ? Vr.SS : Vr.US;
        }
        if (head.tag == Tag.PIXEL_DATA) {
            return bitsAllocated == UNKNOWN || bitsAllocated > 8 ? Vr.OW : Vr.OB;
        }
        if (!head.isUnknownOfPrivateBlock()) {
            return vr;
        }
        String creator = creators.get(Tag.creatorOf(head.tag));
        Vr known = creator == null ? null : PrivateDictionary.standard().vr(creator, head.tag);
        return known == null || known == Vr.SQ || head.length % Math.max(1, known.size()) != 0 ? Vr.UN : known;
    }
}
