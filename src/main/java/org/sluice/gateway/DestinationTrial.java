package org.sluice.gateway;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.config.ConfigException;
import org.sluice.config.Configuration;
import org.sluice.config.DestinationConfig;
import org.sluice.gateway.archive.ArchiveAddress;
import org.sluice.gateway.archive.Archives;
import org.sluice.gateway.archive.TlsContexts;
import org.sluice.gateway.delivery.FailureClass;
import org.sluice.gateway.delivery.FolderDelivery;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.Timeouts;
import org.sluice.net.stow.StowClient;
import org.sluice.net.stow.StowOptions;
import org.sluice.store.OwnerOnly;

/** What is needed to try a destination of a configuration as a node would call it, without a node. */
public sealed interface DestinationTrial {
    /** Its name in the configuration. */
    String name();

    /** Who hears of each step that was done, and when it was begun, as {@link System#nanoTime} counts. */
    interface Steps {
        void done(String step, String text, long begun);
    }

    /**
     * An archive, to be called by whoever asks.
     *
     * @param host as configured
     * @param options with its TLS, our title and user, and the timeouts of the node
     */
    record Archive(String name, String host, StoreClientOptions options) implements DestinationTrial {}

    /** A DICOMweb server. */
    record Server(String name, StowOptions options) implements DestinationTrial {
        /** Where Store requests go. */
        public String url() {
            return options.studies().toString();
        }

        /**
         * Sends it a request without instances, of which it keeps nothing.
         *
         * @throws IOException there is no answer, or one that says that no instance would be taken
         */
        public void run(Steps steps) throws IOException {
            long begun = System.nanoTime();
            int code = new StowClient(options).ask();
            String answered = "answered " + code + " to a Store request without instances";
            if (code >= 300 && !takesRequests(FailureClass.ofHttp(code))) {
                throw new IOException(options.studies() + " " + answered + ": " + meaning(FailureClass.ofHttp(code)));
            }
            steps.done("store", answered + ": it takes them", begun);
        }

        /** That it wants instances in the request is as it should be. */
        private static boolean takesRequests(FailureClass answer) {
            return answer == FailureClass.CANNOT_UNDERSTAND || answer == FailureClass.CONTEXT_NOT_ACCEPTED;
        }

        private static String meaning(FailureClass answer) {
            return switch (answer) {
                case NOT_AUTHORIZED -> "it does not let us in; auth of the destination says who we are";
                case REJECTED_PERMANENT -> "there is no STOW-RS at this URL";
                case REJECTED_TRANSIENT -> "it takes nothing for now";
                default -> "something is wrong there";
            };
        }
    }

    /** A folder. */
    record Folder(String name, Path folder) implements DestinationTrial {
        private static final int PROBE = 64 << 10;

        /**
         * Writes a file there, forces it to the disk, and removes it.
         *
         * @throws IOException that cannot be done
         */
        public void run(Steps steps) throws IOException {
            long begun = System.nanoTime();
            steps.done("folder", FolderDelivery.tried(folder).toAbsolutePath() + " can be written", begun);
            begun = System.nanoTime();
            Path probe = folder.resolve(".probe-" + ProcessHandle.current().pid());
            try (FileChannel file = OwnerOnly.open(probe, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                file.write(ByteBuffer.allocate(PROBE));
                file.force(true);
            } finally {
                Files.deleteIfExists(probe);
            }
            long free = Files.getFileStore(folder).getUsableSpace() >> 20;
            steps.done("write", "64 KiB forced to the disk and removed; " + free + " MiB are free", begun);
        }
    }

    /**
     * What a destination stands for: itself, or the members of a group, most wanted first; none when there is no such destination.
     *
     * @throws ConfigException with every file of its TLS that cannot be used
     */
    static List<DestinationTrial> of(Configuration configuration, String name) throws ConfigException {
        Map<String, DestinationConfig> meant = new LinkedHashMap<>();
        Optional.ofNullable(configuration.destinations().get(name)).ifPresent(one -> {
            List<String> members = one instanceof DestinationConfig.Failover group ? group.members() : List.of(name);
            members.forEach(member -> meant.put(
                    member, requireNonNull(configuration.destinations().get(member))));
        });
        Configuration some = configuration.withDestinationsAlone(meant);
        TlsContexts tls = new TlsContexts(some);
        Timeouts timeouts = Destinations.timeouts(configuration.timeouts());
        Map<String, ArchiveAddress> addresses = addresses(some);
        return meant.values().stream()
                .map(one -> of(one, addresses, tls, timeouts))
                .toList();
    }

    /** Of those that the directory knows. */
    private static Map<String, ArchiveAddress> addresses(Configuration some) throws ConfigException {
        Optional<DirectoryLookup> lookup = DirectoryLookup.of(some);
        return lookup.isPresent() && !lookup.get().archives().isEmpty()
                ? lookup.get().found(Clock.systemUTC()).addresses()
                : Map.of();
    }

    private static DestinationTrial of(
            DestinationConfig one, Map<String, ArchiveAddress> found, TlsContexts tls, Timeouts timeouts) {
        if (one instanceof DestinationConfig.Archive archive) {
            ArchiveAddress address = found.getOrDefault(one.name(), ArchiveAddress.of(archive));
            return new Archive(one.name(), address.host(), Archives.options(archive, address, tls, timeouts));
        }
        return one instanceof DestinationConfig.Stow server
                ? new Server(one.name(), Destinations.options(server, tls, timeouts))
                : new Folder(one.name(), ((DestinationConfig.Folder) one).folder());
    }
}
