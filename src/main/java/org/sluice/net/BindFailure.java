package org.sluice.net;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sluice.text.FileFault;

/**
 * Why connections to a port of this host cannot be accepted, in words, and what helps. The platform's own words are in the
 * language of the locale, so nothing here depends on them.
 *
 * @param inWords what is wrong and what helps, in one line
 */
public record BindFailure(Kind kind, String inWords) {
    private static final Path FIRST_FREE_FOR_ALL = Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");
    private static final int USUAL_FIRST_FREE_FOR_ALL = 1024;
    private static final int CAP_NET_BIND_SERVICE = 10;
    private static final int MOST_SHOWN = 16;

    /** What is wrong. */
    public enum Kind {
        /** The host name has no address. */
        UNKNOWN_HOST,
        /** The address is of another host. */
        FOREIGN_ADDRESS,
        /** Only those with a certain right may use the port. */
        NO_RIGHT,
        /** Somebody else has the port. */
        IN_USE
    }

    /** The key of a listener whose value is to blame: {@code bind}, its address, or {@code port}. */
    public String key() {
        return kind == Kind.UNKNOWN_HOST || kind == Kind.FOREIGN_ADDRESS ? "bind" : "port";
    }

    /** Takes a port without listening on it, and lets go of it again: why that fails, empty when it does not. */
    public static Optional<BindFailure> whenTrying(String bind, int port) {
        InetSocketAddress address = new InetSocketAddress(bind, port);
        if (address.isUnresolved()) {
            return Optional.of(of(bind, port));
        }
        try (SocketChannel taken = SocketChannel.open()) {
            // As a listener does, whose port may still have connections of an earlier run that are ending.
            taken.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            taken.bind(address);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(of(bind, port));
        }
    }

    /** Why a port of an address could not be taken just now. */
    public static BindFailure of(String bind, int port) {
        InetSocketAddress address = new InetSocketAddress(bind, port);
        if (address.isUnresolved()) {
            return new BindFailure(
                    Kind.UNKNOWN_HOST,
                    "there is no address for the host name " + bind
                            + "; correct it, or name an address, such as 127.0.0.1 or 0.0.0.0");
        }
        if (!isOfThisHost(address.getAddress())) {
            return new BindFailure(
                    Kind.FOREIGN_ADDRESS,
                    bind + " is no address of this host, which has " + addresses()
                            + "; 0.0.0.0 stands for all of its IPv4 addresses");
        }
        if (port > 0 && port < firstFreeForAll() && !mayTakeAnyPort()) {
            return new BindFailure(Kind.NO_RIGHT, noRight(port));
        }
        return new BindFailure(
                Kind.IN_USE,
                "port " + port + " of " + bind
                        + " is in use by another program, which \"ss -ltnp\" shows; stop that one,"
                        + " or choose another port");
    }

    private static String noRight(int port) {
        int free = firstFreeForAll();
        return "port " + port + " needs a right that this process, of user " + FileFault.user()
                + ", lacks, as every port below " + free
                + " does; put \"AmbientCapabilities=CAP_NET_BIND_SERVICE\" into"
                + " its systemd unit, or run \"sysctl -w net.ipv4.ip_unprivileged_port_start=" + port
                + "\", or \"setcap cap_net_bind_service=+ep\" for the java program, or choose a port from " + free;
    }

    private static boolean isOfThisHost(InetAddress address) {
        try {
            return address.isAnyLocalAddress()
                    || address.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException unknown) {
            return true;
        }
    }

    /** The addresses of this host, those of IPv4 first. */
    private static String addresses() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .sorted(Comparator.comparingInt(address -> address.getAddress().length))
                    .map(address -> address.getHostAddress().split("%", 2)[0])
                    .distinct()
                    .limit(MOST_SHOWN)
                    .collect(Collectors.joining(", "));
        } catch (SocketException unknown) {
            return "others";
        }
    }

    private static int firstFreeForAll() {
        // Such a file gives all that it has to the first read, however short that is: one of a byte would be told "1".
        try (BufferedReader whole = Files.newBufferedReader(FIRST_FREE_FOR_ALL)) {
            return Integer.parseInt(String.valueOf(whole.readLine()).strip());
        } catch (IOException | NumberFormatException notLinux) {
            return USUAL_FIRST_FREE_FOR_ALL;
        }
    }

    /** Linux says which capabilities a process has; elsewhere only root may. */
    private static boolean mayTakeAnyPort() {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("CapEff:"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .anyMatch(bits -> (Long.parseUnsignedLong(bits, 16) >>> CAP_NET_BIND_SERVICE & 1) == 1);
        } catch (IOException | NumberFormatException notLinux) {
            return FileFault.user().equals("root");
        }
    }
}
