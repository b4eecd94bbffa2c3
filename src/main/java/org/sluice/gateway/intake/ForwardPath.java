package org.sluice.gateway.intake;

import java.io.IOException;
import org.sluice.gateway.route.InstanceDecision;
import org.sluice.recipe.Screening;

/** How the clean instances of one association go on: through the spool, or straight to the archive. */
public interface ForwardPath extends AutoCloseable {
    /**
     * Passes an instance on, of which the header has been read and the rest is still to come.
     *
     * @param screening that has read the header, and reads on
     * @throws IOException the association with the modality is over, or nothing can be kept
     */
    Settlement forward(Arrival arrival, InstanceDecision.Forward decision, Screening screening) throws IOException;

    /**
     * Passes an instance on while native pixel data in it is blanked; whatever cannot be done so goes by way of the spool.
     *
     * @param byWayOfTheSpool does it
     */
    default Settlement scrub(
            Arrival arrival, InstanceDecision.Scrub decision, Screening screening, ScrubPassage byWayOfTheSpool)
            throws IOException {
        return byWayOfTheSpool.settle(decision);
    }

    /** The association with the modality is over. */
    @Override
    default void close() {}
}
