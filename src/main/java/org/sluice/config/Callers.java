package org.sluice.config;

import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

    public Callers {
        aeTitles = Set.copyOf(aeTitles);
        networks = List.copyOf(networks);
        certificates = Set.copyOf(certificates);
        users = Set.copyOf(users);
    }

    /** True when a caller of this AE title, without padding, at this address is one of them as far as these two go. */
    public boolean allow(String callingAe, InetAddress address) {
        return (aeTitles.isEmpty() || aeTitles.contains(callingAe))
                && (networks.isEmpty() || networks.stream().anyMatch(network -> network.contains(address)));
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
}
