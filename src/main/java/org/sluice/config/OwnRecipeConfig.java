package org.sluice.config;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sluice.text.Span;

/**
 * What a route makes of its instances for one destination, in place of what the route's recipe makes of them.
 *
 * @param at the place of the destination in the route
 * @param recipe the recipe's file
 * @param variables what {@code var:NAME} in the recipe stands for besides those of the route, by name
 * @param dispositions by name of the {@code %filter} section: quarantine, forward or report; a section that is not in it is quarantined
 */
public record OwnRecipeConfig(
        Span at, Path recipe, Map<String, VariableConfig> variables, Map<String, Disposition> dispositions) {

    /** Keeps its own copies of {@code variables} and {@code dispositions}, in their order. */
    public OwnRecipeConfig {
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        dispositions = Collections.unmodifiableMap(new LinkedHashMap<>(dispositions));
    }
}
