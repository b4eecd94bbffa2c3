package org.sluice.directory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import org.sluice.directory.DicomConfiguration.Device;
import org.sluice.directory.DicomConfiguration.NetworkAe;
import org.sluice.directory.DicomConfiguration.NetworkConnection;
import org.sluice.net.tls.TlsContext;

/**
 * What an AE title stands for in a directory: one network AE that is installed and accepts associations, on a connection of its
 * device. Where there is a connection with TLS, it is taken.
 *
 * @param place where it is called; empty when something is wrong
 * @param problems why there is no place
 * @param remarks what else should be known of it
 */
public record Resolution(Optional<Place> place, List<String> problems, List<String> remarks) {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]{1,255}|[0-9A-Fa-f:.]{2,45}");
    private static final int MOST_PORT = 65_535;

    /** Keeps its own copies of the lists. */
    public Resolution {
        problems = List.copyOf(problems);
        remarks = List.copyOf(remarks);
    }

    /**
     * Where an application entity is called.
     *
     * @param secure over TLS
     * @param device dicomDeviceName of the device that it is on
     */
    public record Place(String host, int port, boolean secure, String device) {
        @Override
        public String toString() {
            return host + ":" + port + (secure ? " over TLS" : " without TLS") + ", of device " + device;
        }
    }

    private record Candidate(Device device, NetworkAe ae) {
        /** PS3.15 H.1.1.2: without a value of its own the device's counts. */
        boolean isInstalled() {
            return ae.installed().or(device::installed).orElse(false);
        }
    }

    /**
     * Looks an AE title up in what was found.
     *
     * @param tlsWanted whether a connection without TLS will not do
     */
    public static Resolution of(DicomConfiguration found, String aeTitle, boolean tlsWanted) {
        List<Candidate> all = new ArrayList<>();
        found.devices().forEach(device -> device.aes().stream()
                .filter(ae -> ae.title().equals(aeTitle))
                .forEach(ae -> all.add(new Candidate(device, ae))));
        List<Candidate> installed = all.stream().filter(Candidate::isInstalled).toList();
        if (all.isEmpty()) {
            return failed("no device below " + found.devicesRoot() + " has a dicomNetworkAE with the dicomAETitle "
                    + aeTitle);
        }
        if (installed.isEmpty()) {
            return failed(
                    names(all) + (all.size() == 1 ? " is" : " are") + " not installed: dicomInstalled is not TRUE");
        }
        if (installed.size() > 1) {
            return failed("the AE title " + aeTitle + " is there " + installed.size() + " times, and has to be unique: "
                    + names(installed));
        }
        Resolution one = ofOne(installed.get(0), tlsWanted);
        return all.size() == 1 ? one : one.with("the AE title is also that of another that is not installed");
    }

    private static Resolution failed(String problem) {
        return new Resolution(Optional.empty(), List.of(problem), List.of());
    }

    private Resolution with(String remark) {
        List<String> more = new ArrayList<>(remarks);
        more.add(remark);
        return new Resolution(place, problems, more);
    }

    private static String names(List<Candidate> candidates) {
        return String.join(
                " and ",
                candidates.stream().limit(3).map(one -> one.ae().name()).toList());
    }

    private static Resolution ofOne(Candidate one, boolean tlsWanted) {
        if (!one.ae().acceptor().orElse(false)) {
            return failed(one.ae().name() + " takes no associations: dicomAssociationAcceptor is not TRUE");
        }
        if (one.ae().connections().isEmpty()) {
            return failed(one.ae().name() + " has no connection: dicomNetworkConnectionReference is missing");
        }
        List<NetworkConnection> usable = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (String reference : one.ae().connections()) {
            Optional<NetworkConnection> there = connection(one.device(), reference);
            Optional<String> fault = there.isEmpty()
                    ? Optional.of(reference + " is no dicomNetworkConnection of the device "
                            + one.device().deviceName() + ", which dicomNetworkConnectionReference says")
                    : fault(there.get(), one.device(), tlsWanted);
            fault.ifPresentOrElse(problems::add, () -> usable.add(there.orElseThrow()));
        }
        if (usable.isEmpty()) {
            return new Resolution(Optional.empty(), problems, List.of());
        }
        return taken(one.device(), usable, problems);
    }

    private static Resolution taken(Device device, List<NetworkConnection> usable, List<String> notUsable) {
        NetworkConnection taken =
                usable.stream().filter(Resolution::isSecure).findFirst().orElse(usable.get(0));
        List<String> remarks = new ArrayList<>(notUsable);
        if (isSecure(taken) && taken.cipherSuites().stream().noneMatch(TlsContext::speaks)) {
            remarks.add(taken.name() + ": dicomTLSCipherSuite names none of the suites that are spoken here, found "
                    + String.join(", ", taken.cipherSuites()));
        }
        if (usable.size() > 1) {
            remarks.add("it has " + usable.size() + " connections that could be used; this is the first"
                    + (isSecure(taken) ? " with TLS" : ""));
        }
        Place place = new Place(taken.hostname(), Integer.parseInt(taken.port()), isSecure(taken), device.deviceName());
        return new Resolution(Optional.of(place), List.of(), remarks);
    }

    private static boolean isSecure(NetworkConnection connection) {
        return !connection.cipherSuites().isEmpty();
    }

    /** Why a connection cannot be used; empty when it can be. */
    private static Optional<String> fault(NetworkConnection connection, Device device, boolean tlsWanted) {
        String fault = "";
        if (!connection.installed().or(device::installed).orElse(false)) {
            fault = " is not installed: dicomInstalled is not TRUE";
        } else if (!isHost(connection.hostname())) {
            fault = " has no host: expected a host name in dicomHostname, found \"" + connection.hostname() + "\"";
        } else if (connection.port().isEmpty()) {
            fault = " has no port: dicomPort is missing, so that nobody listens there";
        } else if (!connection.port().matches("[0-9]{1,5}") || !isPort(Integer.parseInt(connection.port()))) {
            fault = " has no port: expected 1 to 65535 in dicomPort, found \"" + connection.port() + "\"";
        } else if (tlsWanted && !isSecure(connection)) {
            fault = " is without TLS: the destination has tls, but dicomTLSCipherSuite is missing";
        }
        return fault.isEmpty() ? Optional.empty() : Optional.of(connection.name() + fault);
    }

    static boolean isHost(String text) {
        return HOST.matcher(text).matches();
    }

    static boolean isPort(int port) {
        return port >= 1 && port <= MOST_PORT;
    }

    private static Optional<NetworkConnection> connection(Device device, String reference) {
        return device.connections().stream()
                .filter(connection -> isSameName(connection.name(), reference))
                .findFirst();
    }

    /** Distinguished names may be written in several ways: RFC 4514. */
    private static boolean isSameName(String one, String other) {
        try {
            return new LdapName(one).equals(new LdapName(other));
        } catch (InvalidNameException e) {
            return one.equals(other);
        }
    }
}
