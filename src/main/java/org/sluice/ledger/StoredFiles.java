package org.sluice.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.sluice.store.DropRecord;
import org.sluice.store.QuarantineEntry;
import org.sluice.store.QuarantineInventory;
import org.sluice.store.QuarantinedInstance;
import org.sluice.store.SpoolInventory;

/**
 * What the files of a node say of the instances that it keeps, in the words of the ledger. Only looks: a node may be at work.
 *
 * @param data the node's folder for data
 * @param quarantine its quarantine
 * @param destinationsOf the destinations of the route with a called AE title, by the configuration
 */
public record StoredFiles(Path data, Path quarantine, Function<String, List<String>> destinationsOf) {

    /**
     * An instance of which a file is there.
     *
     * @param destinations for which; none when it is for all that the instance was for
     */
    record Found(Receipt receipt, List<String> destinations, InstanceState fate) {}

    /**
     * Shows what waits and what is held.
     *
     * @return destinations of which some file is damaged, so that nobody can say which instance it is
     */
    Set<String> forEachSpooled(Consumer<Found> action) throws IOException {
        Set<String> unsure = new HashSet<>();
        new SpoolInventory(data.resolve("spool")).forEach(found -> {
            if (found.content().isEmpty()) {
                unsure.add(found.destination());
            } else {
                SpoolInventory.Content instance = found.content().get();
                action.accept(new Found(
                        Receipt.of(instance.facts(), instance.dataSetLength()),
                        List.of(found.destination()),
                        found.held() ? InstanceState.HELD : InstanceState.WAITING));
            }
        });
        return unsure;
    }

    /** Shows what is in the quarantine, the newest first, but for originals of what has gone on blanked, as far as it was received since then. */
    void forEachQuarantined(Instant since, Consumer<Found> action) throws IOException {
        try (Stream<QuarantinedInstance> undecided = new QuarantineInventory(quarantine).undecided()) {
            undecided
                    .takeWhile(kept -> !kept.entry().origin().receivedAt().isBefore(since))
                    .filter(kept -> kept.entry().kind() != QuarantineEntry.Kind.ORIGINAL)
                    .forEach(kept -> action.accept(found(kept, InstanceState.QUARANTINED)));
        }
    }

    /** Shows what people have decided on in the quarantine; what was let go is told as delivered. */
    void forEachReviewed(Consumer<Found> action) throws IOException {
        QuarantineInventory inventory = new QuarantineInventory(quarantine);
        try (Stream<QuarantinedInstance> rejected = inventory.rejected();
                Stream<QuarantinedInstance> released = inventory.released()) {
            rejected.forEach(kept -> action.accept(found(kept, InstanceState.REJECTED)));
            released.forEach(kept -> action.accept(found(kept, InstanceState.DELIVERED)));
        }
    }

    private static Found found(QuarantinedInstance kept, InstanceState fate) {
        return new Found(
                Receipt.of(kept.entry(), length(kept.path())), kept.entry().destinations(), fate);
    }

    private static long length(Path file) {
        try {
            return Files.size(file);
        } catch (IOException gone) {
            return 0;
        }
    }

    /** For whom something is that was found for all. */
    List<String> destinations(Found found) {
        return found.destinations().isEmpty()
                ? destinationsOf.apply(found.receipt().route())
                : found.destinations();
    }

    /** What people have dropped from queues. */
    Dropped dropped() throws IOException {
        return new Dropped(new DropRecord(data.resolve("dropped.tsv")).rows());
    }

    /** The record of what people have dropped. */
    record Dropped(List<DropRecord.Row> rows) {
        /** The row of an instance, if it was dropped since it was received. */
        Optional<DropRecord.Row> of(Entry entry) {
            return rows.stream()
                    .filter(row -> row.destination().equals(entry.destination())
                            && row.receivedUid().equals(entry.receipt().sopInstanceUid())
                            && row.at().toEpochMilli() >= entry.receipt().receivedAt())
                    .findFirst();
        }
    }
}
