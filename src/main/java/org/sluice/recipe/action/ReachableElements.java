package org.sluice.recipe.action;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.CharacterSet;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.Tag;
import org.sluice.recipe.function.ActionException;
import org.sluice.recipe.function.VariableValue;
import org.sluice.recipe.syntax.Field;
import org.sluice.recipe.syntax.Reading;
import org.sluice.recipe.syntax.Value;

/**
 * The elements of one working copy that actions may touch, and which fields mean which of them. Protected elements and kept ones
 * are outside, with everything below them; what is removed leaves, what is added comes in.
 */
final class ReachableElements {
    private static final int[] NONE = {};

    private final WorkingCopy copy;
    private final HeaderEdit edit;
    private final HeaderActions actions;
    private final Protection protection;
    /** For each field the elements it means, in document order. */
    private final int[] @Nullable [] hits;

    private final int[] counts;
    private final BitSet shielded = new BitSet();
    private final PrivateCreators creators = new PrivateCreators();
    private Set<Integer> keptTags = Set.of();
    private final BitSet keptBelow = new BitSet();
    /** Strict: sequences that hold a kept element, which must not go with them (Q17). */
    private final BitSet holdsKept = new BitSet();

    ReachableElements(WorkingCopy copy, HeaderActions actions) {
        this.copy = copy;
        this.edit = copy.edit();
        this.actions = actions;
        this.protection = Protection.of(actions.reading());
        this.hits = new int[actions.index().size()] @Nullable [];
        this.counts = new int[actions.index().size()];
        actions.index().find(edit, this::hit);
    }

    private void hit(int field, int element) {
        int[] of = hits[field];
        if (of == null) {
            of = new int[4];
        }
        if (counts[field] == of.length) {
            of = Arrays.copyOf(of, of.length * 2);
        }
        of[counts[field]++] = element;
        hits[field] = of;
        if (actions.isShield(field)) {
            shielded.set(element);
        }
    }

    WorkingCopy copy() {
        return copy;
    }

    /** Everything a field means, in reach or not, as it was found. */
    int[] all(int field) {
        int[] of = hits[field];
        return of == null ? NONE : Arrays.copyOf(of, counts[field]);
    }

    /** What was added is in reach, whatever its tag. */
    boolean contains(int element) {
        return edit.present(element) && (edit.isAdded(element) || isInside(element));
    }

    private boolean isInside(int element) {
        if (protection.covers(edit, element)) {
            return false;
        }
        for (int i = element; i >= 0; i = edit.parent(i)) {
            if (keptBelow.get(i) || (!keptTags.isEmpty() && keptTags.contains(edit.tag(i)))) {
                return false;
            }
        }
        return true;
    }

    boolean isShielded(int element) {
        return shielded.get(element);
    }

    /** The tags of the top-level elements that KEEP lines mean. */
    Set<Integer> keptTags() {
        if (actions.keeps().isEmpty()) {
            return Set.of();
        }
        Set<Integer> tags = new HashSet<>();
        for (HeaderActions.Step keep : actions.keeps()) {
            for (int element : all(keep.field())) {
                if (edit.parent(element) < 0) {
                    tags.add(edit.tag(element));
                }
            }
        }
        return tags;
    }

    /** Draws the line around what may be touched. */
    void bound(Set<Integer> kept) {
        keptTags = kept;
        if (actions.reading() == Reading.STRICT) {
            keepBelow();
        }
    }

    /** Elements in items that a KEEP line means, when there is none of their tag at the top level. */
    private void keepBelow() {
        for (HeaderActions.Step keep : actions.keeps()) {
            for (int element : all(keep.field())) {
                if (keptTags.contains(edit.tag(element))) {
                    continue;
                }
                keptBelow.set(element);
                for (int above = edit.parent(element); above >= 0; above = edit.parent(above)) {
                    holdsKept.set(above);
                }
            }
        }
    }

    /** Says which fields mean an element that was added. */
    void added(int element) {
        for (int field : actions.index().matchersOf(edit, element)) {
            hit(field, element);
        }
    }

    /** Blanks an element; a sequence that holds a kept one keeps the way to it. */
    void blank(int element) throws ActionException {
        if (mustStay(element)) {
            removeAround(element);
        } else if (isCreator(element)) {
            creators.putOff(element, () -> copy.blank(element));
        } else if (mayBeEmpty(element)) {
            copy.blank(element);
        } else {
            copy.remove(element);
        }
    }

    /** Strict: most sequences have one item or more when they are there, so what has lost its items is better not there. */
    private boolean mayBeEmpty(int element) {
        if (actions.reading() == Reading.COMPAT || !edit.isSequence(element)) {
            return true;
        }
        return SequenceTypes.mayBeEmpty(edit, element);
    }

    /** Removes an element; a sequence that holds a kept one stays, with nothing but the way to it. */
    void remove(int element) throws ActionException {
        if (mustStay(element)) {
            removeAround(element);
        } else if (isCreator(element)) {
            creators.putOff(element, () -> copy.remove(element));
        } else {
            copy.remove(element);
        }
    }

    /** Gives an element a value; a private creator that an expander takes along gets it if its block is empty in the end. */
    void set(int element, VariableValue value, Field field) throws ActionException {
        if (isCreator(element) && !field.isNamed()) {
            creators.putOff(element, () -> copy.set(element, value));
        } else {
            copy.set(element, value);
        }
    }

    /** Gives a sequence one item in place of its own; one that holds a kept element keeps the way to it. */
    void setItem(int element, Value.Item item) throws ActionException {
        if (mustStay(element)) {
            removeAround(element);
        } else {
            copy.blank(element);
        }
        copy.addItem(element, item);
    }

    private boolean isCreator(int element) {
        return actions.reading() == Reading.STRICT && Tag.isPrivateCreator(edit.tag(element));
    }

    private boolean mustStay(int sequence) {
        return holdsKept.get(sequence) || protection.isWithin(edit, sequence);
    }

    /**
     * Strict: does what had to wait for the last action, takes out items that have lost all their elements, and puts every text
     * into a new character set.
     *
     * @param characterSet what the data set around an element declares by now; null for a part that declares it itself and
     *     for an element whose data set declares what it always did
     */
    void finish(@Nullable CharacterSet characterSet) throws ActionException {
        if (actions.reading() == Reading.COMPAT) {
            return;
        }
        creators.finish(edit);
        edit.removeEmptiedItems();
        edit.keepCreators();
        if (copy.hasNewCharacterSet() || characterSet != null) {
            Reencoding.run(copy, characterSet == null ? edit.characterSet() : characterSet);
        }
    }

    private void removeAround(int sequence) throws ActionException {
        for (int i = sequence + 1; i < edit.subtreeEnd(sequence); i = edit.subtreeEnd(i)) {
            if (contains(i)) {
                remove(i);
            }
        }
    }
}
