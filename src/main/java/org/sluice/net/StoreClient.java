package org.sluice.net;

import java.io.IOException;

/**
 * The sending side: one association as requestor, for C-STORE and C-ECHO. Used by one thread at a time. Methods that
 * throw an {@link IOException} leave the association closed.
 */
public interface StoreClient extends AutoCloseable {
    /** The response to a request that {@link #send} has sent. */
    record StoreResponse(int messageId, StoreAnswer answer) {}

    /** What was negotiated. */
    AssociationInfo association();

    /** The longest P-DATA-TF that the peer takes, in bytes; 0 for no limit. */
    long longestPdu();

    /** Whether an instance of the class in the syntax may be sent. */
    boolean accepts(String sopClass, String transferSyntax);

    /** How many C-STORE requests may be without a response at a time: at least 1, more where both sides want it. */
    int window();

    /** How many C-STORE requests have no response yet. */
    int outstanding();

    /**
     * Sends one instance and waits for the response; any status is an answer, also a failure.
     *
     * @throws AssociationException the association is over
     * @throws IOException the writer failed; the association was aborted
     * @throws IllegalArgumentException the pair of class and syntax was not accepted, or a UID is none
     * @throws IllegalStateException other requests are without a response
     */
    StoreAnswer store(StoreCommand command, BodyWriter writer) throws IOException;

    /**
     * The same in a context that was accepted, whatever the SOP class of the instance.
     *
     * @param context its id
     */
    StoreAnswer store(int context, StoreCommand command, BodyWriter writer) throws IOException;

    /**
     * Sends one instance without waiting for the response.
     *
     * @return the message id, by which {@link #await()} names the request
     * @throws AssociationException the association is over
     * @throws IOException the writer failed; the association was aborted
     * @throws IllegalArgumentException the pair of class and syntax was not accepted, or a UID is none
     * @throws IllegalStateException as many requests as the {@link #window()} allows are without a response
     */
    int send(StoreCommand command, BodyWriter writer) throws IOException;

    /**
     * Waits for the response to any of the requests that have none yet; any status is an answer, also a failure.
     *
     * @throws AssociationException the association is over; none of the requests without a response will get one
     */
    StoreResponse await() throws IOException;

    /**
     * Sends C-ECHO-RQ and returns the status of the response.
     *
     * @throws IllegalArgumentException the peer did not accept Verification
     */
    int echo() throws IOException;

    /**
     * Whether the next request has a chance: the association stands, and the peer has neither closed it nor said
     * anything unasked. Costs some system calls.
     */
    boolean isUsable();

    /** Whether the association stands, as far as is known without a look at the connection. */
    boolean isOpen();

    /** Releases the association and waits for the answer, for a bounded time; never throws. */
    void release();

    /** Aborts, and waits at most two seconds for the peer to have read it; never throws. */
    void abort();

    /** Same as {@link #release()}. */
    @Override
    default void close() {
        release();
    }
}
