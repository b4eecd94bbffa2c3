package org.sluice.net.engine;

import java.nio.ByteBuffer;
import org.slf4j.MDC;
import org.sluice.net.engine.association.UpperLayer;
import org.sluice.net.engine.association.UpperLayerException;
import org.sluice.net.engine.dimse.DimseChannel;
import org.sluice.net.engine.dimse.NormalizedRq;
import org.sluice.net.engine.dimse.Response;

/**
 * What the acceptor of an association sends: responses from the association's thread, requests of its own from any.
 * Each message leaves whole before the next begins, and is traced under the id of the association.
 */
final class Outbox {
    private final String id;
    private final UpperLayer association;
    private final DimseChannel channel;
    private final long peerMaximum;

    /** Sends PDUs of at most so many bytes in requests of its own, 0 for no limit. */
    Outbox(String id, UpperLayer association, DimseChannel channel, long peerMaximum) {
        this.id = id;
        this.association = association;
        this.channel = channel;
        this.peerMaximum = peerMaximum;
    }

    /** On the association's thread: answers the message that was received last. */
    synchronized void respond(Response response) throws UpperLayerException {
        channel.write(channel.contextId(), response.toCommand());
        channel.flush();
    }

    /** From any thread; false when the association is over. */
    synchronized boolean request(int contextId, NormalizedRq request, ByteBuffer information) {
        String before = MDC.get("association");
        MDC.put("association", id);
        try {
            return association.sendFromOutside(
                    DimseChannel.wholeMessage(contextId, request.toCommand(), information, peerMaximum));
        } finally {
            if (before == null) {
                MDC.remove("association");
            } else {
                MDC.put("association", before);
            }
        }
    }
}
