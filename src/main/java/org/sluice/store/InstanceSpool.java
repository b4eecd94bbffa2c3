package org.sluice.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Where clean instances wait for their destinations, as those see it who bring and fetch them. What each of its methods
 * promises is written down in one contract test, which every way to keep instances has to pass.
 */
public interface InstanceSpool extends Closeable {
    /**
     * Begins an instance that all of its destinations get as it is written.
     *
     * @param facts what the forwarder will need; its destinations must be some of those the spool was opened with
     * @param part10Prefix preamble, DICM and file meta information, (0002,0000) first and right; the facts are added
     *     to it as private information, so it must have none
     * @throws IllegalArgumentException when there is no destination, or an unknown one
     */
    Incoming begin(SpoolFacts facts, ByteBuffer part10Prefix) throws IOException;

    /**
     * Begins an instance of which each destination gets its own view: what is written is the data set as it was received,
     * and then {@link Incoming#view} says what becomes of it. Who has no view when it is committed gets nothing.
     *
     * @param facts as for {@link #begin}, with the UIDs under which it was received
     * @param part10Prefix as for {@link #begin}
     */
    Incoming beginOriginal(SpoolFacts facts, ByteBuffer part10Prefix) throws IOException;

    /**
     * Puts a complete instance in the queues of its destinations, durably: when this returns, no crash can lose it.
     *
     * @throws IOException when the disk is full or failing; then no queue has the instance
     */
    void commit(Incoming instance) throws IOException;

    /**
     * The queue of a destination.
     *
     * @throws IllegalArgumentException when the spool was not opened with it
     */
    DestinationQueue queue(String destination);
}
