package org.sluice.gateway;

import java.io.IOException;
import org.sluice.recipe.Screening;

/** How the clean instances of one association go on: through the spool, or straight to the archive. */
interface Onward extends AutoCloseable {
    /**
     * Passes an instance on, of which the header has been read and the rest is still to come.
     *
     * @param screening that has read the header, and reads on
     * @throws IOException the association with the modality is over, or nothing can be kept
     */
    Settlement forward(Arrival arrival, Decision.Forward decision, Screening screening) throws IOException;

    /** The association with the modality is over. */
    @Override
    default void close() {}
}
