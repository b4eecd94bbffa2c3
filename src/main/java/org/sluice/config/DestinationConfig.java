package org.sluice.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where clean instances go. */
public sealed interface DestinationConfig {

    /** The name in the file: letters, digits, hyphens, underscores, dots; a directory and a metric label are named by it. */
    String name();

    /** When it is given instances, and how fast. */
    TrafficConfig traffic();

    /**
     * Another application entity, reached by C-STORE.
     *
     * @param ae its AE title, which we call
     * @param host its host name or address; empty when the directory says where it is
     * @param port its TCP port, 1 to 65535; 0 when the directory says where it is
     * @param callingAe the AE title under which we call
     * @param pool associations kept for the next modality, with cut-through
     * @param associations how many there may be with it at a time, whoever of this node has them; empty for as many as modalities
     *     need with cut-through, and {@link #ASSOCIATIONS} for deliveries
     * @param duplicates what becomes of an instance that is answered 0111H
     * @param adapt into what an instance may be brought whose transfer syntax the archive does not take; empty for nothing
     * @param window how many instances may be on their way without an answer, if the archive allows it (PS3.7 D.3.3.3)
     * @param commonExtended whether private SOP classes are proposed to it as storage (PS3.7 D.3.3.6)
     * @param tls present when it is called over TLS; of one that the directory knows: when it may be called over TLS alone
     * @param user who we say that we are
     * @param traffic when it is given instances, and how fast
     */
    record Archive(
            String name,
            String ae,
            String host,
            int port,
            String callingAe,
            PoolConfig pool,
            int window,
            Optional<Integer> associations,
            DuplicatesMode duplicates,
            boolean commonExtended,
            Optional<AdaptMode> adapt,
            Optional<TlsConfig> tls,
            Optional<UserConfig.Calling> user,
            TrafficConfig traffic)
            implements DestinationConfig {
        /** How many associations deliveries use by default. */
        public static final int ASSOCIATIONS = 4;

        /** Whether the directory says where it is, and whether it is called over TLS. */
        public boolean isFromDirectory() {
            return host.isEmpty();
        }

        /** Without TLS and user, at any time. */
        public Archive(String name, String ae, String host, int port, String callingAe, PoolConfig pool, int window) {
            this(
                    name,
                    ae,
                    host,
                    port,
                    callingAe,
                    pool,
                    window,
                    Optional.empty(),
                    DuplicatesMode.DELIVERED,
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    TrafficConfig.ANY);
        }
    }

    /**
     * The first of several other destinations that can be reached.
     *
     * @param members the names of the others, none of them a group, most wanted first, at least two
     * @param traffic when the group is given instances; how fast, each member says for itself
     */
    record Failover(String name, List<String> members, TrafficConfig traffic) implements DestinationConfig {
        /** Keeps its own copy of {@code members}. */
        public Failover {
            members = List.copyOf(members);
        }

        /** At any time. */
        public Failover(String name, List<String> members) {
            this(name, members, TrafficConfig.ANY);
        }
    }

    /**
     * A folder that gets every instance as a Part 10 file.
     *
     * @param template how the files are named; empty for the SOP Instance UID and {@code .dcm}
     * @param traffic when it is given instances, and how fast
     */
    record Folder(String name, Path folder, Optional<NameTemplate> template, TrafficConfig traffic)
            implements DestinationConfig {
        /** With files named by SOP Instance UIDs, at any time. */
        public Folder(String name, Path folder) {
            this(name, folder, Optional.empty(), TrafficConfig.ANY);
        }
    }

    /**
     * A DICOMweb server, reached by STOW-RS (PS3.18 10.5).
     *
     * @param root the URL of the service, to which {@code /studies} is added; without a slash at its end
     * @param more who we are to it, and how it is called
     * @param traffic when it is given instances, and how fast
     */
    record Stow(String name, URI root, StowConfig more, TrafficConfig traffic) implements DestinationConfig {}
}
