package org.sluice.gateway;

import org.sluice.store.DestinationQueue;
import org.sluice.store.Spool;
import org.sluice.text.Log;
import org.sluice.text.OneLine;

/** What the last run of a node has left in the spool. */
final class LastRun {
    private static final Log LOG = Log.of(Node.class);

    private LastRun() {}

    /** Says it in the log. */
    static void tell(Spool spool) {
        if (spool.restoredAtOpen() > 0) {
            LOG.info(
                    "taken just before the last run broke off, and in their queues now: {}",
                    OneLine.count(spool.restoredAtOpen(), "instance"));
        }
        if (spool.removedAtOpen() > 0) {
            LOG.info(
                    "half received in the last run, and removed: {}", OneLine.count(spool.removedAtOpen(), "instance"));
        }
        for (DestinationQueue queue : spool.queues()) {
            if (queue.depth() > 0) {
                LOG.info(
                        "left by the last run for {}: {}",
                        queue.destination(),
                        OneLine.count(queue.depth(), "instance"));
            }
        }
        spool.unclaimed()
                .forEach((destination, count) -> LOG.warn(
                        "{} is not configured any more; in the spool for it: {}",
                        destination,
                        OneLine.count(count, "instance")));
    }
}
