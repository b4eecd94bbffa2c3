package org.sluice.recipe.syntax;

import java.util.List;
import org.sluice.text.Span;

/**
 * A {@code %values} section: a named list of values taken from elements.
 *
 * @param at its first section line
 */
public record ValueList(Span at, String name, List<ListEntry> entries) {
    public ValueList {
        entries = List.copyOf(entries);
    }
}
