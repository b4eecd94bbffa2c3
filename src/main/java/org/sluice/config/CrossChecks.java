package org.sluice.config;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sluice.text.Span;

/** What can only be wrong between two parts of a configuration, each of which is right. */
final class CrossChecks {

    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost", "::1", "0.0.0.0", "::");

    private final Section top;
    private final Configuration configuration;
    private final Places places;

    CrossChecks(Section top, Configuration configuration) {
        this.top = top;
        this.configuration = configuration;
        this.places = configuration.places();
    }

    void check() {
        if (!top.problems().inFileOrder().isEmpty()) {
            return; // values that only stand in for wrong ones would give problems of their own
        }
        noRouteIsShadowed();
        headersFitIntoTheHeap(Runtime.getRuntime().maxMemory());
        directoriesDiffer();
        httpHasItsOwnPort();
        nothingIsSentToOurselves();
        cutThroughHasOneArchive();
        relayHasAnArchive();
        relayIsForOneRecipe();
        scrubIsForOneRecipe();
        noGroupGoesPastARecipe();
        certificatesAreAskedFor();
        hoursAndRatesAreForWhatWaits();
        archivesAreLookedUpSomewhere();
    }

    /** A caller would be kept waiting; and a member is given whatever the group is, whenever that is. */
    private void hoursAndRatesAreForWhatWaits() {
        for (RouteConfig route : configuration.routes()) {
            if (route.deliver() == DeliveryMode.CUT_THROUGH) {
                route.to().forEach(name -> goesThroughAtAnyTime(name, route.ae()));
            }
        }
        configuration.destinations().forEach((name, destination) -> {
            if (destination instanceof DestinationConfig.Failover group) {
                group.members().stream()
                        .filter(member -> places.has("destinations", member, "hours"))
                        .forEach(member -> top.report(
                                places.at("destinations", member, "hours"),
                                "hours: expected at the fail-over group " + name + ", of which " + member
                                        + " is a member"));
            }
        });
    }

    private void goesThroughAtAnyTime(String name, String route) {
        DestinationConfig destination =
                requireNonNull(configuration.destinations().get(name));
        for (String key : List.of("hours", "mbit")) {
            if (places.has("destinations", name, key)) {
                top.report(
                        places.at("destinations", name, key),
                        key + ": expected on a destination to which instances go by way of the spool, but route "
                                + route + " has deliver: cut-through, which passes them on while the caller waits");
            }
        }
        if (destination instanceof DestinationConfig.Failover group) {
            group.members().forEach(member -> goesThroughAtAnyTime(member, route));
        }
    }

    private void certificatesAreAskedFor() {
        boolean asked = configuration.listen().stream()
                .flatMap(listen -> listen.tls().stream())
                .anyMatch(tls -> tls.clients() != TlsConfig.ClientCertificates.NONE);
        for (int i = 0; i < configuration.routes().size(); i++) {
            if (!configuration.routes().get(i).from().certificates().isEmpty() && !asked) {
                top.report(
                        places.at("routes", i, "certificates"),
                        "certificates: expected a listener with tls that asks clients for certificates");
            }
        }
    }

    /** A node whose headers may take all of the heap is ended by some of them at once. */
    private void headersFitIntoTheHeap(long heap) {
        long most = LimitsConfig.mostOf(heap);
        long least = LimitsConfig.leastFor(configuration.limits().headerSize());
        if (least > most) {
            top.report(
                    top.has("limits") ? top.at("limits") : top.at("listen"),
                    "limits: expected a header-size of which header-memory can hold twice as much, in 17/32 of the heap,"
                            + " found " + (configuration.limits().headerSize() >> 10) + " KiB and a heap of "
                            + (heap >> 20) + " MiB; " + largerHeap(least) + ", or a smaller header-size");
        }
        Optional<Section> limits = top.section("limits").filter(section -> section.has("header-memory"));
        long memory = configuration.limits().headerMemory();
        if (limits.isPresent() && memory > most) {
            top.report(
                    limits.get().at("header-memory"),
                    "header-memory: expected at most " + (most >> 10) + " KiB, which is 17/32 of a heap of "
                            + (heap >> 20) + " MiB, found "
                            + limits.get()
                                    .find("header-memory")
                                    .map(Section::describe)
                                    .orElseThrow()
                            + "; " + largerHeap(memory) + ", or a smaller header-memory");
        }
    }

