package org.sluice.recipe.syntax;

import java.util.List;
import org.sluice.text.Span;

/**
 * One {@code %filter} section.
 *
 * @param at its first section line
 * @param name its name, blanks inside included
 * @param labels its labels in the order of the text, also those of later lines of the same name
 */
public record FilterSection(Span at, String name, List<Label> labels) {
    public FilterSection {
        labels = List.copyOf(labels);
    }
}
