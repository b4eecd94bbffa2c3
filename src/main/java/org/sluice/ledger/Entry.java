package org.sluice.ledger;

import java.util.Locale;

/**
 * One row of the ledger: what became of an instance for one destination.
 *
 * @param since when it did, in milliseconds since 1970
 * @param source how that became known
 */
public record Entry(Receipt receipt, String destination, InstanceState fate, long since, Source source) {

    /** How something became known. */
    public enum Source {
        /** The node said so when it happened. */
        TOLD,
        /** It was found in the files later, because the node ended before it was written down. */
        FILES;

        /** As commands show it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Receipt.Key key() {
        return receipt.key(destination);
    }
}