    /** Some collectors keep up to a ninth of -Xmx empty, and do not count it as heap. */
    private static String largerHeap(long headerMemory) {
        return "set -Xmx" + (((LimitsConfig.heapFor(headerMemory) / 8 * 9) >> 20) + 1) + "m or more";
    }

    private void noRouteIsShadowed() {
        List<RouteConfig> routes = configuration.routes();
        for (int later = 1; later < routes.size(); later++) {
            for (int earlier = 0; earlier < later; earlier++) {
                RouteConfig first = routes.get(earlier);
                RouteConfig second = routes.get(later);
                if (first.ae().equals(second.ae()) && first.from().cover(second.from())) {
                    top.report(
                            second.at(),
                            "a route: never reached, because the route for " + first.ae() + " in line "
                                    + first.at().line() + " takes all of its callers");
                    break;
                }
            }
        }
    }

    private void directoriesDiffer() {
        Path data = normal(configuration.data());
        Path quarantine = normal(configuration.quarantine());
        Span at = top.has("quarantine") ? top.at("quarantine") : top.at("data");
        if (data.equals(quarantine)) {
            top.report(at, "quarantine: expected a directory other than data, found the same");
        }
        configuration.destinations().forEach((name, destination) -> {
            if (destination instanceof DestinationConfig.Folder folder
                    && normal(folder.folder()).startsWith(quarantine)) {
                top.report(
                        places.at("destinations", name, "folder"),
                        "destination " + name + ": expected a folder outside quarantine");
            }
            if (destination instanceof DestinationConfig.Folder folder
                    && normal(folder.folder()).startsWith(data.resolve("spool"))) {
                top.report(
                        places.at("destinations", name, "folder"),
                        "destination " + name + ": expected a folder outside the spool, which is in data");
            }
        });
    }

    private void httpHasItsOwnPort() {
        HttpConfig http = configuration.http();
        ListenConfig own = new ListenConfig(http.port(), http.bind());
        if (configuration.listen().stream().anyMatch(own::collidesWith)) {
            top.report(
                    top.has("http") ? places.at("http", "port") : top.at("listen"),
                    "http: expected a port other than those of listen, found " + http.port());
        }
    }

    /** Such an instance would go round for ever. */
    private void nothingIsSentToOurselves() {
        configuration.destinations().forEach((name, destination) -> {
            if (destination instanceof DestinationConfig.Archive archive
                    && isOurselves(configuration, archive.ae(), archive.host(), archive.port())) {
                top.report(
                        places.at("destinations", name, "port"),
                        "destination " + name + ": expected another application entity, found our own route "
                                + archive.ae() + " on port " + archive.port());
            }
        });
    }

    private void cutThroughHasOneArchive() {
        for (int i = 0; i < configuration.routes().size(); i++) {
            RouteConfig route = configuration.routes().get(i);
            if (hasOneArchive(route)) {
                continue;
            }
            Span to = places.at("routes", i, "to");
            if (route.deliver() == DeliveryMode.CUT_THROUGH) {
                top.report(
                        to,
                        "deliver: cut-through goes to one archive or fail-over group of archives, found " + route.to());
            }
            if (route.echo() == EchoMode.RELAY) {
                top.report(to, "echo: relayed to one archive or fail-over group of archives, found " + route.to());
            }
        }
    }

    private boolean hasOneArchive(RouteConfig route) {
        return route.to().size() == 1
                && isOfArchives(configuration.destinations().get(route.to().get(0)));
    }

    /** Others take no associations. */
    private boolean isOfArchives(@Nullable DestinationConfig destination) {
        return destination instanceof DestinationConfig.Failover group
                ? group.members().stream()
                        .allMatch(name -> configuration.destinations().get(name) instanceof DestinationConfig.Archive)
                : destination instanceof DestinationConfig.Archive;
    }

