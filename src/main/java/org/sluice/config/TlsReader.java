package org.sluice.config;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sluice.config.TlsConfig.ClientCertificates;
import org.sluice.config.TlsConfig.Password;
import org.sluice.text.Suggestions;

/** Reads the TLS of a listener or a destination. */
final class TlsReader {

    private static final String[] KEYS_OF_BOTH = {
        "key",
        "certificate",
        "key-store",
        "password-file",
        "password-env",
        "trust",
        "trust-password-file",
        "trust-password-env"
    };

    private final ConfigProblems problems;

    TlsReader(ConfigProblems problems) {
        this.problems = problems;
    }

    TlsConfig ofListener(Section section) {
        section.only(with("clients"));
        Optional<TlsConfig.Keys> keys = keys(section);
        if (keys.isEmpty() && section.isMapping()) {
            problems.add(section.at(), "tls: expected key and certificate, or key-store: a listener has to have one");
        }
        Optional<Path> trust = file(section, "trust");
        ClientCertificates clients = clients(section, trust.isPresent());
        if (clients != ClientCertificates.NONE && trust.isEmpty()) {
            problems.add(
                    section.at("clients"), "clients: expected trust beside it, for whose certificates are accepted");
        }
        return new TlsConfig(section.at(), keys, trust, password(section, "trust-"), clients, true);
    }

    TlsConfig ofDestination(Section section) {
        section.only(with("hostname-check"));
        return new TlsConfig(
                section.at(),
                keys(section),
                file(section, "trust"),
                password(section, "trust-"),
                ClientCertificates.NONE,
                hostnameCheck(section));
    }

    private static String[] with(String key) {
        String[] all = Arrays.copyOf(KEYS_OF_BOTH, KEYS_OF_BOTH.length + 1);
        all[KEYS_OF_BOTH.length] = key;
        return all;
    }

    private Optional<TlsConfig.Keys> keys(Section section) {
        boolean pem = section.has("key") || section.has("certificate");
        if (pem && section.has("key-store")) {
            problems.add(section.at("key-store"), "tls: expected key and certificate, or key-store, found both");
        }
        Password password = password(section, "");
        if (pem) {
            return Optional.of(
                    new TlsConfig.PemKeys(section.existingFile("key"), section.existingFile("certificate"), password));
        }
        if (section.has("key-store")) {
            return Optional.of(new TlsConfig.KeyStore(section.existingFile("key-store"), password));
        }
        return Optional.empty();
    }

    private static Optional<Path> file(Section section, String key) {
        return section.has(key) ? Optional.of(section.existingFile(key)) : Optional.empty();
    }

    private Password password(Section section, String prefix) {
        String file = prefix + "password-file";
        String variable = prefix + "password-env";
        if (section.has(file) && section.has(variable)) {
            problems.add(section.at(variable), "tls: expected " + file + " or " + variable + ", found both");
        }
        return new Password(
                file(section, file), section.has(variable) ? Optional.of(section.text(variable)) : Optional.empty());
    }

    private ClientCertificates clients(Section section, boolean trust) {
        if (!section.has("clients")) {
            return trust ? ClientCertificates.NEED : ClientCertificates.NONE;
        }
        List<String> words = Arrays.stream(ClientCertificates.values())
                .map(ClientCertificates::word)
                .toList();
        String word = word(section, "clients", words);
        return Arrays.stream(ClientCertificates.values())
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .orElse(ClientCertificates.NONE);
    }

    private boolean hostnameCheck(Section section) {
        return !section.has("hostname-check")
                || !word(section, "hostname-check", List.of("on", "off")).equals("off");
    }

    private String word(Section section, String key, List<String> words) {
        String word = section.text(key);
        if (!words.contains(word)) {
            problems.add(
                    section.find(key).orElseThrow(),
                    key + ": expected " + Section.listed(words) + ", found \"" + word + "\"",
                    Suggestions.near(word, words));
        }
        return word;
    }
}
