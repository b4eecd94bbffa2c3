package org.sluice.gateway.delivery;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.sluice.store.SpooledInstance;
import org.sluice.text.OneLine;

/** Brings spooled instances to one destination. Used by one thread. */
public interface Delivery extends AutoCloseable {
    /** What became of one try to deliver an instance. */
    sealed interface Outcome {}

    /**
     * The destination has it.
     *
     * @param remark what it said besides, without patient values: a warning, or that it had the instance already; empty for
     *     nothing
     */
    record Delivered(String remark) implements Outcome {
        /** Without a remark. */
        public static final Delivered PLAINLY = new Delivered("");
    }

    /**
     * The destination does not have it, as far as can be told.
     *
     * @param failure in which way, from which everything else follows
     * @param status as its protocol prints it, {@code A700H} or {@code 503}; empty when there was no answer
     * @param words what the destination said, or what has happened; without patient values; empty for nothing
     * @param cause of a try that ended without an answer
     */
    record Failed(FailureClass failure, String status, String words, Optional<IOException> cause) implements Outcome {
        /** The destination answered. */
        public static Failed answered(FailureClass failure, String status, String words) {
            return new Failed(failure, status, words, Optional.empty());
        }

        /** It never came to an answer. */
        public static Failed unanswered(FailureClass failure, String words) {
            return new Failed(failure, "", words, Optional.empty());
        }

        /** Something broke. */
        public static Failed because(FailureClass failure, IOException cause) {
            return new Failed(failure, "", OneLine.message(cause), Optional.of(cause));
        }

        /** All of it in words. */
        public String reason() {
            return status.isEmpty() ? words : ("answered " + status + " " + words).stripTrailing();
        }
    }

    /** It was not tried: there is no room at the destination for what this would need. Nobody's fault. */
    record Postponed() implements Outcome {}

    /**
     * Tries to deliver one instance.
     *
     * @throws IOException the spool does not give the instance; whatever the destination does is an outcome
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
         * @return present when it was not sent
         * @throws IOException the archive broke off; none of those on their way will be answered
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

    /**
     * Makes ready to deliver beside others that deliver to the same destination.
     *
     * @return false when the destination takes no more at a time for now
     * @throws IOException the spool cannot be read
     */
    default boolean join() throws IOException {
        return true;
    }

    /** How several are delivered at a time; empty when that is one after the other only. */
    default Optional<Window> window() {
        return Optional.empty();
    }

    /** Nothing to do for a while: gives back what another may need, such as an idle association. */
    void rest();

    @Override
    void close();
}
