package org.sluice.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sluice.net.AeTitle;

/**
 * Whom a command calls, as it is typed.
 *
 * @param ae the called AE title; empty when none was typed
 * @param host a name or an address
 * @param port 1 to 65535
 */
record Peer(Optional<String> ae, String host, int port) {
    private static final Pattern WRITTEN = Pattern.compile("(?:(.+)@)?(\\[[^\\]]+]|[^:@\\[\\]]+):(\\d{1,5})");
    private static final int LARGEST_PORT = 65_535;

    Peer {
        if (port < 1 || port > LARGEST_PORT) {
            throw new UsageFailure("port: expected 1 to 65535, found " + port);
        }
        if (ae.isPresent() && !AeTitle.isValid(ae.get())) {
            throw new UsageFailure(
                    "AE title: expected 1 to 16 printable ASCII characters and no backslash, found " + ae.get());
        }
    }

    /** Reads {@code AE@HOST:PORT}; an IPv6 address stands in brackets. */
    static Peer parse(String text) {
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches()) {
            throw new UsageFailure("expected AE@HOST:PORT, found " + text);
        }
        return new Peer(
                Optional.ofNullable(written.group(1)), bare(written.group(2)), Integer.parseInt(written.group(3)));
    }

    /** Reads {@code AE@HOST:PORT}, {@code HOST:PORT}, or the two words {@code HOST PORT}. */
    static Peer parse(List<String> words) {
        if (words.size() == 1) {
            return parse(words.get(0));
        }
        if (words.size() != 2 || !words.get(1).matches("\\d{1,5}")) {
            throw new UsageFailure("expected HOST PORT or AE@HOST:PORT, found " + String.join(" ", words));
        }
        return new Peer(Optional.empty(), bare(words.get(0)), Integer.parseInt(words.get(1)));
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** Looks the host up; the failure says so in words. */
    InetSocketAddress resolve() {
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            throw new CommandFailure(
                    host + " has no address: the name is misspelt, or the name server does not know it", e);
        }
    }

    @Override
    public String toString() {
        String where = (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        return ae.map(title -> title + "@" + where).orElse(where);
    }
}
