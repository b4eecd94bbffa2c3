package org.sluice.recipe.syntax;

import java.util.List;
import org.sluice.text.Span;

/**
 * A {@code %fields} section: a named list of elements.
 *
 * @param at its first section line
 */
public record FieldList(Span at, String name, List<ListEntry> entries) {
    public FieldList {
        entries = List.copyOf(entries);
    }
}
