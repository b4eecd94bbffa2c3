package org.sluice.gateway.meters;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import org.sluice.status.Counts;
import org.sluice.store.OwnerOnly;
import org.sluice.text.Log;

/**
 * Keeps what was counted lately in {@code counts.json} of the data folder, so that it outlives the node. It looks at the counters
 * now and then, and no instance pays for it. The file is written once a minute at most, when something has come, and at the end; a
 * node that is killed loses what it has counted since. Any thread.
 */
public final class CountsKeeper implements Closeable {
    private static final Log LOG = Log.of(CountsKeeper.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PAUSE = Duration.ofMinutes(1);
    /** In bytes; a node of a hundred destinations writes less than a tenth of it. */
    private static final long LONGEST = 32 << 20;

    private final Path file;
    private final Supplier<Counts> totals;
    private final Clock clock;

    // Guarded by this.
    private final RecentCounts recent;
    private Counts seen;
    private Instant written = Instant.MIN;
    private boolean changed;
    private boolean failed;

    private CountsKeeper(Path file, RecentCounts recent, Supplier<Counts> totals, Clock clock) {
        this.file = file;
        this.recent = recent;
        this.totals = totals;
        this.clock = clock;
        this.seen = totals.get();
    }

    /**
     * Goes on from what the last run has left. A file that cannot be read is put aside, and counting begins anew.
     *
     * @param data the folder, which is there
     * @param totals what was counted since the start of the node
     */
    public static CountsKeeper open(Path data, Supplier<Counts> totals, Clock clock) {
        Path file = data.resolve("counts.json");
        return new CountsKeeper(file, left(file, clock.instant()), totals, clock);
    }

    private static RecentCounts left(Path file, Instant now) {
        RecentCounts none = new RecentCounts(now);
        if (!Files.exists(file)) {
            return none;
        }
        String fault;
        try {
            if (Files.size(file) <= LONGEST) {
                return RecentCounts.of(JSON.readTree(Files.readAllBytes(file)));
            }
            fault = "it is longer than " + LONGEST + " bytes";
        } catch (JsonProcessingException e) {
            fault = "it is no JSON";
        } catch (IllegalArgumentException | DateTimeException e) {
            fault = "it is not what a node writes";
        } catch (IOException e) {
            LOG.warn("{} cannot be read: {}. Today's counts begin anew", file, e);
            return none;
        }
        Path aside = file.resolveSibling("counts.json.damaged");
        try {
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
            LOG.warn("{} is damaged: {}. It is {} now, and today's counts begin anew", file, fault, aside);
        } catch (IOException e) {
            LOG.warn("{} is damaged: {}. Today's counts begin anew", file, fault);
        }
        return none;
    }

    /** Looks at what has been counted since the last look, and writes it when it is time to. */
    public synchronized void look() {
        take();
        Instant now = clock.instant();
        boolean due = written.isAfter(now) || !written.plus(PAUSE).isAfter(now);
        if (changed && due) {
            write(now);
        }
    }

    private void take() {
        Counts total = totals.get();
        Counts more = total.minus(seen);
        seen = total;
        changed |= !more.isNone();
        recent.add(more, clock.instant());
    }

    private void write(Instant now) {
        written = now; // what fails is tried again after a pause, too
        Path fresh = file.resolveSibling("counts.json.new");
        try {
            ByteBuffer json = ByteBuffer.wrap(JSON.writeValueAsBytes(recent.toJson()));
            try (FileChannel channel = OwnerOnly.open(
                    fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                while (json.hasRemaining()) {
                    channel.write(json);
                }
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            changed = false;
            failed = false;
        } catch (IOException e) {
            if (!failed) {
                LOG.warn("today's counts cannot be written, and are tried again: {}", e);
            }
            failed = true;
        }
    }

    /** When counting began. */
    public synchronized Instant since() {
        return recent.since();
    }

    /** What has come since a time, up to now; see {@link #look}. */
    public synchronized Counts since(Instant from) {
        return recent.between(from.truncatedTo(ChronoUnit.MINUTES), clock.instant());
    }

    /** Looks once more, and writes. */
    @Override
    public synchronized void close() {
        take();
        if (changed) {
            write(clock.instant());
        }
    }
}
