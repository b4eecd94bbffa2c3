package org.sluice.recipe;

import java.util.Optional;
import org.sluice.dataset.Dictionary;
import org.sluice.dataset.Tag;

/** What an element is called, as pydicom's dictionary has it, but for the names of private elements, which we do not know. */
final class ElementNames {
    private ElementNames() {}

    /** The dictionary name; that of private elements is the same for all; empty for unknown ones. */
    static String name(int tag) {
        Optional<Dictionary.Entry> entry = Dictionary.standard().byTag(tag);
        if (entry.isPresent()) return entry.get().name();
        return Tag.isPrivate(tag) ? "Private tag data" : "";
    }

    /** The keyword; empty for private and unknown elements and for those of repeating groups. */
    static String keyword(int tag) {
        return Dictionary.standard()
                .byTag(tag)
                .filter(entry -> entry.mask() == -1)
                .map(Dictionary.Entry::keyword)
                .orElse("");
    }
}
