package org.sluice.net.engine.association;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.slf4j.event.Level;
import org.sluice.net.engine.pdu.Pdu;
import org.sluice.net.engine.pdu.PduTrace;
import org.sluice.net.engine.pdu.PduTrace.Direction;
import org.sluice.text.Log;

/** Writes to the connection, each write within the time a peer may stall it; and shows PDUs to who wants to see them. */
final class Sender {
    /** Every PDU in one line: at DEBUG, or at INFO for an association of which it is wanted. */
    private static final Log TRACE = Log.named("org.sluice.net.pdu.trace");

    private final Transport transport;
    private final Watchdog watchdog;
    private final Watchdog.Deadline deadline;
    private final long stallNanos;
    private volatile boolean stalled;
    private volatile boolean traced;

    Sender(Transport transport, Watchdog watchdog, Duration stall) {
        this.transport = transport;
        this.watchdog = watchdog;
        this.stallNanos = stall.toNanos();
        this.deadline = watchdog.watch(() -> {
            stalled = true;
            transport.close();
        });
    }

    /** Writes all of it. */
    void write(ByteBuffer[] buffers, int count) throws IOException {
        deadline.set(watchdog.now() + stallNanos);
        try {
            transport.write(buffers, count);
        } finally {
            deadline.clear();
        }
    }

    /** Sends a PDU. A connection that does not take it is found broken by the next read, which may still say why. */
    void send(Pdu pdu) {
        trace(Direction.SENT, pdu);
        try {
            write(new ByteBuffer[] {ByteBuffer.wrap(pdu.toBytes())}, 1);
        } catch (IOException foundByTheNextRead) {
            TRACE.debug("{} not sent: {}", pdu.type().title(), foundByTheNextRead);
        }
    }

    /** Shows this association's PDUs from now on, beginning with one that has been received. */
    void traceAll(Pdu received) {
        if (!TRACE.isDebugEnabled()) {
            traced = true;
            trace(Direction.RECEIVED, received);
        }
    }

    /** Whether anybody wants to see PDUs. */
    boolean isTraced() {
        return traced || TRACE.isDebugEnabled();
    }

    void trace(Direction direction, Pdu pdu) {
        if (isTraced()) {
            show(PduTrace.line(direction, pdu));
        }
    }

    void traceData(Direction direction, long length, int contextId, int control) {
        if (isTraced()) {
            show(PduTrace.dataLine(direction, length, contextId, control));
        }
    }

    private void show(String line) {
        TRACE.line(traced ? Level.INFO : Level.DEBUG, line);
    }

    /** Whether a write was given up because the peer took nothing. */
    boolean isStalled() {
        return stalled;
    }

    void close() {
        deadline.forget();
        transport.close();
    }
}
