package org.sluice.dataset;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What an element's own head does not tell of its VR: which of US and SS it is where the VR is implicit, for Pixel
 * Representation (0028,0103) decides that (PS3.5 A.1), and what the private dictionary has for its creator (PS3.5 7.8.1).
 */
final class VrRefinement {
    private final ElementTable table;
    private final Scopes scopes;
    private final HeaderContext context;
    private final OpenCreators creators = new OpenCreators();
    /** The elements (0028,0103) that came last, at the top level and anywhere. */
    private int topLevelRepresentation = ElementTable.NONE;

    private int latestRepresentation = ElementTable.NONE;

    VrRefinement(ElementTable table, Scopes scopes, HeaderContext context) {
        this.table = table;
        this.scopes = scopes;
        this.context = context;
    }

    /** The VR that the private dictionary has for a private element at the place that has been reached, or null. */
    @Nullable
    Vr ofPrivate(int tag, byte[] bytes) {
        int wanted = Tag.creatorOf(tag);
        int creator = creators.find(table, scopes.item(), wanted);
        String name = creator == ElementTable.NONE ? inheritedCreator(wanted) : latin(creator, bytes);
        return name == null ? null : PrivateDictionary.standard().vr(name, tag);
    }

    private @Nullable String inheritedCreator(int tag) {
        return scopes.depth() == 0 ? context.creators().apply(tag) : null;
    }

    private String latin(int element, byte[] bytes) {
        int at = table.valueOffset(element);
        return new String(bytes, at, table.end(element) - at, StandardCharsets.ISO_8859_1);
    }

    /**
     * Gives an element that has just been added to the table its VR, and remembers what it tells of those behind it.
     *
     * @param ofPrivate what {@link #ofPrivate} says of it, if it is a private element of VR UN
     */
    void refine(ElementHead head, int element, byte[] bytes, @Nullable Vr ofPrivate) {
        if (head.eitherUsOrSs && isSigned(element, bytes)) {
            table.vr(element, Vr.SS);
        } else if (ofPrivate != null && ofPrivate != Vr.SQ && !head.isSequence()) {
            table.vr(element, ofPrivate);
        } else {
            note(head.tag, element);
        }
    }

    /** Remembers what an element with a VR of its own tells of those behind it. */
    void note(int tag, int element) {
        if (tag == Tag.PIXEL_REPRESENTATION) {
            latestRepresentation = element;
            topLevelRepresentation = scopes.depth() == 0 ? element : topLevelRepresentation;
        } else if (Tag.isPrivateCreator(tag)) {
            creators.add(element);
        }
    }

    /** Whether the (0028,0103) before {@code element}, in its own item or else in the data set, says signed. */
    private boolean isSigned(int element, byte[] bytes) {
        int latest = latestRepresentation;
        boolean own = latest != ElementTable.NONE && table.itemId(latest) == table.itemId(element);
        int says = own ? latest : topLevelRepresentation;
        if (says == ElementTable.NONE || table.end(says) - table.valueOffset(says) < 2) {
            return false;
        }
        return Bytes.uint16(bytes, table.valueOffset(says), table.valueBigEndian(says)) == 1;
    }

    /** Forgets the private creators of an item that ends. */
    void leave(int item) {
        creators.leave(table, item);
    }
}
