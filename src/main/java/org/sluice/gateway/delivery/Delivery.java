package org.sluice.gateway.delivery;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.sluice.store.SpooledInstance;

/** Brings spooled instances to one destination. Used by one thread. */
public interface Delivery extends AutoCloseable {
    /** What became of an instance that reached the destination. */
    sealed interface Outcome {}

    /** The destination has it. */
    record Delivered() implements Outcome {}

    /**
     * The destination answered, and does not want it.
     *
     * @param reason the answer in words, without patient values
     * @param retry whether the same instance may be wanted later
     */
    record Declined(String reason, boolean retry) implements Outcome {}

    /**
     * Delivers one instance.
     *
     * @throws IOException the destination cannot be reached, or broke off; the instance has to be delivered again
     */
    Outcome deliver(SpooledInstance instance) throws IOException;

    /**
     * Delivers several instances without waiting for the answer to each. Answers may come in any order. Used by one thread.
     */
    interface Window {
        /** Whether an answer is still to come. */
        boolean isWaiting();

        /** Whether the instance can be sent before another answer has come. */
        boolean takes(SpooledInstance instance);

        /**
         * Sends it. Only for one that it {@link #takes}.
         *
         * @return present when it was not sent because the archive takes no such instance
         * @throws IOException the archive cannot be reached, or broke off; none of those on their way will be answered
         */
        Optional<WindowedOutcome> send(SpooledInstance instance) throws IOException;

        /**
         * Waits for any answer.
         *
         * @throws IOException the archive broke off; none of those on their way will be answered
         */
        WindowedOutcome await() throws IOException;

        /** Gives up waiting for those on their way, and names them in the order of the queue; the association is over. */
        List<SpooledInstance> giveUp();
    }

    /** What became of an instance that was sent through a window, and how long that took. */
    record WindowedOutcome(SpooledInstance instance, Outcome outcome, long nanos) {}

    /** How several are delivered at a time; empty when that is one after the other only. */
    default Optional<Window> window() {
        return Optional.empty();
    }

    /** Nothing to do for a while: gives back what another may need, such as an idle association. */
    void rest();

    @Override
    void close();
}
