package org.sluice.recipe;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.Tag;
import org.sluice.recipe.syntax.Reading;

/**
 * The elements of one working copy that actions may touch, and which fields mean which of them. Protected elements and kept ones
 * are outside, with everything below them; what is removed leaves, what is added comes in.
 */
final class Universe {
    /** Red, Green and Blue Palette Color Lookup Table Data, PS3.3 C.7.6.3.1.6. */
    private static final int FIRST_PALETTE = 0x0028_1201;

    private static final int LAST_PALETTE = 0x0028_1203;
    private static final int[] NONE = {};
    private static final int VOI_LUT_SEQUENCE = 0x0028_3010;

    private final WorkingCopy copy;
    private final HeaderEdit edit;
    private final HeaderActions actions;
    /** For each field the elements it means, in document order. */
    private final int[] @Nullable [] hits;

    private final int[] counts;
    private final BitSet shielded = new BitSet();
    private Set<Integer> keptTags = Set.of();
    private final BitSet keptBelow = new BitSet();
    /** Strict: sequences that hold a kept element, which must not go with them (Q17). */
    private final BitSet holdsKept = new BitSet();

    Universe(WorkingCopy copy, HeaderActions actions) {
        this.copy = copy;
        this.edit = copy.edit();
        this.actions = actions;
        this.hits = new int[actions.index().size()] @Nullable [];
        this.counts = new int[actions.index().size()];
        actions.index().find(edit, this::hit);
    }

    private void hit(int field, int element) {
        int[] of = hits[field];
        if (of == null) of = new int[4];
        if (counts[field] == of.length) of = Arrays.copyOf(of, of.length * 2);
        of[counts[field]++] = element;
        hits[field] = of;
        if (actions.isShield(field)) shielded.set(element);
    }

    WorkingCopy copy() {
        return copy;
    }

    /** Everything a field means, in the universe or not, as it was found. */
    int[] all(int field) {
        int[] of = hits[field];
        return of == null ? NONE : Arrays.copyOf(of, counts[field]);
    }

    /** What was added is in the universe, whatever its tag. */
    boolean contains(int element) {
        return edit.present(element) && (edit.isAdded(element) || isInside(element));
    }

    private boolean isInside(int element) {
        for (int i = element; i >= 0; i = edit.parent(i)) {
            int tag = edit.tag(i);
            if (isProtected(tag) || keptBelow.get(i) || (!keptTags.isEmpty() && keptTags.contains(tag))) return false;
        }
        return true;
    }

    boolean isShielded(int element) {
        return shielded.get(element);
    }

    /** The tags of the top-level elements that KEEP lines mean. */
    Set<Integer> keptTags() {
        if (actions.keeps().isEmpty()) return Set.of();
        Set<Integer> tags = new HashSet<>();
        for (HeaderActions.Step keep : actions.keeps()) {
            for (int element : all(keep.field())) {
                if (edit.parent(element) < 0) tags.add(edit.tag(element));
            }
        }
        return tags;
    }

    /** Draws the line around what may be touched. */
    void bound(Set<Integer> kept) {
        keptTags = kept;
        if (actions.reading() == Reading.STRICT) keepBelow();
    }

    /** Elements in items that a KEEP line means, when there is none of their tag at the top level. */
    private void keepBelow() {
        for (HeaderActions.Step keep : actions.keeps()) {
            for (int element : all(keep.field())) {
                if (keptTags.contains(edit.tag(element))) continue;
                keptBelow.set(element);
                for (int above = edit.parent(element); above >= 0; above = edit.parent(above)) holdsKept.set(above);
            }
        }
    }

    static boolean isProtected(int tag) {
        return switch (tag) {
            case Tag.PIXEL_DATA,
                    VOI_LUT_SEQUENCE,
                    Tag.FILE_META_INFORMATION_GROUP_LENGTH,
                    Tag.FILE_META_INFORMATION_VERSION,
                    Tag.TRANSFER_SYNTAX_UID,
                    Tag.IMPLEMENTATION_CLASS_UID -> true;
            default -> tag >= FIRST_PALETTE && tag <= LAST_PALETTE;
        };
    }

    /** Says which fields mean an element that was added. */
    void added(int element) {
        for (int field : actions.index().matchersOf(edit, element)) hit(field, element);
    }

    /** Blanks an element; a sequence that holds a kept one keeps the way to it. */
    void blank(int element) {
        if (holdsKept.get(element)) removeAround(element);
        else copy.blank(element);
    }

    /** Removes an element; a sequence that holds a kept one stays, with nothing but the way to it. */
    void remove(int element) {
        if (holdsKept.get(element)) removeAround(element);
        else copy.remove(element);
    }

    private void removeAround(int sequence) {
        for (int i = sequence + 1; i < edit.subtreeEnd(sequence); i = edit.subtreeEnd(i)) {
            if (contains(i)) remove(i);
        }
    }
}
