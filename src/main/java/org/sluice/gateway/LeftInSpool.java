package org.sluice.gateway;

import java.util.List;
import org.sluice.store.DestinationQueue;
import org.sluice.store.Spool;
import org.sluice.text.Log;
import org.sluice.text.OneLine;

/** What an earlier run, or an earlier configuration, has left in the spool, in words. */
final class LeftInSpool {
    private static final Log LOG = Log.of(Node.class);

    private final Spool spool;

    LeftInSpool(Spool spool) {
        this.spool = spool;
    }

    /** Tells all of it, at the start of a node. */
    void tell() {
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

    /** What is there for destinations that are not configured any more. */
    List<String> unclaimed() {
        return spool.unclaimed().entrySet().stream()
                .map(left -> "destination " + left.getKey() + " is not configured any more; in the spool for it: "
                        + OneLine.count(left.getValue(), "instance"))
                .toList();
    }
}
