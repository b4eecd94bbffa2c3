package org.sluice.net;

import java.util.Optional;

/**
 * Decides whether a requested association may be, and on which presentation contexts. Called on the association's own
 * thread, and may take its time (the requestor waits).
 */
@FunctionalInterface
public interface AssociationPolicy {
    Decision decide(AssociationRequest request);

    /** What becomes of the request. */
    sealed interface Decision {}

    /**
     * Accept.
     *
     * @param contexts which transfer syntax to take for each context
     * @param handler the handler for this association alone; empty for the listener's
     * @param normalized which normalized services are performed on this association, and by whom
     * @param maxPduLength the longest P-DATA-TF that the requestor may send, in bytes, if that is less than the
     *     listener takes
     */
    record Accept(
            ContextChoice contexts, Optional<StoreHandler> handler, NormalizedHandler normalized, int maxPduLength)
            implements Decision {
        /** With the maximum length of the listener. */
        public Accept(ContextChoice contexts, Optional<StoreHandler> handler, NormalizedHandler normalized) {
            this(contexts, handler, normalized, Integer.MAX_VALUE);
        }

        /** Without normalized services. */
        public Accept(ContextChoice contexts, Optional<StoreHandler> handler) {
            this(contexts, handler, NormalizedHandler.NONE);
        }
    }

    /** Reject with A-ASSOCIATE-RJ. */
    record Reject(Rejection rejection) implements Decision {}

    /** Accept every storage context as {@link ContextChoice#ALL_STORAGE} does, for the listener's handler. */
    static Decision accept() {
        return new Accept(ContextChoice.ALL_STORAGE, Optional.empty());
    }

    static Decision reject(Rejection rejection) {
        return new Reject(rejection);
    }
}
