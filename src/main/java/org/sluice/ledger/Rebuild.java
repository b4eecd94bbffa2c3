package org.sluice.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Brings a ledger in line with the files, which are the truth: what they have and the ledger lacks is added, what they say
 * otherwise is corrected, and what waited and has left the spool has gone where such things go. Whatever becomes known by this
 * is marked so. Reads beside a node at work; what the node says meanwhile stands.
 */
final class Rebuild {
    private static final int AT_ONCE = 500;
    /** A clock may have been set, and a quarantine's file has the time of its end. */
    private static final Duration MARGIN = Duration.ofMinutes(10);

    private static final Duration NOT_YET_IN_FILES = Duration.ofSeconds(5);

    private final StoredFiles files;
    private final Scope scope;
    private final Writing writing;
    private final Set<Long> marks = new HashSet<>();
    private final List<Entry> found = new ArrayList<>();
    private int changed;

    /**
     * What may be other than the ledger says.
     *
     * @param corrected entries known since before then are corrected by what is found, in milliseconds since 1970
     * @param missed entries known since before then are settled when nothing is found of them
     * @param clean nothing was lost: what has left the spool was taken away by hand
     * @param quarantinedSince how far back the quarantine is looked at; nothing of it when it is after now
     */
    record Scope(long corrected, long missed, boolean clean, Instant quarantinedSince) {
        /** At the start of a node, after what the last run has left. */
        static Scope atStart(LedgerStore.LastRun last, long now) {
            if (last.fresh()) {
                return new Scope(now, now, false, Instant.EPOCH);
            }
            Instant since = last.clean()
                    ? Instant.MAX
                    : Instant.ofEpochMilli(last.knownUntil()).minus(MARGIN);
            return new Scope(now, now, last.clean(), since);
        }

        /** After something was lost since then. What was said just before may not have reached the files yet. */
        static Scope afterLoss(long since, long now) {
            Instant from = Instant.ofEpochMilli(since);
            return new Scope(from.minus(NOT_YET_IN_FILES).toEpochMilli(), now, false, from.minus(MARGIN));
        }

        /** All that this or the other one is for. */
        Scope with(Scope other) {
            return new Scope(
                    Math.min(corrected, other.corrected),
                    Math.max(missed, other.missed),
                    clean && other.clean,
                    quarantinedSince.isBefore(other.quarantinedSince) ? quarantinedSince : other.quarantinedSince);
        }
    }

    /** Has something done by the thread that writes, and waits for it. */
    interface Writing {
        int run(Work work) throws IOException, InterruptedException;
    }

    /** Something to do with the ledger. */
    interface Work {
        int with(LedgerStore store) throws IOException;
    }

    Rebuild(StoredFiles files, Scope scope, Writing writing) {
        this.files = files;
        this.scope = scope;
        this.writing = writing;
    }

    /**
     * Does so.
     *
     * @return how many entries are other than they were
     */
    int run() throws IOException, InterruptedException {
        Set<String> unsure = files.forEachSpooled(this::take);
        files.forEachQuarantined(scope.quarantinedSince(), this::take);
        flush();
        StoredFiles.Dropped dropped = files.dropped();
        InstanceState otherwise = scope.clean() ? InstanceState.DROPPED : InstanceState.DELIVERED;
        changed += writing.run(store ->
                store.settleMissing(marks, entry -> dropped.of(entry).isPresent(), otherwise, unsure, scope.missed()));
        writing.run(store -> {
            store.inLine();
            return 0;
        });
        return changed;
    }

    private void take(StoredFiles.Found one) {
        long now = System.currentTimeMillis();
        for (String destination : files.destinations(one)) {
            Entry entry = new Entry(one.receipt(), destination, one.fate(), now, Entry.Source.FILES);
            marks.add(entry.key().mark());
            found.add(entry);
        }
        if (found.size() >= AT_ONCE) {
            flush();
        }
    }

    private void flush() {
        List<Entry> taken = List.copyOf(found);
        found.clear();
        try {
            changed += writing.run(store -> store.correct(taken, scope.corrected()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new LedgerException("interrupted", e));
        }
    }
}
