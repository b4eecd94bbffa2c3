package org.sluice.gateway.shadow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sluice.gateway.meters.ShadowMeters;
import org.sluice.gateway.route.Route;
import org.sluice.gateway.route.RouteAssembly;
import org.sluice.store.OwnerOnly;
import org.sluice.text.Log;

/**
 * What the shadows of a node have said, since each was first put in place beside the recipe that it is compared with. Kept in {@code
 * shadow.json} of the data folder, so that it outlives the node: written when something has come, now and then and at the end. A node
 * that is killed loses what it has counted since. Any thread.
 */
public final class ShadowKeeper implements Closeable {
    private static final Log LOG = Log.of(ShadowKeeper.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    /** In bytes; a shadow with a hundred differing labels takes a hundredth of it. */
    private static final long LONGEST = 32 << 20;

    private final Path file;
    private final ShadowMeters meters;
    private final Clock clock;

    // Guarded by this.
    private List<ShadowTally> tallies;
    private long written;
    private boolean failed;

    private ShadowKeeper(Path file, List<ShadowTally> tallies, ShadowMeters meters, Clock clock) {
        this.file = file;
        this.tallies = tallies;
        this.meters = meters;
        this.clock = clock;
    }

    /** Goes on from what the last run has left. A file that cannot be read is put aside, and counting begins anew. */
    public static ShadowKeeper open(Path data, ShadowMeters meters, Clock clock) {
        Path file = data.resolve("shadow.json");
        List<ShadowTally> left = new ArrayList<>();
        try {
            left.addAll(read(file));
        } catch (NoSuchFileException none) {
            // the first start
        } catch (IOException e) {
            Path aside = file.resolveSibling("shadow.json.damaged");
            LOG.warn("{} cannot be read, and counting begins anew: {}. It is {} now", file, e, aside);
            try {
                Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException stays) {
                LOG.warn("{} cannot be put aside: {}", file, stays);
            }
        }
        return new ShadowKeeper(file, left, meters, clock);
    }

    private static List<ShadowTally> read(Path file) throws IOException {
        if (Files.size(file) > LONGEST) {
            throw new IOException("it is longer than " + LONGEST + " bytes");
        }
        try {
            List<ShadowTally> read = new ArrayList<>();
            JSON.readTree(Files.readAllBytes(file)).path("shadows").forEach(one -> read.add(ShadowTally.of(one)));
            return read;
        } catch (JsonProcessingException e) {
            throw new IOException("it is no JSON", e);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException("it is not what a node writes", e);
        }
    }

    /**
     * What a node with this folder has written last, for somebody who only looks: the list {@code shadows}.
     *
     * @throws NoSuchFileException when no node with a shadow has ever run there
     */
    public static ObjectNode lookInto(Path data) throws IOException {
        return json(read(data.resolve("shadow.json")));
    }

    /** Has these routes from now on; of shadows that are not among theirs all is forgotten. */
    public synchronized void watch(List<Route> routes) {
        List<ShadowTally> kept = new ArrayList<>();
        for (Route route : routes) {
            pair(route).ifPresent(pair -> {
                if (kept.stream().noneMatch(one -> one.pair().isSame(pair))) {
                    kept.add(found(pair).orElseGet(() -> new ShadowTally(pair, clock.instant())));
                }
                meters.add(route.calledAe(), RouteAssembly.sections(route.recipe()));
                route.shadow().ifPresent(shadow -> meters.add(route.calledAe(), RouteAssembly.sections(shadow)));
            });
        }
        boolean same = kept.equals(tallies);
        tallies = kept;
        if (!same) {
            write();
        }
    }

    private static Optional<ShadowTally.Pair> pair(Route route) {
        return route.shadow()
                .map(shadow -> new ShadowTally.Pair(
                        route.calledAe(),
                        route.recipe().name(),
                        route.recipe().sha256(),
                        shadow.name(),
                        shadow.sha256()));
    }

    private Optional<ShadowTally> found(ShadowTally.Pair pair) {
        return tallies.stream().filter(one -> one.pair().isSame(pair)).findFirst();
    }

    /** What tries the shadow of a route; empty when it has none, or one with the text of its recipe. */
    public synchronized Optional<ShadowTrial> of(Route route) {
        return pair(route)
                .filter(pair -> !pair.recipeSha256().equals(pair.shadowSha256()))
                .flatMap(this::found)
                .map(tally -> new ShadowTrial(route, tally, meters));
    }

    /** All of it: the list {@code shadows}. */
    public synchronized ObjectNode toJson() {
        return json(tallies);
    }

    private static ObjectNode json(List<ShadowTally> tallies) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode list = json.putArray("shadows");
        tallies.forEach(one -> list.add(one.toJson()));
        return json;
    }

    /** Writes what has come since the last look; now and then, by a thread that nothing waits for. */
    public synchronized void look() {
        if (changes() != written) {
            write();
        }
    }

    private long changes() {
        return tallies.stream().mapToLong(ShadowTally::changes).sum();
    }

    private void write() {
        long now = changes();
        Path fresh = file.resolveSibling("shadow.json.new");
        try {
            ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(json(tallies)));
            try (FileChannel channel = OwnerOnly.open(
                    fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            written = now;
            failed = false;
        } catch (IOException e) {
            if (!failed) {
                LOG.warn("what shadows have said cannot be written, and is tried again: {}", e);
            }
            failed = true;
        }
    }

    /** Looks once more. */
    @Override
    public void close() {
        look();
    }
}
