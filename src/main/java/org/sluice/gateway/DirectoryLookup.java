package org.sluice.gateway;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.config.ConfigException;
import org.sluice.config.Configuration;
import org.sluice.config.DestinationConfig;
import org.sluice.config.DirectoryConfig;
import org.sluice.directory.DicomConfiguration;
import org.sluice.directory.DirectoryCopy;
import org.sluice.directory.DirectoryException;
import org.sluice.directory.DirectoryServer;
import org.sluice.directory.LdapDirectory;
import org.sluice.directory.Resolution;
import org.sluice.directory.Resolution.Place;
import org.sluice.gateway.archive.ArchiveAddress;
import org.sluice.gateway.archive.TlsContexts;
import org.sluice.net.tls.KeyFileException;
import org.sluice.net.tls.TlsContext;
import org.sluice.status.StatusReport;
import org.sluice.text.Problem;

/** Looks up in the directory where the archives are of which the configuration says {@code from: directory}. Any thread. */
public final class DirectoryLookup {
    private final Configuration configuration;
    private final DirectoryConfig config;
    private final LdapDirectory directory;
    private final Map<String, DestinationConfig.Archive> archives;

    private DirectoryLookup(
            Configuration configuration,
            DirectoryConfig config,
            LdapDirectory directory,
            Map<String, DestinationConfig.Archive> archives) {
        this.configuration = configuration;
        this.config = config;
        this.directory = directory;
        this.archives = archives;
    }

    /**
     * Where the archives are.
     *
     * @param lookup what said so
     * @param places by the names of destinations
     * @param live whether the directory has just said so
     * @param outage why it has not, and how old what it said last is; empty when it has
     */
    record Found(DirectoryLookup lookup, Map<String, Place> places, boolean live, String outage) {
        /** The same without what is for people. */
        Map<String, ArchiveAddress> addresses() {
            Map<String, ArchiveAddress> addresses = new LinkedHashMap<>();
            places.forEach((name, place) -> addresses.put(name, address(place)));
            return addresses;
        }
    }

    static ArchiveAddress address(Place place) {
        return new ArchiveAddress(place.host(), place.port(), place.secure());
    }

    /**
     * Asks nothing yet; empty when the configuration names no directory.
     *
     * @throws ConfigException a file of its TLS cannot be used
     */
    public static Optional<DirectoryLookup> of(Configuration configuration) throws ConfigException {
        if (configuration.directory().isEmpty()) {
            return Optional.empty();
        }
        DirectoryConfig config = configuration.directory().get();
        Map<String, DestinationConfig.Archive> archives = new LinkedHashMap<>();
        configuration.destinations().forEach((name, destination) -> {
            if (destination instanceof DestinationConfig.Archive archive && archive.isFromDirectory()) {
                archives.put(name, archive);
            }
        });
        LdapDirectory directory = new LdapDirectory(new DirectoryServer(
                config.host(),
                config.port(),
                tls(configuration, config),
                config.base(),
                config.login().map(login -> new DirectoryServer.Login(login.name(), login.passwordFile())),
                config.connect(),
                config.read()));
        return Optional.of(new DirectoryLookup(configuration, config, directory, archives));
    }

    private static Optional<TlsContext> tls(Configuration configuration, DirectoryConfig config)
            throws ConfigException {
        if (config.tls().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(TlsContexts.of(
                    "the directory", "the directory", config.tls().get()));
        } catch (KeyFileException e) {
            throw new ConfigException(List.of(
                    configuration.places().error("tls of the directory: " + e.getMessage(), "directory", "tls")));
        }
    }

    /** Where the directory is. */
    public String url() {
        return config.url();
    }

    /** What another directory said is not what this one says. */
    private String source() {
        return config.url() + " " + config.base();
    }

    /** The archives that are looked up, by the names of destinations. */
    public Map<String, DestinationConfig.Archive> archives() {
        return archives;
    }

    /**
     * All that is in the directory.
     *
     * @throws DirectoryException it cannot be read
     */
    public DicomConfiguration all() throws DirectoryException {
        return directory.all();
    }

