package org.sluice.net.engine.association;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The transport service of PS3.8 9.1: a connection that carries bytes. One thread reads, one at a time writes. */
public interface Transport {
    /** Connects, where this side is the one who does; does nothing on an accepted connection. */
    void open() throws IOException;

    /** Waits for bytes and reads what there is; -1 at the end. */
    int read(ByteBuffer into) throws IOException;

    /** Reads what is there without waiting: 0 when there is nothing, -1 at the end. */
    int poll(ByteBuffer into) throws IOException;

    /** Writes all that remains in the buffers. */
    void write(ByteBuffer[] buffers, int count) throws IOException;

    /** Makes a {@link #read} that waits, and each later one, return -1. From any thread; writing stays possible. */
    void shutdownInput();

    /** Closes. From any thread; makes whoever waits fail. */
    void close();
}
