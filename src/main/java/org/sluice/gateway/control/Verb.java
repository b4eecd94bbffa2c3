package org.sluice.gateway.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** One thing that a running node can be asked. Several threads may ask at once. */
public interface Verb {

    /** The word by which it is asked for: {@code status}. */
    String name();

    /**
     * What the node answers. It may take its time: whoever asks says how long to wait, and the thread is interrupted when the
     * node stops.
     *
     * @throws RefusalException when it cannot be done as asked; whoever asked reads the message
     * @throws IOException likewise, for a fault of the platform
     * @throws InterruptedException when the node stops meanwhile
     */
    ObjectNode answer(Request request) throws RefusalException, IOException, InterruptedException;

    /**
     * What is asked.
     *
     * @param fields an object with what the verb needs to know; nothing of it is checked
     * @param user the name of the user whose process asks, as the operating system tells it, or of whoever has signed in
     * @param from the address from which it was asked; {@link #SOCKET} when it was this host
     */
    record Request(JsonNode fields, String user, String from) {
        /** Over the control socket, or by a command that has the node's folders. */
        public static final String SOCKET = "command line";
    }
}
