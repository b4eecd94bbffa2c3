package org.sluice.net;

import java.io.IOException;
import java.time.Duration;

/**
 * One association as requestor for the normalized services of one SOP class: N-ACTION as SCU, N-EVENT-REPORT as SCP.
 * What the peer requests meanwhile goes to a handler. Used by one thread. Methods that throw an {@link IOException}
 * leave the association closed.
 */
public interface NormalizedClient extends AutoCloseable {
    /** What was negotiated. */
    AssociationInfo association();

    /**
     * Sends a request and waits for the response; any status is an answer, also a failure.
     *
     * @throws AssociationException the association is over
     */
    int request(NormalizedCommand command) throws IOException;

    /**
     * Performs what the peer requests, for so long at most, then releases the association.
     *
     * @throws AssociationException the association ended other than by release
     */
    void serve(Duration most) throws IOException;

    /** From any thread: ends {@link #serve} as soon as no message is under way. */
    void releaseWhenIdle();

    /** Releases the association and waits for the answer, for a bounded time; never throws. */
    @Override
    void close();
}
