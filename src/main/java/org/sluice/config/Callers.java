package org.sluice.config;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sluice.text.Suggestions;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Who may use a route. Of each kind that is listed, AE titles, networks, names in certificates and users, the caller has to
 * have one.
 *
 * @param aeTitles the calling AE titles; empty = any
 * @param networks the networks; empty = any
 * @param certificates common names or alternative names in the client's certificate; empty = any, or none at all
 * @param users the users who identified themselves; empty = any, or none at all
 */
public record Callers(Set<String> aeTitles, List<Network> networks, Set<String> certificates, Set<String> users) {

    /** Everybody. */
    public static final Callers ANY = new Callers(Set.of(), List.of(), Set.of(), Set.of());

    /** Keeps its own copies of the sets and of the list. */
    public Callers {
        aeTitles = Set.copyOf(aeTitles);
        networks = List.copyOf(networks);
        certificates = Set.copyOf(certificates);
        users = Set.copyOf(users);
    }

    /** True when a caller of this AE title, without padding, at this address is one of them as far as these two go. */
    public boolean allow(String callingAe, InetAddress address) {
        return allowTitle(callingAe) && allowAddress(address);
    }

    /** True when a caller of this AE title will do. */
    public boolean allowTitle(String callingAe) {
        return aeTitles.isEmpty() || aeTitles.contains(callingAe);
    }

    /** True when a caller at this address will do. */
    public boolean allowAddress(InetAddress address) {
        return networks.isEmpty() || networks.stream().anyMatch(network -> network.contains(address));
    }

    /** True when a certificate with these names will do; host names know no upper and lower case. */
    public boolean allowCertificate(Collection<String> names) {
        return certificates.isEmpty()
                || names.stream().anyMatch(name -> certificates.stream().anyMatch(name::equalsIgnoreCase));
    }

    /** True when a caller who is this user, or none, will do. */
    public boolean allowUser(Optional<String> user) {
        return users.isEmpty() || user.filter(users::contains).isPresent();
    }

    /** True when these allow everybody whom the others allow. */
    boolean cover(Callers others) {
        boolean addresses = networks.isEmpty()
                || (!others.networks.isEmpty()
                        && others.networks.stream()
                                .allMatch(theirs -> networks.stream().anyMatch(ours -> ours.contains(theirs))));
        return addresses
                && cover(aeTitles, others.aeTitles)
                && cover(certificates, others.certificates)
                && cover(users, others.users);
    }

    private static boolean cover(Set<String> ours, Set<String> theirs) {
        return ours.isEmpty() || (!theirs.isEmpty() && ours.containsAll(theirs));
    }

    /** @param known the users of the configuration */
    static Callers read(Section route, Set<String> known) {
        Callers from = route.find("from").map(node -> from(route, node)).orElse(ANY);
        Set<String> certificates = new LinkedHashSet<>();
        route.find("certificates").ifPresent(node -> route.items("certificates", node)
                .forEach(item -> certificates.add(route.text("certificates", item))));
        return new Callers(from.aeTitles(), from.networks(), certificates, users(route, known));
    }

    private static Set<String> users(Section route, Set<String> known) {
        Set<String> allowed = new LinkedHashSet<>();
        if (route.has("users")) {
            for (Node item : route.list("users")) {
                String name = route.text("users", item);
                if (!name.isBlank() && !known.contains(name)) {
                    route.report(
                            item,
                            "users: unknown user \"" + name + "\", expected one of the users of the configuration",
                            Suggestions.near(name, List.copyOf(known)));
                }
                allowed.add(name);
            }
        }
        return allowed;
    }

    private static Callers from(Section route, Node from) {
        Set<String> aeTitles = new LinkedHashSet<>();
        List<Network> networks = new ArrayList<>();
        boolean anybody = false;
        List<Node> items = route.items("from", from);
        for (Node item : items) {
            String text = route.text("from", item);
            if (text.equals("ANY")) {
                anybody = true;
            } else if (Network.looksLikeOne(text)) {
                network(route, item, text).ifPresent(networks::add);
            } else {
                aeTitles.add(route.aeTitle("from", item));
            }
        }
        if (anybody && items.size() > 1) {
            route.report(from, "from: expected ANY alone, or AE titles and networks without it");
        }
        return new Callers(aeTitles, networks, Set.of(), Set.of());
    }

    private static Optional<Network> network(Section route, Node item, String text) {
        Optional<Network> network = Network.parse(text);
        if (network.isEmpty()) {
            route.report(item, "from: expected a network such as 10.1.0.0/16 or fd00::/8, found \"" + text + "\"");
        } else if (!network.get().isAligned()) {
            route.report(
                    item,
                    "from: expected a network whose address ends with its prefix, found \"" + text
                            + "\", which has bits beyond it");
        }
        return network;
    }
}
