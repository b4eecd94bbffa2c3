package org.sluice.gateway;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sluice.config.Configuration;
import org.sluice.config.DeliveryMode;
import org.sluice.config.DestinationConfig;
import org.sluice.config.Disposition;
import org.sluice.gateway.meters.MeterLabels;
import org.sluice.gateway.meters.MeterLabels.TlsPeer;
import org.sluice.gateway.meters.MeterLabels.Way;
import org.sluice.gateway.route.Route;

/** What a configuration and its recipes give as labels of metrics. */
final class NodeLabels {
    private NodeLabels() {}

    static MeterLabels of(Configuration configuration, List<Route> routes) {
        Map<String, Set<String>> sections = new TreeMap<>();
        Map<String, Set<String>> reporting = new TreeMap<>();
        Set<String> callers = new TreeSet<>();
        for (Route route : routes) { // several may have the same called AE title
            Set<String> ofRoute = sections.computeIfAbsent(route.calledAe(), ae -> new HashSet<>());
            route.ways().forEach(way -> ofRoute.addAll(way.sections()));
            Set<String> onlyReporting = reporting.computeIfAbsent(route.calledAe(), ae -> new HashSet<>());
            route.ways().forEach(way -> way.sections().stream()
                    .filter(section -> way.disposition(section) == Disposition.REPORT)
                    .forEach(onlyReporting::add));
            callers.addAll(route.config().from().aeTitles());
        }
        return new MeterLabels(
                sections,
                reporting,
                configuration.destinations().keySet(),
                callers,
                ways(routes),
                tlsPeers(configuration));
    }

    private static boolean hasTls(DestinationConfig destination) {
        return destination instanceof DestinationConfig.Archive archive
                ? archive.tls().isPresent() || archive.isFromDirectory()
                : destination instanceof DestinationConfig.Stow server
                        && server.more().tls().isPresent();
    }

    /** An earlier configuration may have left something in the spool, and a cut-through route too puts some there. */
    private static Set<Way> ways(List<Route> routes) {
        boolean through = routes.stream().anyMatch(route -> route.config().deliver() == DeliveryMode.CUT_THROUGH);
        return through ? EnumSet.allOf(Way.class) : EnumSet.of(Way.DURABLE);
    }

    private static Set<TlsPeer> tlsPeers(Configuration configuration) {
        Set<TlsPeer> peers = EnumSet.noneOf(TlsPeer.class);
        if (configuration.listen().stream().anyMatch(listen -> listen.tls().isPresent())) {
            peers.add(TlsPeer.CLIENT);
        }
        if (configuration.destinations().values().stream().anyMatch(NodeLabels::hasTls)) {
            peers.add(TlsPeer.ARCHIVE);
        }
        return peers;
    }
}
