package org.sluice.gateway.archive;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.sluice.net.ProposedContext;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.engine.StoreClient;

/**
 * One archive: how it is called, whether it could be reached lately, and the associations with it that wait for use. Any
 * thread.
 *
 * @param name of the destination in the configuration
 * @param contexts which presentation contexts it accepts
 */
public record Archive(
        String name, StoreClientOptions options, Health health, AssociationPool pool, DestinationContexts contexts) {

    /**
     * An association on which these contexts have been proposed, under their ids: one that waits, or a new one.
     *
     * @throws IOException the archive cannot be reached, or rejects
     */
    StoreClient associate(List<ProposedContext> contexts) throws IOException {
        Optional<StoreClient> waiting = pool.take(contexts);
        if (waiting.isPresent()) {
            return waiting.get();
        }
        boolean reached = false;
        try {
            StoreClient client = StoreClient.connectAs(options, contexts);
            reached = true;
            return client;
        } finally {
            if (reached) {
                health.reached();
            } else {
                health.failed();
            }
        }
    }
}
