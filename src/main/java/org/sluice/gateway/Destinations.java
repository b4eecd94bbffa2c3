package org.sluice.gateway;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.sluice.config.Configuration;
import org.sluice.config.DestinationConfig;
import org.sluice.config.DuplicatesMode;
import org.sluice.config.StowConfig;
import org.sluice.config.TimeoutsConfig;
import org.sluice.dataset.HeaderMemory;
import org.sluice.gateway.archive.Archive;
import org.sluice.gateway.archive.Archives;
import org.sluice.gateway.archive.Health;
import org.sluice.gateway.archive.TlsContexts;
import org.sluice.gateway.delivery.Adaptation;
import org.sluice.gateway.delivery.ArchiveDelivery;
import org.sluice.gateway.delivery.Delivery;
import org.sluice.gateway.delivery.FailoverDelivery;
import org.sluice.gateway.delivery.FolderDelivery;
import org.sluice.gateway.delivery.Pace;
import org.sluice.gateway.delivery.StowDelivery;
import org.sluice.net.Timeouts;
import org.sluice.net.stow.Authorization;
import org.sluice.net.stow.StowOptions;
import org.sluice.net.tls.Secret;
import org.sluice.store.DestinationQueue;

/** How each destination of a configuration is delivered to. */
final class Destinations {
    private final Configuration configuration;
    private final Archives archives;
    private final TlsContexts tls;
    private final Timeouts timeouts;
    private final HeaderMemory memory;
    private final Map<String, Pace> paces = new ConcurrentHashMap<>();

    /** @param memory out of which deliveries hold what they decompress */
    Destinations(
            Configuration configuration, Archives archives, TlsContexts tls, Timeouts timeouts, HeaderMemory memory) {
        this.memory = memory;
        this.configuration = configuration;
        this.archives = archives;
        this.tls = tls;
        this.timeouts = timeouts;
    }

    /** One more delivery to a destination, from its queue; {@code reached} is told when an archive is. */
    Delivery open(DestinationConfig destination, DestinationQueue queue, Runnable reached) throws IOException {
        if (destination instanceof DestinationConfig.Folder folder) {
            return new FolderDelivery(folder.folder(), folder.template(), pace(folder));
        }
        if (destination instanceof DestinationConfig.Stow server) {
            return new StowDelivery(
                    options(server, tls, timeouts),
                    server.more().batch(),
                    server.more().duplicates(),
                    pace(server));
        }
        if (destination instanceof DestinationConfig.Archive configured) {
            return new ArchiveDelivery(
                    archive(configured),
                    configured.duplicates() == DuplicatesMode.HELD,
                    Adaptation.of(configured.adapt(), memory),
                    pace(configured),
                    queue,
                    reached);
        }
        List<FailoverDelivery.Member> members = new ArrayList<>();
        for (String name : ((DestinationConfig.Failover) destination).members()) {
            DestinationConfig member =
                    requireNonNull(configuration.destinations().get(name));
            Health health = member instanceof DestinationConfig.Archive configured
                    ? archive(configured).health()
                    : archives.health();
            members.add(new FailoverDelivery.Member(name, health, open(member, queue, reached)));
        }
        return new FailoverDelivery(members);
    }

    /** The same for all deliveries to one destination, those of a group included. */
    private Pace pace(DestinationConfig destination) {
        return paces.computeIfAbsent(
                destination.name(), name -> Pace.of(destination.traffic().bitsPerSecond()));
    }

    private Archive archive(DestinationConfig.Archive configured) {
        return archives.behind(configured.name()).get(0);
    }

    /** How many deliveries there may be at a time: with archives as many as associations, else one. */
    int most(DestinationConfig destination) {
        if (destination instanceof DestinationConfig.Archive archive) {
            return archive.associations().orElse(DestinationConfig.Archive.ASSOCIATIONS);
        }
        if (!(destination instanceof DestinationConfig.Failover group)) {
            return 1;
        }
        List<DestinationConfig> members = group.members().stream()
                .map(name -> requireNonNull(configuration.destinations().get(name)))
                .toList();
        return members.stream().allMatch(DestinationConfig.Archive.class::isInstance)
                ? members.stream().mapToInt(this::most).max().orElse(1)
                : 1;
    }

    /** How a DICOMweb server is called. */
    static StowOptions options(DestinationConfig.Stow server, TlsContexts tls, Timeouts timeouts) {
        StowConfig.Timeouts own = server.more().timeouts();
        return new StowOptions(
                URI.create(server.root() + "/studies"),
                tls.of(server),
                server.more().authorization().map(Destinations::authorization).orElse(Authorization.NONE),
                own.connect().orElse(timeouts.connect()),
                own.writeStall().orElse(timeouts.writeStall()),
                own.answer().orElse(timeouts.dimse()));
    }

    /** How long is waited for peers. */
    static Timeouts timeouts(TimeoutsConfig config) {
        return new Timeouts(
                config.connect(),
                config.artim(),
                config.associate(),
                config.dimse(),
                config.idle(),
                config.writeStall(),
                config.release());
    }

    private static Authorization authorization(StowConfig.Authorization configured) {
        Secret secret = new Secret.InFile(configured.file());
        return configured instanceof StowConfig.Basic basic
                ? new Authorization.Basic(basic.user(), secret)
                : new Authorization.Bearer(secret);
    }
}
