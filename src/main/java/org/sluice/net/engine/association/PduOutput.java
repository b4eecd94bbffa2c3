package org.sluice.net.engine.association;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.event.Level;
import org.sluice.net.engine.pdu.PDataTf;
import org.sluice.net.engine.pdu.Pdu;
import org.sluice.net.engine.pdu.PduTrace;
import org.sluice.net.engine.pdu.PduTrace.Direction;
import org.sluice.text.Log;

/**
 * Writes PDUs to the connection, and shows them in the log to whoever wants to see them. Any thread.
 *
 * <p>A write waits for the peer, for the write stall time at most. So what the state machine sends under its lock is only
 * {@linkplain #enqueue enqueued} there, in the order of the decisions; {@link #sendEnqueued()} writes it when that lock is
 * free again. One thread writes at a time, whole PDUs. A thread that finds another one writing does not wait for it: the
 * other one writes its PDUs too.
 */
final class PduOutput {
    /** Every PDU in one line: at DEBUG, or at INFO for an association of which it is wanted. */
    private static final Log TRACE = Log.named("org.sluice.net.pdu.trace");

    private final Transport transport;
    private final Watchdog watchdog;
    private final Watchdog.Deadline deadline;
    private final long stallNanos;
    private final Queue<List<? extends Pdu>> enqueued = new ConcurrentLinkedQueue<>();
    private final ReentrantLock writing = new ReentrantLock();
    private volatile boolean stalled;
    private volatile boolean broken;
    private volatile boolean traced;

    PduOutput(Transport transport, Watchdog watchdog, Duration stall) {
        this.transport = transport;
        this.watchdog = watchdog;
        this.stallNanos = stall.toNanos();
        this.deadline = watchdog.watch(() -> {
            stalled = true;
            transport.close();
        });
    }

    /** Puts PDUs behind those that are to be sent already; none comes between them. Never waits. */
    void enqueue(List<? extends Pdu> pdus) {
        enqueued.add(pdus);
    }

    /** Writes what is enqueued, unless another thread is writing, which does it then. Not under the machine's lock. */
    void sendEnqueued() {
        while (!enqueued.isEmpty() && writing.tryLock()) {
            try {
                List<? extends Pdu> next = enqueued.poll();
                if (next != null) {
                    send(next);
                }
            } finally {
                writing.unlock();
            }
        }
    }

    /**
     * A connection that does not take a PDU is found broken by the next read, which may still say why. Before a message
     * that read may be a long way off, so it is made to come now.
     */
    private void send(List<? extends Pdu> pdus) {
        for (Pdu pdu : pdus) {
            trace(Direction.SENT, pdu);
            try {
                writeInTime(new ByteBuffer[] {ByteBuffer.wrap(pdu.toBytes())}, 1);
            } catch (IOException foundByTheNextRead) {
                TRACE.debug("{} not sent: {}", pdu.type().title(), foundByTheNextRead);
                if (pdu instanceof PDataTf) {
                    broken = true;
                    transport.shutdownInput();
                }
                return;
            }
        }
    }

    /** Writes PDUs that are encoded already, all of them. Waits for a thread that is writing. */
    void write(ByteBuffer[] buffers, int count) throws IOException {
        writing.lock();
        try {
            writeInTime(buffers, count);
        } finally {
            writing.unlock();
            sendEnqueued();
        }
    }

    private void writeInTime(ByteBuffer[] buffers, int count) throws IOException {
        deadline.set(watchdog.now() + stallNanos);
        try {
            transport.write(buffers, count);
        } finally {
            deadline.clear();
        }
    }

    /** Whether an enqueued message could not be written. */
    boolean isBroken() {
        return broken;
    }

    /** Whether a write was given up because the peer took nothing. */
    boolean isStalled() {
        return stalled;
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

    /** Shows a PDU. */
    void trace(Direction direction, Pdu pdu) {
        if (isTraced()) {
            show(PduTrace.line(direction, pdu));
        }
    }

    /** Shows the headers of a P-DATA-TF with one presentation data value. */
    void traceData(Direction direction, long length, int contextId, int control) {
        if (isTraced()) {
            show(PduTrace.dataLine(direction, length, contextId, control));
        }
    }

    private void show(String line) {
        TRACE.line(traced ? Level.INFO : Level.DEBUG, line);
    }

    /** Closes the connection. */
    void close() {
        deadline.forget();
        transport.close();
    }
}
