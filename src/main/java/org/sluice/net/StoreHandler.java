package org.sluice.net;

import java.io.IOException;

/** Performs C-STORE, and C-ECHO if it wants to. Called on the thread of the association, one request at a time for each association. */
@FunctionalInterface
public interface StoreHandler {
    /**
     * Takes the instance and says how the request is to be answered. A data set that is not read to its end is read
     * and dropped before the answer is sent.
     *
     * @throws IOException from the request's body, passed on: the association is over. Any other: the request is
     *     answered {@link Status#PROCESSING_FAILURE}.
     */
    StoreAnswer store(StoreRequest request) throws IOException;

    /**
     * The answer to the last instance is on its way; called at once, on the same thread. What takes a moment, and is for nobody
     * who waits, is done here.
     */
    default void answered() {}

    /**
     * Answers a C-ECHO.
     *
     * @throws IOException it is answered {@link Status#PROCESSING_FAILURE}
     */
    default StoreAnswer echo() throws IOException {
        return StoreAnswer.SUCCESS;
    }

    /** The association is over; called once, for a handler that {@link AssociationPolicy.Accept} named. */
    default void associationEnded() {}
}
