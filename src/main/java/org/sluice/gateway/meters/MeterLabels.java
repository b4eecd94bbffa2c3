package org.sluice.gateway.meters;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Every value that a label of a metric may have, besides the constants of this program: names of the configuration and of
 * recipes, never anything that a peer sent.
 *
 * @param sections the names of the filter sections of its recipes, by a route's called AE title
 * @param reporting likewise those of them that only report
 * @param destinations the names of all destinations
 * @param callers the calling AE titles that {@code routes[].from} lists
 * @param ways how instances get to destinations on these routes
 * @param tlsPeers who speaks TLS with the node
 */
public record MeterLabels(
        Map<String, Set<String>> sections,
        Map<String, Set<String>> reporting,
        Collection<String> destinations,
        Collection<String> callers,
        Set<Way> ways,
        Set<TlsPeer> tlsPeers) {

    public MeterLabels {
        sections = Map.copyOf(sections);
        reporting = Map.copyOf(reporting);
        destinations = List.copyOf(destinations);
        callers = List.copyOf(callers);
        ways = ways.isEmpty() ? EnumSet.noneOf(Way.class) : EnumSet.copyOf(ways);
        tlsPeers = tlsPeers.isEmpty() ? EnumSet.noneOf(TlsPeer.class) : EnumSet.copyOf(tlsPeers);
    }

    /** How an instance gets to its destination. */
    public enum Way {
        /** By way of the spool. */
        DURABLE,
        /** Straight on while it arrives. */
        CUT_THROUGH
    }

    /** The other side of a TLS connection. */
    public enum TlsPeer {
        /** One that calls a listener. */
        CLIENT,
        /** A destination. */
        ARCHIVE
    }

    /** A constant as it stands in labels: {@code cut-through}. */
    static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
