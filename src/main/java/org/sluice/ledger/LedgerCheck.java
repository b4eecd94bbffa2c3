package org.sluice.ledger;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sluice.ledger.LedgerView.Selection;
import org.sluice.store.DropRecord;

/**
 * Compares a ledger with the files: each instance of which a file is there must stand in the ledger so, and each that is kept by
 * the ledger must have its file. One look may see what is under way; {@link Difference}s that two looks have in common are real.
 */
public final class LedgerCheck {
    private final StoredFiles files;

    /**
     * What the two say otherwise.
     *
     * @param ledger the ledger's entry; empty when there is none
     * @param mended the entry by the files
     * @param found what the files say, in words
     * @param believe which side to believe, and why, in words
     */
    public record Difference(Optional<Entry> ledger, Entry mended, String found, String believe) {}

    /**
     * What was found.
     *
     * @param agreed how many have the same fate in both, by fate
     * @param unsure destinations of which a file is damaged, so that nobody can say which instance it is
     */
    public record Result(Map<InstanceState, Integer> agreed, List<Difference> differences, Set<String> unsure) {
        /** Without what an earlier look did not find. */
        public Result alsoIn(Result earlier) {
            return new Result(
                    agreed,
                    differences.stream()
                            .filter(now -> earlier.differences().stream()
                                    .anyMatch(before -> before.mended()
                                                    .key()
                                                    .equals(now.mended().key())
                                            && before.mended().fate()
                                                    == now.mended().fate()))
                            .toList(),
                    unsure);
        }
    }

    /** Of these files. */
    public LedgerCheck(StoredFiles files) {
        this.files = files;
    }

    /** Looks once. */
    public Result look(LedgerView view) throws IOException {
        return new Look(view).run();
    }

    /** Makes the ledger say what the files say. */
    public void mend(List<Difference> differences) throws IOException {
        try (LedgerStore store = SqliteLedger.open(files.data())) {
            store.correct(differences.stream().map(Difference::mended).toList(), Long.MAX_VALUE);
        }
    }

    /** The two sides, as they are when it begins. */
    private final class Look {
        private final LedgerView view;
        private final Map<Receipt.Key, Entry> kept = new LinkedHashMap<>();
        /** By key without a destination. */
        private final Map<Receipt.Key, List<Entry>> quarantined = new HashMap<>();

        private final Map<InstanceState, Integer> agreed = new HashMap<>();
        private final Map<Receipt.Key, Difference> differences = new LinkedHashMap<>();

        Look(LedgerView view) {
            this.view = view;
        }

        Result run() throws IOException {
            view.forEachOpen(entry -> {
                kept.put(entry.key(), entry);
                if (entry.fate() == InstanceState.QUARANTINED) {
                    quarantined
                            .computeIfAbsent(entry.receipt().key(""), key -> new ArrayList<>())
                            .add(entry);
                }
            });
            List<Entry> elsewhere = new ArrayList<>();
            Set<String> unsure = files.forEachSpooled(found -> compare(found, elsewhere));
            files.forEachQuarantined(Instant.EPOCH, found -> compare(found, elsewhere));
            for (Entry entry : elsewhere) {
                askFor(entry);
            }
            missing();
            return new Result(Map.copyOf(agreed), List.copyOf(differences.values()), unsure);
        }

        private void compare(StoredFiles.Found found, List<Entry> elsewhere) {
            List<Entry> same = quarantined.getOrDefault(found.receipt().key(""), List.of());
            if (found.fate() == InstanceState.QUARANTINED
                    && found.destinations().isEmpty()
                    && !same.isEmpty()) {
                same.forEach(this::agree);
                return;
            }
            for (String destination : files.destinations(found)) {
                Entry entry = kept.get(found.receipt().key(destination));
                if (entry != null && entry.fate() == found.fate()) {
                    agree(entry);
                } else {
                    elsewhere.add(mended(found.receipt(), destination, found.fate()));
                }
            }
        }

        private void agree(Entry entry) {
            if (kept.remove(entry.key()) != null) {
                agreed.merge(entry.fate(), 1, Integer::sum);
            }
        }

        /** A file of which the ledger says otherwise, or nothing. */
        private void askFor(Entry mended) throws IOException {
            Receipt receipt = mended.receipt();
            Selection exactly = new Selection(
                    receipt.receivedAt(),
                    receipt.receivedAt() + 1,
                    "",
                    receipt.sopInstanceUid(),
                    receipt.association());
            @Nullable Entry known = null;
            for (Entry entry : view.entries(exactly, Integer.MAX_VALUE)) {
                known = entry.key().equals(mended.key()) ? entry : known;
            }
            kept.remove(mended.key());
            if (known == null || known.fate() != mended.fate()) {
                add(
                        Optional.ofNullable(known),
                        mended,
                        "there is a file that says " + mended.fate().word(),
                        known != null && known.fate() == InstanceState.DELIVERED
                                ? "the file: it will be delivered once more"
                                : "the file");
            }
        }

        /** What the ledger keeps and of which there is no file. */
        private void missing() throws IOException {
            if (kept.isEmpty()) {
                return;
            }
            StoredFiles.Dropped dropped = files.dropped();
            Map<Receipt.Key, InstanceState> reviewed = new HashMap<>();
            files.forEachReviewed(found -> {
                for (String destination : files.destinations(found)) {
                    reviewed.put(found.receipt().key(destination), found.fate());
                }
            });
            for (Entry entry : kept.values()) {
                Optional<DropRecord.Row> row = dropped.of(entry);
                InstanceState decided = reviewed.get(entry.key());
                if (entry.fate() == InstanceState.QUARANTINED && decided != null) {
                    String folder = decided == InstanceState.REJECTED ? "rejected/" : "released/";
                    add(entry, decided, "its file is in " + folder, "the file: a person has decided so");
                } else if (entry.fate() != InstanceState.QUARANTINED && row.isPresent()) {
                    String record = "there is no file, and dropped.tsv has it at "
                            + row.get().at();
                    add(entry, InstanceState.DROPPED, record, "dropped.tsv: a person has dropped it");
                } else {
                    add(
                            entry,
                            InstanceState.DROPPED,
                            "there is no file",
                            entry.fate() == InstanceState.QUARANTINED
                                    ? "the files: somebody has removed it by hand"
                                    : "the files: somebody has removed it by hand, unless the node broke off since; ask"
                                            + " the destination whether it has it");
                }
            }
        }

        private void add(Entry entry, InstanceState fate, String found, String believe) {
            add(Optional.of(entry), mended(entry.receipt(), entry.destination(), fate), found, believe);
        }

        private void add(Optional<Entry> ledger, Entry mended, String found, String believe) {
            differences.put(mended.key(), new Difference(ledger, mended, found, believe));
        }

        private Entry mended(Receipt receipt, String destination, InstanceState fate) {
            return new Entry(receipt, destination, fate, System.currentTimeMillis(), Entry.Source.FILES);
        }
    }
}
