package org.sluice.recipe.syntax;

import java.util.List;
import org.sluice.text.Span;

/**
 * A label: the criteria that must hold together, and the regions that go with them.
 *
 * @param at the label line
 * @param name what is shown as its name: strict, the text after the word {@code LABEL}; compat, deid's own form, in
 *     which an upper-case {@code LABEL} stays part of the name and the first lower-case one is taken out
 * @param lines its lines with criteria, in order
 * @param coordinates its coordinates, in order
 */
public record Label(Span at, String name, List<CriteriaLine> lines, List<Coordinates> coordinates) {
    public Label {
        lines = List.copyOf(lines);
        coordinates = List.copyOf(coordinates);
    }
}
