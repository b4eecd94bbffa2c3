package org.sluice.net.engine.association;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.sluice.net.engine.pdu.PDataTf;
import org.sluice.net.engine.pdu.PDataTf.Kind;
import org.sluice.net.engine.pdu.PDataTf.Position;
import org.sluice.net.engine.pdu.Pdu;
import org.sluice.net.engine.pdu.PduException;

/** Whatever pieces a data set is written in, the same data set is read, in PDUs that the peer takes. */
class DataOutputTest {
    private static final int BUFFER = 40_000;

    @Provide
    Arbitrary<List<Integer>> pieces() {
        return Arbitraries.oneOf(
                        Arbitraries.integers().between(0, 300),
                        Arbitraries.integers().between(15_000, 20_000),
                        Arbitraries.integers().between(32_000, 150_000))
                .list()
                .ofMaxSize(12);
    }

    @Property(tries = 300)
    void theFragmentsAreTheDataSet(
            @ForAll("pieces") List<Integer> pieces,
            @ForAll @IntRange(min = 64, max = 70_000) int peerMaximum,
            @ForAll boolean direct,
            @ForAll Random random)
            throws Exception {
        Wire wire = new Wire();
        DataOutput out = new DataOutput(wire.association, ByteBuffer.allocateDirect(BUFFER), peerMaximum);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        out.begin(3, Kind.COMMAND);
        out.write(ByteBuffer.wrap(new byte[90]));
        out.end();
        out.begin(3, Kind.DATA_SET);
        for (int size : pieces) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            written.writeBytes(bytes);
            ByteBuffer piece = direct ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
            out.write(piece.put(bytes).flip());
        }
        out.end();
        out.flush();

        List<PDataTf.Pdv> values = wire.values(peerMaximum);
        List<PDataTf.Pdv> command =
                values.stream().filter(v -> v.kind() == Kind.COMMAND).toList();
        List<PDataTf.Pdv> data =
                values.stream().filter(v -> v.kind() == Kind.DATA_SET).toList();
        assertThat(joined(command)).isEqualTo(new byte[90]);
        assertThat(joined(data)).isEqualTo(written.toByteArray());
        assertThat(values).allMatch(v -> v.contextId() == 3);
        assertOnlyTheLastIsLast(command);
        assertOnlyTheLastIsLast(data);
        assertThat(data.subList(0, data.size() - 1)).allMatch(v -> v.fragment().length() % 2 == 0);
        assertThat(data).allMatch(v -> v.fragment().length() > 0 || data.size() == 1);
    }

    @Property(tries = 100)
    void smallPiecesLeaveTogether(@ForAll @Size(min = 1, max = 20) List<@IntRange(min = 1, max = 100) Integer> sizes)
            throws Exception {
        Wire wire = new Wire();
        DataOutput out = new DataOutput(wire.association, ByteBuffer.allocateDirect(BUFFER), 16_384);
        out.begin(1, Kind.COMMAND);
        out.write(ByteBuffer.wrap(new byte[90]));
        out.end();
        out.begin(1, Kind.DATA_SET);
        for (int size : sizes) {
            out.write(ByteBuffer.allocate(size));
        }
        out.end();
        out.flush();

        assertThat(wire.writes).isEqualTo(1);
    }

    private static byte[] joined(List<PDataTf.Pdv> values) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        values.forEach(value -> all.writeBytes(value.fragment().toArray()));
        return all.toByteArray();
    }

    private static void assertOnlyTheLastIsLast(List<PDataTf.Pdv> values) {
        assertThat(values.stream().map(PDataTf.Pdv::position).toList())
                .endsWith(Position.LAST)
                .containsOnlyOnce(Position.LAST);
    }

    /** An established association whose output is kept. */
    private static final class Wire implements Transport {
        private final UpperLayer association;
        private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
        private final ByteBuffer answer = ByteBuffer.wrap(ScriptedPdu.ACCEPTANCE.toBytes());
        private int writes;

        Wire() throws UpperLayerException {
            Watchdog watchdog = Watchdog.manual(new ManualClock());
            association = new UpperLayer(
                    Role.REQUESTOR, this, watchdog, Transcript.LIMITS, ByteBuffer.allocateDirect(16 << 10));
            association.request(ScriptedPdu.REQUEST);
            sent.reset();
            writes = 0;
        }

        /** Everything that was sent, PDU by PDU, none of which may be longer than the peer takes. */
        List<PDataTf.Pdv> values(int peerMaximum) throws PduException {
            List<PDataTf.Pdv> values = new ArrayList<>();
            ByteBuffer in = ByteBuffer.wrap(sent.toByteArray());
            while (in.hasRemaining()) {
                assertThat(in.getShort()).isEqualTo((short) 0x0400);
                byte[] body = new byte[in.getInt()];
                assertThat(body.length).isLessThanOrEqualTo(peerMaximum);
                in.get(body);
                values.addAll(((PDataTf) Pdu.read(Pdu.Type.P_DATA_TF, body)).values());
            }
            return values;
        }

        @Override
        public void open() {}

        @Override
        public int read(ByteBuffer into) {
            int count = Math.min(into.remaining(), answer.remaining());
            into.put(answer.slice(answer.position(), count));
            answer.position(answer.position() + count);
            return count == 0 ? -1 : count;
        }

        @Override
        public int poll(ByteBuffer into) {
            return 0;
        }

        @Override
        public void write(ByteBuffer[] buffers, int count) throws IOException {
            writes++;
            for (ByteBuffer buffer : Arrays.copyOf(buffers, count)) {
                byte[] bytes = new byte[buffer.remaining()];
                buffer.get(bytes);
                sent.write(bytes);
            }
        }

        @Override
        public void shutdownInput() {}

        @Override
        public void close() {}
    }
}
