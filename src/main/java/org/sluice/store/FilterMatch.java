package org.sluice.store;

import java.util.List;
import org.sluice.text.OneLine;

/**
 * One match of a recipe's filter.
 *
 * @param section the name of the {@code %filter} section
 * @param label the text of the LABEL
 * @param reason the criteria as written, joined by their operators; no patient value
 * @param recipeLine the line of the recipe, from 1
 * @param coordinates the areas that the label names, each as the recipe writes them ({@code 0,0,512,110})
 */
public record FilterMatch(String section, String label, String reason, int recipeLine, List<String> coordinates) {
    /** Makes each text fit for one line of the reason log. */
    public FilterMatch {
        section = OneLine.of(section);
        label = OneLine.of(label);
        reason = OneLine.of(reason);
        coordinates = coordinates.stream().map(OneLine::of).toList();
    }
}
