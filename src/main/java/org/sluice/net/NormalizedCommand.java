package org.sluice.net;

import java.nio.ByteBuffer;
import java.util.function.Function;
import org.sluice.net.NormalizedRequest.Operation;

/**
 * A request to be sent: N-ACTION-RQ (PS3.7 10.1.4) or N-EVENT-REPORT-RQ (10.1.1).
 *
 * @param typeId Action Type ID or Event Type ID
 * @param information makes the data set for the transfer syntax of the presentation context that it is sent in
 */
public record NormalizedCommand(
        Operation operation,
        String sopClassUid,
        String sopInstanceUid,
        int typeId,
        Function<String, ByteBuffer> information) {}