    /** A member gets what the group gets: not what its own recipe makes. */
    private void noGroupGoesPastARecipe() {
        for (int i = 0; i < configuration.routes().size(); i++) {
            int route = i;
            List<String> to = configuration.routes().get(i).to();
            for (String own : configuration.routes().get(i).own().keySet()) {
                configuration.destinations().forEach((group, destination) -> {
                    if (destination instanceof DestinationConfig.Failover failover
                            && failover.members().contains(own)) {
                        top.report(
                                places.at("routes", route, "to", to.indexOf(own)),
                                "to: " + own + " has a recipe of its own, but is a member of the fail-over group "
                                        + group + ", by which it would get instances without that");
                    }
                });
            }
        }
    }

    /** Each destination may know an instance by another UID, and the ledger has one. */
    private void relayIsForOneRecipe() {
        for (int i = 0; i < configuration.routes().size(); i++) {
            RouteConfig route = configuration.routes().get(i);
            if (route.commitment() == CommitmentMode.RELAY && !route.own().isEmpty()) {
                top.report(
                        places.at("routes", i, "commitment"),
                        "commitment: relay asks archives about instances that all of them know by the same UID, but "
                                + Section.listed(List.copyOf(route.own().keySet()))
                                + (route.own().size() == 1 ? " has a recipe of its own" : " have recipes of their own")
                                + "; use answer");
            }
        }
    }

    /** What destinations with recipes of their own get is written down as views of the original. */
    private void scrubIsForOneRecipe() {
        for (int i = 0; i < configuration.routes().size(); i++) {
            RouteConfig route = configuration.routes().get(i);
            if (!route.scrubs().isEmpty() && !route.own().isEmpty()) {
                top.report(
                        places.at("routes", i, "dispositions"),
                        "dispositions: scrub is for routes whose destinations all get the same, but "
                                + Section.listed(List.copyOf(route.own().keySet()))
                                + (route.own().size() == 1
                                        ? " has a recipe of its own"
                                        : " have recipes of their own"));
            }
        }
    }

    /** Of a fail-over group it is not known which archive has an instance. */
    private void relayHasAnArchive() {
        for (int i = 0; i < configuration.routes().size(); i++) {
            RouteConfig route = configuration.routes().get(i);
            List<DestinationConfig> to = route.to().stream()
                    .map(name -> requireNonNull(configuration.destinations().get(name)))
                    .toList();
            boolean archives = to.stream().anyMatch(DestinationConfig.Archive.class::isInstance)
                    && to.stream().noneMatch(DestinationConfig.Failover.class::isInstance);
            if (route.commitment() == CommitmentMode.RELAY && !archives) {
                top.report(
                        places.at("routes", i, "commitment"),
                        "commitment: relay asks archives, but no fail-over groups, found " + route.to()
                                + "; use answer");
            }
        }
    }

    static boolean isOurselves(Configuration configuration, String ae, String host, int port) {
        return configuration.listen().stream().anyMatch(listen -> isSame(listen, host, port))
                && configuration.routes().stream().anyMatch(route -> route.ae().equals(ae));
    }

    private static boolean isSame(ListenConfig listen, String host, int port) {
        return listen.port() == port
                && (listen.bind().equals(host)
                        || (THIS_MACHINE.contains(listen.bind()) && THIS_MACHINE.contains(host)));
    }

    /** One that is to be looked up needs something to look it up in. */
    private void archivesAreLookedUpSomewhere() {
        configuration.destinations().forEach((name, destination) -> {
            if (destination instanceof DestinationConfig.Archive archive
                    && archive.isFromDirectory()
                    && configuration.directory().isEmpty()) {
                top.report(
                        places.at("destinations", name, "from"),
                        "from: expected the key directory at the top of the file, which says where the directory is");
            }
        });
    }

    private static Path normal(Path path) {
        return path.toAbsolutePath().normalize();
    }
}
