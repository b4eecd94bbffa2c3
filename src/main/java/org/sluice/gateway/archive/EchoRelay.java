package org.sluice.gateway.archive;

import java.io.IOException;
import java.util.List;
import org.sluice.net.Status;
import org.sluice.net.StoreAnswer;
import org.sluice.text.Log;
import org.sluice.text.OneLine;

/**
 * Answers a C-ECHO as the archive answers one that is sent to it at once: of several archives the first that can be
 * reached. Any thread.
 */
public final class EchoRelay {
    private static final Log LOG = Log.of(EchoRelay.class);

    private final List<Archive> archives;

    /** Asks these, in this order. */
    public EchoRelay(List<Archive> archives) {
        this.archives = List.copyOf(archives);
    }

    /** The answer to a C-ECHO that has come; {@code 0110H} when no archive can be reached. Blocks until an archive has answered. */
    public StoreAnswer answer() {
        for (Archive archive : Health.firstWithinReach(archives, Archive::health)) {
            try {
                return StoreAnswer.of(echo(archive), "");
            } catch (IOException | IllegalArgumentException e) {
                LOG.warn("C-ECHO to {}: {}", archive.name(), OneLine.message(e));
            }
        }
        return StoreAnswer.of(Status.PROCESSING_FAILURE, "archive out of reach");
    }

    private static int echo(Archive archive) throws IOException {
        SharedAssociation association = archive.associate(List.of());
        try {
            return association.client().echo();
        } finally {
            archive.pool().giveBack(List.of(), association);
        }
    }
}
