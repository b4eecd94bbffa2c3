package org.sluice.crosswalk;

import java.io.IOException;
import java.util.Set;
import org.sluice.recipe.action.HeaderEdits;

/** Where who became whom is written, if anywhere. Any thread. */
@FunctionalInterface
public interface Crosswalk {
    /** It is written nowhere. */
    Crosswalk NONE = (edits, also) -> {};

    /**
     * Returns when what header actions made of an instance is on the disk; nothing of the instance may go on before.
     *
     * @param also tags of attributes that are told besides those that always are
     * @throws IOException when it cannot be written; the instance must not go on then
     */
    void note(HeaderEdits edits, Set<Integer> also) throws IOException;
}
