package org.sluice.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a STOW-RS destination has besides its URL.
 *
 * @param authorization who we say that we are; empty for nobody
 * @param tls present for an https URL
 * @param batch how much goes in one request
 * @param duplicates what becomes of an instance of which the server says 0111H
 * @param timeouts where they are not those of the node
 */
public record StowConfig(
        Optional<Authorization> authorization,
        Optional<TlsConfig> tls,
        Batch batch,
        DuplicatesMode duplicates,
        Timeouts timeouts) {

    /** How we say who we are; the secret is in a file. */
    public sealed interface Authorization {
        /** The file, of which the first line counts. */
        Path file();

        /** Its key in the configuration. */
        String key();
    }

    /** A user and a password, RFC 7617. */
    public record Basic(String user, Path file) implements Authorization {
        @Override
        public String key() {
            return "password-file";
        }
    }

    /** A token, RFC 6750. */
    public record Bearer(Path file) implements Authorization {
        @Override
        public String key() {
            return "bearer-file";
        }
    }

    /**
     * Bounds of one request.
     *
     * @param most instances, from 1
     * @param bytes of data sets; one that is longer goes alone
     */
    public record Batch(int most, long bytes) {
        static final Batch DEFAULT = new Batch(16, 32 << 20);

        static Batch read(Section section) {
            section.only("most", "bytes");
            return new Batch(
                    section.number("most", DEFAULT.most, 1, 1000),
                    section.largeSize("bytes", DEFAULT.bytes, 1 << 10, 4L << 30));
        }
    }

    /** Those of the node stand in for what is not given: {@code connect}, {@code write-stall} and {@code dimse}. */
    public record Timeouts(Optional<Duration> connect, Optional<Duration> writeStall, Optional<Duration> answer) {
        static final Timeouts OF_NODE = new Timeouts(Optional.empty(), Optional.empty(), Optional.empty());

        static Timeouts read(Section section) {
            section.only("connect", "write-stall", "answer");
            return new Timeouts(
                    duration(section, "connect"), duration(section, "write-stall"), duration(section, "answer"));
        }

        private static Optional<Duration> duration(Section section, String key) {
            return section.has(key) ? Optional.of(section.duration(key, Duration.ZERO)) : Optional.empty();
        }
    }

    private static final URI NO_URL = URI.create("http://localhost");

    static DestinationConfig.Stow read(String name, Section section) {
        section.only("stow", "auth", "tls", "batch", "duplicates", "timeouts", "hours", "zone", "mbit");
        URI root = url(section);
        boolean secure = "https".equals(root.getScheme());
        Optional<TlsConfig> tls = section.section("tls").map(TlsConfig::ofDestination);
        if (tls.isPresent() && !secure) {
            section.report(section.at("tls"), "tls: expected an https URL in stow beside it");
        }
        StowConfig more = new StowConfig(
                section.section("auth").flatMap(auth -> authorization(auth, secure)),
                secure && tls.isEmpty() ? Optional.of(TlsConfig.ofPlatform(section.at("stow"))) : tls,
                section.section("batch").map(Batch::read).orElse(Batch.DEFAULT),
                section.choice("duplicates", DuplicatesMode.values()),
                section.section("timeouts").map(Timeouts::read).orElse(Timeouts.OF_NODE));
        return new DestinationConfig.Stow(name, root, more, TrafficConfig.read(section));
    }

    /** The service root, PS3.18 8.2, to which {@code /studies} is added. */
    private static URI url(Section section) {
        String text = section.text("stow");
        String expected = "stow: expected the http or https URL of a DICOMweb service, such as"
                + " https://pacs.example.org/dicom-web, without ";
        if (text.isBlank()) {
            return NO_URL;
        }
        try {
            URI url = new URI(text);
            boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (url.getRawUserInfo() != null) {
                section.find("stow")
                        .ifPresent(
                                at -> section.reportUnshown(at, expected + "a user or a password, which are for auth"));
            } else if (!web || url.getHost() == null || url.getRawQuery() != null || url.getRawFragment() != null) {
                section.report(section.at("stow"), expected + "a query, found \"" + text + "\"");
            } else if (text.replaceAll("/+$", "").endsWith("/studies")) {
                section.report(section.at("stow"), expected + "/studies, which is added, found \"" + text + "\"");
            } else {
                return new URI(text.replaceAll("/+$", ""));
            }
        } catch (URISyntaxException e) {
            section.report(section.at("stow"), expected + "a query, found \"" + text + "\"");
        }
        return NO_URL;
    }

    private static Optional<Authorization> authorization(Section auth, boolean secure) {
        auth.only("user", "password-file", "bearer-file", "cleartext");
        boolean allowed =
                auth.word("cleartext", List.of("refuse", "allow"), "refuse").equals("allow");
        if (!secure && !allowed && auth.isMapping()) {
            auth.report(
                    auth.at(),
                    "auth: expected an https URL in stow, or else cleartext: allow, since whoever is on the way can read"
                            + " what is sent by http");
        }
        if (auth.has("bearer-file")) {
            auth.only("bearer-file", "cleartext");
            return Optional.of(new Bearer(auth.existingFile("bearer-file")));
        }
        if (!auth.has("user") && !auth.has("password-file")) {
            if (auth.isMapping()) {
                auth.report(auth.at(), "auth: expected user and password-file, or bearer-file");
            }
            return Optional.empty();
        }
        String user = auth.text("user");
        if (user.contains(":")) {
            auth.report(auth.at("user"), "user: expected a name without a colon, found \"" + user + "\"");
        }
        return Optional.of(new Basic(user, auth.existingFile("password-file")));
    }
}
