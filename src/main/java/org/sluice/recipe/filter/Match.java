package org.sluice.recipe.filter;

import java.util.List;

/**
 * A label that matched an instance. It holds what the recipe says, never a value of the instance.
 *
 * @param section the name of the {@code %filter} section
 * @param label the label's name
 * @param reason the criteria as the reading prints them
 * @param coordinates the label's regions, in order
 * @param line the line of the label in its recipe text, from 1
 */
public record Match(String section, String label, String reason, List<Coordinate> coordinates, int line) {
    /** Keeps its own copy of {@code coordinates}. */
    public Match {
        coordinates = List.copyOf(coordinates);
    }

    /** The section that stops the instance, and the criteria that held. */
    public String why() {
        return section + ": " + reason.strip();
    }
}
