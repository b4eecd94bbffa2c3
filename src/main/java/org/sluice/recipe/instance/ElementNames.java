package org.sluice.recipe.instance;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.Dictionary;
import org.sluice.dataset.PrivateNames;
import org.sluice.dataset.Tag;
import org.sluice.recipe.syntax.Reading;

/** What an element is called, as pydicom's dictionary has it. */
public final class ElementNames {
    private ElementNames() {}

    /**
     * The dictionary name; empty for unknown elements. In compat a private element that is publicly known has its name in
     * brackets; all others, and in the strict reading all private ones, are called the same (Q34).
     *
     * @param creator who has reserved the block of a private element; null for nobody
     */
    public static String name(int tag, @Nullable String creator, Reading reading) {
        if (reading == Reading.COMPAT && creator != null && Tag.isPrivate(tag)) {
            Optional<String> known = PrivateNames.of(creator, tag);
            if (known.isPresent()) {
                return "[" + known.get() + "]";
            }
        }
        Optional<Dictionary.Entry> entry = Dictionary.standard().byTag(tag);
        if (entry.isPresent()) return entry.get().name();
        return Tag.isPrivate(tag) ? "Private tag data" : "";
    }

    /** The keyword; empty for private and unknown elements and for those of repeating groups. */
    public static String keyword(int tag) {
        return Dictionary.standard()
                .byTag(tag)
                .filter(entry -> entry.mask() == -1)
                .map(Dictionary.Entry::keyword)
                .orElse("");
    }
}
