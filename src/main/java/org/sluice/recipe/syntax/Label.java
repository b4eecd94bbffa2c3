package org.sluice.recipe.syntax;

import java.util.List;
import org.sluice.text.Span;

/**
 * A label: the criteria that must hold together, and the regions that go with them.
 *
 * @param at the label line
 * @param name the text after the word {@code LABEL}, its comment off
 * @param shownName what the reason of a label without criteria shows, in both readings: the whole line without its
 *     first lower-case {@code label} and its comment, so that an upper-case {@code LABEL} is part of it
 * @param lines its lines with criteria, in order
 * @param coordinates its coordinates, in order
 */
public record Label(Span at, String name, String shownName, List<CriteriaLine> lines, List<Coordinates> coordinates) {
    public Label {
        lines = List.copyOf(lines);
        coordinates = List.copyOf(coordinates);
    }
}
