package org.sluice.config;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;

/**
 * Who may use a route. Where AE titles are listed the calling AE title must be one of them; where networks are listed
 * the caller's address must be in one of them; where both are, both must fit.
 *
 * @param aeTitles the calling AE titles; empty = any
 * @param networks the networks; empty = any
 */
public record Callers(Set<String> aeTitles, List<Network> networks) {

    /** Everybody. */
    public static final Callers ANY = new Callers(Set.of(), List.of());

    public Callers {
        aeTitles = Set.copyOf(aeTitles);
        networks = List.copyOf(networks);
    }

    /** True when a caller of this AE title, without padding, at this address is one of them. */
    public boolean allow(String callingAe, InetAddress address) {
        return (aeTitles.isEmpty() || aeTitles.contains(callingAe))
                && (networks.isEmpty() || networks.stream().anyMatch(network -> network.contains(address)));
    }

    /** True when these allow everybody whom the others allow. */
    boolean cover(Callers others) {
        boolean titles = aeTitles.isEmpty() || (!others.aeTitles.isEmpty() && aeTitles.containsAll(others.aeTitles));
        boolean addresses = networks.isEmpty()
                || (!others.networks.isEmpty()
                        && others.networks.stream()
                                .allMatch(theirs -> networks.stream().anyMatch(ours -> ours.contains(theirs))));
        return titles && addresses;
    }
}
