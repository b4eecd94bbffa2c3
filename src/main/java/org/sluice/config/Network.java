package org.sluice.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An IP network in CIDR notation, RFC 4632 and RFC 4291 2.3. IPv4 addresses mapped into IPv6 count as IPv4.
 *
 * @param address the first address; bits beyond the prefix are 0
 * @param prefixLength bits that all addresses of the network share
 */
public record Network(InetAddress address, int prefixLength) {

    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    /** True when the text is meant as an address or a network, not as an AE title: it begins like an IP address. */
    static boolean looksLikeOne(String text) {
        String address = text.contains("/") ? text.substring(0, text.indexOf('/')) : text;
        return text.contains("/")
                || IPV4.matcher(address).matches()
                || IPV6.matcher(address).matches();
    }

    /** The network, or empty when the text is none; a lone address is a network of one. */
    static Optional<Network> parse(String text) {
        int slash = text.indexOf('/');
        Optional<InetAddress> address = address(slash < 0 ? text : text.substring(0, slash));
        if (address.isEmpty()) {
            return Optional.empty();
        }
        int bits = 8 * address.get().getAddress().length;
        String length = slash < 0 ? Integer.toString(bits) : text.substring(slash + 1);
        if (!length.matches("[0-9]{1,3}") || Integer.parseInt(length) > bits) {
            return Optional.empty();
        }
        return Optional.of(new Network(address.get(), Integer.parseInt(length)));
    }

    private static Optional<InetAddress> address(String text) {
        boolean ipv4 = IPV4.matcher(text).matches();
        if (!ipv4 && !IPV6.matcher(text).matches()) {
            return Optional.empty(); // so that no host name is ever looked up
        }
        if (ipv4 && !text.matches("(25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}")) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException notAnAddress) {
            return Optional.empty();
        }
    }

    /** True when no bit beyond the prefix is set. */
    boolean isAligned() {
        byte[] bytes = address.getAddress();
        for (int bit = prefixLength; bit < 8 * bytes.length; bit++) {
            if ((bytes[bit / 8] >> (7 - bit % 8) & 1) != 0) {
                return false;
            }
        }
        return true;
    }

    /** True when the address is in the network. */
    public boolean contains(InetAddress other) {
        byte[] ours = address.getAddress();
        byte[] theirs = other.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < prefixLength; bit++) {
            if (((ours[bit / 8] ^ theirs[bit / 8]) >> (7 - bit % 8) & 1) != 0) {
                return false;
            }
        }
        return true;
    }

    /** True when every address of the other network is in this one. */
    boolean contains(Network other) {
        return prefixLength <= other.prefixLength && contains(other.address);
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + prefixLength;
    }
}
