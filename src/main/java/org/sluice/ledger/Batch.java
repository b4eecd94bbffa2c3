package org.sluice.ledger;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sluice.ledger.LedgerStore.Posting;

/**
 * What was said in a moment, brought together for each entry: an instance that was received and delivered in the same second is
 * written once. One thread.
 */
final class Batch {
    private final Map<Receipt.Key, Posting> postings = new LinkedHashMap<>();

    /**
     * What was said of an instance.
     *
     * @param first whether it is the first word, see {@link Ledger#received}
     * @param at when, in milliseconds since 1970
     */
    record Change(Receipt receipt, List<String> destinations, InstanceState fate, boolean first, long at) {}

    void add(Change change) {
        for (String destination : change.destinations()) {
            Entry entry = new Entry(change.receipt(), destination, change.fate(), change.at(), Entry.Source.TOLD);
            postings.merge(
                    entry.key(), new Posting(entry, !change.first()), change.first() ? Batch::beneath : Batch::above);
        }
    }

    /** Who received it knows more of it than whoever delivered it; what became of it, the other knows. */
    private static Posting beneath(Posting known, Posting first) {
        Entry was = known.entry();
        return new Posting(
                new Entry(first.entry().receipt(), was.destination(), was.fate(), was.since(), was.source()),
                known.settles());
    }

    private static Posting above(Posting known, Posting later) {
        Entry now = later.entry();
        return new Posting(
                new Entry(known.entry().receipt(), now.destination(), now.fate(), now.since(), now.source()), true);
    }

    boolean isEmpty() {
        return postings.isEmpty();
    }

    Collection<Posting> postings() {
        return postings.values();
    }

    void clear() {
        postings.clear();
    }
}
