package org.sluice.recipe.action;

import org.sluice.dataset.HeaderEdit;
import org.sluice.recipe.function.ActionException;
import org.sluice.recipe.syntax.Action;

/** What actions do with content items of structured reports, PS3.3 C.17.3: their fields mean the value of an item. */
final class ContentItems {
    private static final int CONCEPT_NAME_CODE_SEQUENCE = 0x0040_A043;
    private static final int REFERENCED_CONTENT_ITEM_IDENTIFIER = 0x0040_DB73;

    private ContentItems() {}

    /** Whether the action has nothing to act on: of an item without a value only the whole can be taken. */
    static boolean isOutOfReach(Action action, ReachableElements part, int element) {
        return !part.contains(element)
                || (!(action instanceof Action.Remove)
                        && part.copy().edit().tag(element) == CONCEPT_NAME_CODE_SEQUENCE);
    }

    /**
     * Takes the whole item away that an element stands in, but for what is kept of it.
     *
     * @throws ActionException when items are referred to by their places (PS3.3 C.17.3.2.5): the places would be others then
     */
    static void remove(ReachableElements part, int element) throws ActionException {
        HeaderEdit edit = part.copy().edit();
        for (int i = 0; i < edit.size(); i++) {
            if (edit.tag(i) == REFERENCED_CONTENT_ITEM_IDENTIFIER && edit.present(i)) {
                throw new ActionException(edit.path(i)
                        + ": expected no reference to a content item by its place where content items are removed");
            }
        }
        int sequence = edit.parent(element);
        int item = edit.item(element);
        for (int i = sequence + 1; i < edit.subtreeEnd(sequence); i = edit.subtreeEnd(i)) {
            if (edit.item(i) == item && part.contains(i)) {
                part.remove(i);
            }
        }
    }
}
