package org.sluice.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/**
 * The directory of the hospital's DICOM devices (PS3.15 Annex H), reached by LDAP.
 *
 * @param host its host name or address
 * @param port its TCP port
 * @param base the entry below which the DICOM configuration is looked for
 * @param login as whom it is asked; empty for nobody
 * @param tls present when connections begin with TLS
 * @param refresh how often it is asked whether something has changed
 * @param connect for the TCP connection, and as long again for TLS on it
 * @param read for each answer
 */
public record DirectoryConfig(
        String host,
        int port,
        String base,
        Optional<Login> login,
        Optional<TlsConfig> tls,
        Duration refresh,
        Duration connect,
        Duration read) {
    private static final int LDAP = 389;
    private static final int LDAPS = 636;
    private static final int MOST_PORT = 65_535;
    private static final Pattern PLACE =
            Pattern.compile("([A-Za-z0-9._-]{1,255}|\\[[0-9A-Fa-f:.]{2,45}])(?::([0-9]{1,5}))?");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");
    private static final Duration SELDOM = Duration.ofMinutes(15);
    private static final Duration SHORTEST_REFRESH = Duration.ofSeconds(1);

    /**
     * Simple authentication, RFC 4513 5.1.3.
     *
     * @param name a distinguished name
     * @param passwordFile its first line is the password
     */
    public record Login(String name, Path passwordFile) {}

    /** Whether passwords and answers can be read by whoever is on the way. */
    public boolean isCleartextOnNetwork() {
        return tls.isEmpty() && !isLoopback(host);
    }

    /** How people write where it is. */
    public String url() {
        return (tls.isPresent() ? "ldaps://" : "ldap://") + host + ":" + port;
    }

    static DirectoryConfig read(Section section) {
        section.only("ldaps", "ldap", "base", "bind", "bind-file", "tls", "cleartext", "refresh", "timeouts");
        boolean secure = section.has("ldaps");
        if (secure == section.has("ldap") && section.isMapping()) {
            section.report(section.at(), "directory: expected ldaps or ldap" + (secure ? ", found both" : ""));
        }
        String key = secure ? "ldaps" : "ldap";
        Matcher place = PLACE.matcher(section.text(key, "localhost"));
        String host = place.matches() ? place.group(1) : "localhost";
        cleartext(section, secure, host);
        return new DirectoryConfig(
                host,
                port(section, key, place, secure ? LDAPS : LDAP),
                distinguishedName(section, "base"),
                login(section),
                tls(section, secure),
                refresh(section),
                timeout(section, "connect", TimeoutsConfig.DEFAULT.connect()),
                timeout(section, "read", Duration.ofSeconds(10)));
    }

    private static int port(Section section, String key, Matcher place, int byDefault) {
        int port = !place.matches() ? 0 : place.group(2) == null ? byDefault : Integer.parseInt(place.group(2));
        if (section.has(key) && (port < 1 || port > MOST_PORT)) {
            section.report(
                    section.at(key),
                    key + ": expected HOST or HOST:PORT, such as directory.example.org:" + byDefault + ", found \""
                            + section.text(key) + "\"");
        }
        return port;
    }

    private static boolean isLoopback(String host) {
        return LOOPBACK.matcher(host).matches();
    }

    private static void cleartext(Section section, boolean secure, String host) {
        boolean allowed =
                section.word("cleartext", List.of("refuse", "allow"), "refuse").equals("allow");
        if (!secure && section.has("ldap") && !allowed && !isLoopback(host)) {
            section.report(
                    section.at("ldap"),
                    "ldap: expected ldaps, or else cleartext: allow, since whoever is on the way can read the password and"
                            + " say where instances go");
        }
    }

    private static Optional<TlsConfig> tls(Section section, boolean secure) {
        Optional<TlsConfig> tls = section.section("tls").map(TlsConfig::ofDestination);
        if (!secure && tls.isPresent()) {
            section.report(section.at("tls"), "tls: expected ldaps beside it");
        }
        return secure && tls.isEmpty() ? Optional.of(TlsConfig.ofPlatform(section.at("ldaps"))) : tls;
    }

    private static Optional<Login> login(Section section) {
        if (section.has("bind") != section.has("bind-file")) {
            String there = section.has("bind") ? "bind" : "bind-file";
            section.report(
                    section.at(there),
                    there + ": expected " + (there.equals("bind") ? "bind-file" : "bind")
                            + " beside it; with neither we do not say who we are");
            return Optional.empty();
        }
        return section.has("bind")
                ? Optional.of(new Login(distinguishedName(section, "bind"), section.existingFile("bind-file")))
                : Optional.empty();
    }

    private static String distinguishedName(Section section, String key) {
        String text = section.text(key);
        try {
            if (section.has(key) && !text.isBlank()) {
                return new LdapName(text).toString();
            }
        } catch (InvalidNameException e) {
            section.report(
                    section.at(key),
                    key + ": expected a distinguished name, such as dc=example,dc=org, found \"" + text + "\"");
        }
        return "";
    }

    private static Duration refresh(Section section) {
        Duration refresh = section.duration("refresh", SELDOM);
        if (refresh.compareTo(SHORTEST_REFRESH) < 0) {
            section.report(section.at("refresh"), "refresh: expected at least 1 s");
        }
        return refresh;
    }

    private static Duration timeout(Section section, String key, Duration byDefault) {
        return section.section("timeouts")
                .map(timeouts -> timeouts.only("connect", "read").duration(key, byDefault))
                .orElse(byDefault);
    }
}
