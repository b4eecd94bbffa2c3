package org.sluice.net;

import java.io.IOException;
import java.util.List;

/**
 * The sending side: one association as requestor, for C-STORE and C-ECHO. Used by one thread at a time. Methods that
 * throw leave the association closed.
 */
public final class StoreClient implements AutoCloseable {
    private final AssociationInfo association;

    private StoreClient(AssociationInfo association) {
        this.association = association;
    }

    /**
     * Connects and negotiates. At most 128 contexts; Verification is proposed where there is room for it.
     *
     * @throws AssociationException no connection, rejected, or no answer in time
     */
    public static StoreClient connect(StoreClientOptions options, List<PresentationContextProposal> proposals)
            throws IOException {
        if (proposals.isEmpty()) {
            throw new IOException("not yet");
        }
        return new StoreClient(new AssociationInfo(
                "", options.callingAe(), options.calledAe(), options.remote(), options.remote(), "", "", List.of()));
    }

    public AssociationInfo association() {
        return association;
    }

    /** Whether an instance of the class in the syntax may be sent. */
    public boolean accepts(String sopClass, String transferSyntax) {
        return association.contexts().stream()
                .anyMatch(c -> c.abstractSyntax().equals(sopClass)
                        && c.transferSyntax().equals(transferSyntax));
    }

    /**
     * Sends one instance and waits for the response; any status is an answer, also a failure.
     *
     * @throws AssociationException the association is over
     * @throws IOException the writer failed; the association was aborted
     * @throws IllegalArgumentException the pair of class and syntax was not accepted
     */
    public StoreAnswer store(StoreCommand command, BodyWriter writer) throws IOException {
        return StoreAnswer.of(Status.PROCESSING_FAILURE, "not yet");
    }

    /** Sends C-ECHO-RQ and returns the status of the response. */
    public int echo() throws IOException {
        return Status.PROCESSING_FAILURE;
    }

    /** Whether the next request has a chance: not closed, and the peer has neither closed nor said anything unasked. */
    public boolean isUsable() {
        return false;
    }

    /** Releases the association and waits for the answer, for a bounded time; never throws. */
    public void release() {}

    /** Aborts at once; never throws. */
    public void abort() {}

    /** Same as {@link #release()}. */
    @Override
    public void close() {
        release();
    }
}
