package org.sluice.gateway;

import java.io.IOException;
import java.util.Optional;
import org.sluice.store.SpooledInstance;

/** Brings spooled instances to one destination. Used by one thread. */
interface Delivery extends AutoCloseable {
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

    /** How several are delivered at a time; empty when that is one after the other only. */
    default Optional<WindowedDelivery> windowed() {
        return Optional.empty();
    }

    /** Nothing to do for a while: gives back what another may need, such as an idle association. */
    void rest();

    @Override
    void close();
}
