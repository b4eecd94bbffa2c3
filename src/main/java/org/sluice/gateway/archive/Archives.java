package org.sluice.gateway.archive;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.sluice.config.CommitmentMode;
import org.sluice.config.DestinationConfig;
import org.sluice.config.RouteConfig;
import org.sluice.config.UserConfig;
import org.sluice.net.Engine;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.Timeouts;
import org.sluice.net.UserCredentials;
import org.sluice.net.tls.Secret;

/** Every archive of a node, alone and in fail-over groups. Any thread. */
public final class Archives {
    /** The longest that an archive that has come back is passed over. */
    private static final Duration LONGEST_ABSENCE = Duration.ofSeconds(30);

    private final Map<String, List<Archive>> behind = new LinkedHashMap<>();
    /** How each archive is called now. */
    private final Map<String, StoreClientOptions> current = new ConcurrentHashMap<>();

    private final Engine engine;
    private final Backoff backoff;
    private final ScheduledExecutorService expiry = AssociationPool.expiryThread();

    /**
     * Makes them of what the configuration says, for this engine to call; connects to none yet.
     *
     * @param found where those are that the directory knows, by name
     */
    public Archives(
            Engine engine,
            Map<String, DestinationConfig> destinations,
            Map<String, ArchiveAddress> found,
            TlsContexts tls,
            Timeouts timeouts,
            Backoff backoff) {
        this.engine = engine;
        this.backoff = backoff;
        for (DestinationConfig destination : destinations.values()) {
            if (destination instanceof DestinationConfig.Archive archive) {
                current.put(
                        archive.name(),
                        options(
                                archive,
                                found.getOrDefault(archive.name(), ArchiveAddress.of(archive)),
                                tls,
                                timeouts));
                behind.put(archive.name(), List.of(archive(archive)));
            }
        }
        for (DestinationConfig destination : destinations.values()) {
            if (destination instanceof DestinationConfig.Failover group) {
                behind.put(
                        group.name(),
                        group.members().stream()
                                .flatMap(member -> behind.getOrDefault(member, List.of()).stream())
                                .toList());
            }
        }
    }

    /** How an archive is called at an address. */
    public static StoreClientOptions options(
            DestinationConfig.Archive config, ArchiveAddress address, TlsContexts tls, Timeouts timeouts) {
        InetSocketAddress remote = InetSocketAddress.createUnresolved(address.host(), address.port());
        return StoreClientOptions.of(remote, config.callingAe(), config.ae())
                .withTimeouts(timeouts)
                .withWindow(config.window())
                .withTls(address.secure() ? tls.of(config) : Optional.empty())
                .withUser(config.user().map(Archives::credentials))
                .withCommonExtended(config.commonExtended());
    }

    private Archive archive(DestinationConfig.Archive config) {
        Supplier<StoreClientOptions> options = () -> requireNonNull(current.get(config.name()));
        return new Archive(
                config.name(),
                engine,
                options,
                new Health(absence(backoff), System::nanoTime),
                new AssociationPool(config.pool(), expiry),
                new DestinationContexts(config.name(), engine, options, System::nanoTime),
                new AssociationCeiling(config.name(), config.associations(), System::nanoTime));
    }

    /**
     * Calls an archive at another address from now on. An association that stands ends with the instance that is under way.
     */
    public void move(DestinationConfig.Archive config, ArchiveAddress address, TlsContexts tls, Timeouts timeouts) {
        current.put(config.name(), options(config, address, tls, timeouts));
        Archive moved = behind(config.name()).get(0);
        moved.health().moved();
        moved.ceiling().moved();
        moved.contexts().doubt();
    }

    private static UserCredentials credentials(UserConfig.Calling user) {
        return new UserCredentials(user.name(), user.passcodeFile().map(Secret.InFile::new));
    }

    /** Whether a destination can be reached, for members of groups that are no archives. */
    public Health health() {
        return new Health(absence(backoff), System::nanoTime);
    }

    private static Backoff absence(Backoff backoff) {
        return backoff.most().compareTo(LONGEST_ABSENCE) > 0 ? new Backoff(backoff.first(), LONGEST_ABSENCE) : backoff;
    }

    /**
     * The archives that a destination stands for, the most wanted first; of a group without any, none.
     *
     * @throws IllegalArgumentException the destination is neither an archive nor a group
     */
    public List<Archive> behind(String destination) {
        List<Archive> archives = behind.get(destination);
        if (archives == null) {
            throw new IllegalArgumentException("destination " + destination + " is no archive");
        }
        return archives;
    }

    /** How those archives are called that have to commit before this node does, by name: of routes that relay commitment. */
    public Map<String, Supplier<StoreClientOptions>> relays(List<RouteConfig> routes) {
        Map<String, Supplier<StoreClientOptions>> relays = new HashMap<>();
        routes.stream()
                .filter(route -> route.commitment() == CommitmentMode.RELAY)
                .flatMap(route -> route.to().stream())
                .filter(current::containsKey)
                .forEach(name -> relays.put(name, behind(name).get(0)::options));
        return relays;
    }

    /** The names of the archives behind a destination that could not be reached when last tried; a folder has none. */
    public List<String> outOfReach(String destination) {
        return behind.getOrDefault(destination, List.of()).stream()
                .filter(archive -> archive.health().isFailing())
                .map(Archive::name)
                .toList();
    }

    /** What the archives among the destinations accept; folders accept everything. */
    public List<DestinationContexts> contextsOf(List<String> destinations) {
        return destinations.stream()
                .flatMap(name -> behind.getOrDefault(name, List.of()).stream())
                .map(Archive::contexts)
                .toList();
    }

    /** Releases the associations that wait for use; those that have not answered after so long in all are aborted. */
    public void close(Duration most) {
        long until = System.nanoTime() + most.toNanos();
        try {
            behind.values().stream().flatMap(List::stream).distinct().forEach(archive -> archive.pool()
                    .close(until));
        } finally {
            expiry.shutdownNow(); // last, for a pool that is open still gives it work
        }
    }
}