    /**
     * What each archive's AE title stands for, by the names of destinations.
     *
     * @throws DirectoryException the directory cannot be read
     */
    public Map<String, Resolution> resolutions() throws DirectoryException {
        List<String> titles =
                archives.values().stream().map(DestinationConfig.Archive::ae).toList();
        DicomConfiguration found = directory.devicesOf(titles);
        Map<String, Resolution> resolutions = new LinkedHashMap<>();
        archives.forEach((name, archive) -> resolutions.put(
                name,
                checked(
                        archive,
                        Resolution.of(found, archive.ae(), archive.tls().isPresent()))));
        return resolutions;
    }

    /** An instance would go round for ever. */
    private Resolution checked(DestinationConfig.Archive archive, Resolution found) {
        boolean ours = found.place()
                .filter(place -> configuration.isOurselves(archive.ae(), place.host(), place.port()))
                .isPresent();
        return ours
                ? new Resolution(
                        Optional.empty(),
                        List.of("expected another application entity, found our own route " + archive.ae() + " at "
                                + found.place().orElseThrow()),
                        List.of())
                : found;
    }

    /**
     * Where the archives are, for a start: the directory says it, or else what it said last.
     *
     * @throws ConfigException with each archive that has no place
     */
    Found found(Clock clock) throws ConfigException {
        Map<String, Resolution> resolutions;
        try {
            resolutions = resolutions();
        } catch (DirectoryException e) {
            return remembered(e, clock.instant());
        }
        List<Problem> problems = new ArrayList<>();
        Map<String, Place> places = new LinkedHashMap<>();
        resolutions.forEach((name, resolution) -> {
            resolution.problems().forEach(problem -> problems.add(problem(name, problem)));
            resolution.place().ifPresent(place -> places.put(name, place));
        });
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return new Found(this, places, true, "");
    }

    private Problem problem(String name, String what) {
        return configuration
                .places()
                .error(
                        "from: " + requireNonNull(archives.get(name)).ae() + " is not to be had from the directory: "
                                + what,
                        "destinations",
                        name,
                        "from");
    }

    private Found remembered(DirectoryException outage, Instant now) throws ConfigException {
        Optional<DirectoryCopy> copy = copy();
        if (copy.isEmpty()) {
            throw new ConfigException(List.of(configuration
                    .places()
                    .error(
                            "directory: " + outage.getMessage()
                                    + "; and there is nothing that this directory said before, in "
                                    + DirectoryCopy.file(configuration.data()),
                            "directory")));
        }
        Map<String, Place> places = new LinkedHashMap<>();
        List<Problem> problems = new ArrayList<>();
        String age = age(copy.get(), now);
        archives.forEach((name, archive) -> {
            Optional<Place> place = Optional.ofNullable(copy.get().places().get(archive.ae()))
                    .filter(one -> one.secure() || archive.tls().isEmpty());
            place.ifPresentOrElse(
                    one -> places.put(name, one),
                    () -> problems.add(problem(
                            name,
                            outage.getMessage() + "; and what it said " + age + " ago has no place for it"
                                    + (archive.tls().isPresent() ? " over TLS" : ""))));
        });
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return new Found(this, places, false, outage.getMessage() + "; what it said " + age + " ago is in force");
    }

    /** How long ago something was said. */
    public static String age(DirectoryCopy copy, Instant now) {
        Duration age = Duration.between(copy.readAt(), now);
        return StatusReport.age(age.isNegative() ? Duration.ZERO : age);
    }

    /** What the directory said last, as it is on the disk; empty when there is nothing, or nothing that can be read. */
    public Optional<DirectoryCopy> copy() {
        try {
            return DirectoryCopy.read(configuration.data(), source());
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /**
     * Writes down what the directory has said.
     *
     * @throws IOException that cannot be done
     */
    void remember(Map<String, Place> places, Instant now) throws IOException {
        Map<String, Place> byTitle = new LinkedHashMap<>();
        places.forEach(
                (name, place) -> byTitle.put(requireNonNull(archives.get(name)).ae(), place));
        new DirectoryCopy(now, byTitle).write(configuration.data(), source());
    }

    DirectoryConfig config() {
        return config;
    }

    /** What is configured less safe than it could be, in words. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (config.isCleartextOnNetwork()) {
            notes.add("directory: cleartext is allowed: whoever is on the way can read the password, and say where"
                    + " instances go");
        }
        if (config.tls().filter(tls -> !tls.hostnameCheck()).isPresent()) {
            notes.add("directory: hostname-check is off: whoever has any certificate that is trusted can pass for the"
                    + " directory, and say where instances go");
        }
        return notes;
    }
}
