package org.sluice.net.engine.association;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.sluice.net.engine.pdu.Octets;
import org.sluice.net.engine.pdu.PDataTf;
import org.sluice.net.engine.pdu.PDataTf.Kind;
import org.sluice.net.engine.pdu.PDataTf.Pdv;
import org.sluice.net.engine.pdu.PDataTf.Position;

/** However a data set is cut into values, PDUs and segments, the same data set is read. */
class DataInputTest {
    private static final int CONTEXT = 3;

    /** The lengths of the fragments of each PDU, which is not longer than it may be: 16384 bytes with three of them. */
    @Provide
    Arbitrary<List<List<Integer>>> pdus() {
        Arbitrary<Integer> length = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 3),
                Arbitraries.integers().between(4, 300),
                Arbitraries.integers().between(1_000, 5_000));
        return Arbitraries.oneOf(
                        length.list().ofSize(1), length.list().ofMinSize(1).ofMaxSize(3))
                .list()
                .ofMinSize(1)
                .ofMaxSize(30);
    }

    @Property(tries = 400)
    void joinedFragmentsAreTheDataSet(
            @ForAll("pdus") List<List<Integer>> pdus,
            @ForAll @IntRange(min = 1, max = 40_000) int segment,
            @ForAll Random random)
            throws Exception {
        ByteArrayOutputStream dataSet = new ByteArrayOutputStream();
        Wire wire = new Wire(segment);
        for (int i = 0; i < pdus.size(); i++) {
            wire.receive(pdu(pdus.get(i), i == pdus.size() - 1, dataSet, random));
        }

        assertThat(joined(wire.association.data())).isEqualTo(dataSet.toByteArray());
    }

    @Property(tries = 100)
    void whatHasComeInWholePdusIsOnePiece(@ForAll @IntRange(min = 2, max = 7) int count, @ForAll Random random)
            throws Exception {
        ByteArrayOutputStream dataSet = new ByteArrayOutputStream();
        Wire wire = new Wire(Integer.MAX_VALUE);
        for (int i = 0; i < count; i++) {
            wire.receive(pdu(List.of(2_000), i == count - 1, dataSet, random));
        }

        DataInput in = wire.association.data();
        assertThat(in.nextValue()).isTrue();
        assertThat(bytes(in.fragments())).isEqualTo(dataSet.toByteArray());
        assertThat(in.isLast()).isTrue();
        assertThat(in.fragments()).isNull();
    }

    private static PDataTf pdu(List<Integer> lengths, boolean last, ByteArrayOutputStream dataSet, Random random) {
        List<Pdv> values = new ArrayList<>();
        for (int i = 0; i < lengths.size(); i++) {
            byte[] fragment = new byte[lengths.get(i)];
            random.nextBytes(fragment);
            dataSet.writeBytes(fragment);
            Position position = last && i == lengths.size() - 1 ? Position.LAST : Position.MORE_FOLLOW;
            values.add(new Pdv(CONTEXT, Kind.DATA_SET, position, Octets.of(fragment)));
        }
        return new PDataTf(values);
    }

    private static byte[] joined(DataInput in) throws UpperLayerException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        do {
            assertThat(in.nextValue()).isTrue();
            assertThat(in.contextId()).isEqualTo(CONTEXT);
            for (ByteBuffer bytes = in.fragments(); bytes != null; bytes = in.fragments()) {
                assertThat(bytes.hasRemaining()).isTrue();
                all.writeBytes(bytes(bytes));
            }
        } while (!in.isLast());
        return all.toByteArray();
    }

    private static byte[] bytes(@Nullable ByteBuffer buffer) {
        assertThat(buffer).isNotNull();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    /** An association whose peer sends what it is told to, so many bytes at a time. */
    private static final class Wire implements Transport {
        private final UpperLayer association;
        private final int segment;
        private ByteBuffer incoming = ByteBuffer.wrap(ScriptedPdu.ACCEPTANCE.toBytes());

        Wire(int segment) throws UpperLayerException {
            this.segment = segment;
            association = new UpperLayer(
                    Role.REQUESTOR,
                    this,
                    Watchdog.manual(new ManualClock()),
                    Transcript.LIMITS,
                    ByteBuffer.allocateDirect(16 << 10));
            association.request(ScriptedPdu.REQUEST);
        }

        void receive(PDataTf pdu) {
            byte[] more = pdu.toBytes();
            incoming = ByteBuffer.allocate(incoming.remaining() + more.length)
                    .put(incoming)
                    .put(more)
                    .flip();
        }

        @Override
        public void open() {}

        @Override
        public int read(ByteBuffer into) {
            int count = Math.min(segment, Math.min(into.remaining(), incoming.remaining()));
            into.put(incoming.slice(incoming.position(), count));
            incoming.position(incoming.position() + count);
            return count == 0 ? -1 : count;
        }

        @Override
        public int poll(ByteBuffer into) {
            return 0;
        }

        @Override
        public void write(ByteBuffer[] buffers, int count) {
            for (int i = 0; i < count; i++) {
                buffers[i].position(buffers[i].limit());
            }
        }

        @Override
        public void shutdownInput() {}

        @Override
        public void close() {}
    }
}
