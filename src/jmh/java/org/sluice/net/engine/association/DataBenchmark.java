package org.sluice.net.engine.association;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.sluice.net.engine.pdu.AssociateRq;
import org.sluice.net.engine.pdu.PDataTf;
import org.sluice.net.engine.pdu.Pdu;
import org.sluice.net.engine.pdu.PduException;

/**
 * What PDUs cost without a network: those of an instance of 512 KiB in P-DATA-TF PDUs of 16 KiB, walked as they come and
 * written as they go; and an A-ASSOCIATE-RQ there and back.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DataBenchmark {
    private static final int PDU = 16 << 10;
    private static final int PDUS = 32;
    private static final int HEADERS = 12;
    private static final int LAST_OF_DATA_SET = 2;
    private static final int RECEIVE_BUFFER = 256 << 10;

    private final Loop incoming = new Loop();
    private final Loop outgoing = new Loop();
    private final ByteBuffer instance = ByteBuffer.allocateDirect(PDUS * (PDU - 6));
    private UpperLayer receiver;
    private DataOutput output;

    /** Establishes two associations with nobody. */
    @Setup
    public void prepare() throws UpperLayerException {
        incoming.give(ByteBuffer.wrap(ScriptedPdu.ACCEPTANCE.toBytes()));
        receiver = requestor(incoming);
        incoming.repeat(pdus());
        outgoing.give(ByteBuffer.wrap(ScriptedPdu.ACCEPTANCE.toBytes()));
        output = new DataOutput(requestor(outgoing), ByteBuffer.allocateDirect(RECEIVE_BUFFER), PDU);
    }

    private static UpperLayer requestor(Loop transport) throws UpperLayerException {
        UpperLayer association = new UpperLayer(
                Role.REQUESTOR,
                transport,
                Watchdog.shared(),
                Transcript.LIMITS,
                ByteBuffer.allocateDirect(RECEIVE_BUFFER));
        association.request(ScriptedPdu.REQUEST);
        return association;
    }

    private static ByteBuffer pdus() {
        ByteBuffer pdus = ByteBuffer.allocateDirect(PDUS * (PDU + 6));
        for (int i = 0; i < PDUS; i++) {
            pdus.putShort((short) 0x0400).putInt(PDU).putInt(PDU - 4).put((byte) 1);
            pdus.put((byte) (i == PDUS - 1 ? LAST_OF_DATA_SET : 0)).position(pdus.position() + PDU + 6 - HEADERS);
        }
        return pdus.flip();
    }

    /** Walks through one instance; includes copying it into the receive buffer, as the kernel would. */
    @Benchmark
    public long walk() throws UpperLayerException {
        DataInput in = receiver.data();
        long length = 0;
        do {
            in.nextValue();
            for (ByteBuffer bytes = in.fragment(); bytes != null; bytes = in.fragment()) {
                length += bytes.remaining();
            }
        } while (!in.isLast());
        return length;
    }

    /** Packs one instance into PDUs, which go nowhere. */
    @Benchmark
    public long write() throws UpperLayerException {
        output.begin(1, PDataTf.Kind.DATA_SET);
        output.write(instance.duplicate());
        output.end();
        output.flush();
        return outgoing.written;
    }

    /** An A-ASSOCIATE-RQ, written and read. */
    @Benchmark
    public Pdu associate() throws PduException {
        byte[] bytes = ScriptedPdu.REQUEST.toBytes();
        ByteBuffer body = ByteBuffer.wrap(bytes, Pdu.HEADER_LENGTH, bytes.length - Pdu.HEADER_LENGTH);
        byte[] copy = new byte[body.remaining()];
        body.get(copy);
        AssociateRq read = (AssociateRq) Pdu.read(Pdu.Type.ASSOCIATE_RQ, copy);
        return read;
    }

    /** A peer that says the same again and again, and does not listen. */
    private static final class Loop implements Transport {
        private ByteBuffer next = ByteBuffer.allocate(0);
        private ByteBuffer again = ByteBuffer.allocate(0);
        private long written;

        private void give(ByteBuffer bytes) {
            next = bytes;
        }

        private void repeat(ByteBuffer bytes) {
            again = bytes;
        }

        @Override
        public void open() {}

        @Override
        public int read(ByteBuffer into) {
            if (!next.hasRemaining()) {
                next = again.duplicate();
            }
            int count = Math.min(into.remaining(), next.remaining());
            into.put(into.position(), next, next.position(), count);
            into.position(into.position() + count);
            next.position(next.position() + count);
            return count;
        }

        @Override
        public int poll(ByteBuffer into) {
            return 0;
        }

        @Override
        public void write(ByteBuffer[] buffers, int count) {
            for (int i = 0; i < count; i++) {
                written += buffers[i].remaining();
                buffers[i].position(buffers[i].limit());
            }
        }

        @Override
        public void shutdownInput() {}

        @Override
        public void close() {}
    }
}
