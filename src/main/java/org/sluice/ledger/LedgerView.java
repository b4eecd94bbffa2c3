package org.sluice.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A look into a ledger, while a node writes to it or not; what it shows is at most a second old. One thread. */
public interface LedgerView extends Closeable {

    /**
     * Opens that of a node.
     *
     * @param data the node's folder for data
     * @throws java.nio.file.NoSuchFileException when there is none
     */
    static LedgerView open(Path data) throws IOException {
        return SqliteView.open(data);
    }

    /**
     * Which entries.
     *
     * @param since received then or later, in milliseconds since 1970
     * @param until received before
     * @param studyUid of this study; empty for any
     * @param sopInstanceUid this instance; empty for any
     * @param association received on this association; empty for any
     */
    record Selection(long since, long until, String studyUid, String sopInstanceUid, String association) {
        /** All that were received since then. */
        public static Selection since(long time) {
            return new Selection(time, Long.MAX_VALUE, "", "", "");
        }
    }

    /** How many instances of a route, from a caller, for a destination have which fate, and their bytes as received. */
    record Sum(String route, String callingAe, String destination, Map<InstanceState, Long> counts, long bytes) {
        /** Keeps its own copy of the counts. */
        public Sum {
            counts = Map.copyOf(counts);
        }

        /** How many have this fate. */
        public long count(InstanceState fate) {
            return counts.getOrDefault(fate, 0L);
        }

        /** All of them, which is what was received. */
        public long received() {
            return counts.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** Sums in the order of routes, destinations and callers. */
    List<Sum> sums(Selection selection) throws IOException;

    /** The entries themselves in the order in which they were received, at most so many. */
    List<Entry> entries(Selection selection, int most) throws IOException;

    /** Shows each of which files are still kept. */
    void forEachOpen(Consumer<Entry> action) throws IOException;

    /** The times of which not all is known. */
    List<Gap> gaps(long since) throws IOException;
}
