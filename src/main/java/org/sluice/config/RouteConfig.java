package org.sluice.config;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sluice.text.Span;

/**
 * What happens to instances that are sent to one called AE title.
 *
 * @param at the place of the route in the file, for problems found later
 * @param ae the called AE title
 * @param from who may use the route
 * @param recipe the recipe's file
 * @param variables what {@code var:NAME} in the recipe stands for, by name, in the order of the file
 * @param dispositions by name of the {@code %filter} section; a section that is not in it is quarantined
 * @param to the names of the destinations, at least one; just one, an archive or a fail-over group, for
 *     cut-through and for relayed echoes
 * @param deliver how the clean ones get there
 * @param fallBackToSpool whether cut-through goes by way of the spool while the archive is out of reach
 * @param echo who answers a C-ECHO
 * @param accept which presentation contexts are accepted
 * @param contradictions what becomes of data sets that contradict PS3.5
 * @param commitment on what storage commitment is based, if it is answered at all
 */
public record RouteConfig(
        Span at,
        String ae,
        Callers from,
        Path recipe,
        Map<String, VariableConfig> variables,
        Map<String, Disposition> dispositions,
        List<String> to,
        DeliveryMode deliver,
        boolean fallBackToSpool,
        EchoMode echo,
        AcceptMode accept,
        ContradictionMode contradictions,
        CommitmentMode commitment) {

    public RouteConfig {
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        dispositions = Collections.unmodifiableMap(new LinkedHashMap<>(dispositions));
        to = List.copyOf(to);
    }

    /** What becomes of an instance that the section of this name flags. */
    public Disposition disposition(String section) {
        return dispositions.getOrDefault(section, Disposition.QUARANTINE);
    }
}
