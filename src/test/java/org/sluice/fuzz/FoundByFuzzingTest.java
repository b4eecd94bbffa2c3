package org.sluice.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.HeaderEdit;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.HeaderReader;
import org.sluice.dataset.TailEditor;
import org.sluice.dataset.TransferSyntax;
import org.sluice.net.engine.dimse.CommandSet;
import org.sluice.net.engine.dimse.DimseException;
import org.sluice.net.engine.dimse.EchoRq;
import org.sluice.net.engine.pdu.Pdu;
import org.sluice.net.engine.pdu.PduException;
import org.sluice.net.stow.StowAnswer;

/** What the targets of this package found, each with the least input that shows it. */
class FoundByFuzzingTest {
    /** The group length that had been read was counted into the new one. */
    @Test
    void aCommandSetThatWasReadIsWrittenAsItCame() throws DimseException {
        byte[] bytes = new EchoRq(1).toCommand().toBytes();
        assertThat(CommandSet.read(bytes, bytes.length).toBytes()).isEqualTo(bytes);
    }

    /** Each empty item took a kilobyte to name, for the message of an error that there was not. */
    @Test
    void anAssociationRequestOfEmptyItemsCostsLittleEach() throws PduException {
        int count = 10_000;
        byte[] body = new byte[68 + 4 * count];
        Pdu.read(Pdu.Type.ASSOCIATE_RQ, body);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        Pdu.read(Pdu.Type.ASSOCIATE_RQ, body);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(500L * count);
    }

    /** Each small element behind the pixel data took 25 KiB of buffers to look at. */
    @Test
    void manySmallElementsBehindThePixelDataCostLittleEach() throws IOException, DataSetException {
        int count = 20_000;
        ByteBuffer tail = ByteBuffer.allocate(12 + 8 * count).order(ByteOrder.LITTLE_ENDIAN);
        tail.putInt(0x00107FE0)
                .put((byte) 'O')
                .put((byte) 'B')
                .putShort((short) 0)
                .putInt(0);
        while (tail.hasRemaining()) {
            tail.putInt(0x00107FE1).put((byte) 'L').put((byte) 'O').putShort((short) 0);
        }
        HeaderReader reader = new HeaderReader(TransferSyntax.EXPLICIT_LITTLE_ENDIAN, HeaderLimits.DEFAULT, 0);
        assertThat(reader.accept(tail.flip())).isTrue();
        int[] seen = {0};
        TailEditor editor = reader.tail(new HeaderEdit(reader.header()), element -> seen[0]++);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        editor.accept(reader.overshoot(), bytes -> bytes.position(bytes.limit()));
        editor.accept(tail, bytes -> bytes.position(bytes.limit()));
        editor.end(bytes -> bytes.position(bytes.limit()));

        assertThat(seen[0]).isEqualTo(count + 1);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(4_000L * count);
    }

    /** One of the platform's XML readers has no words for it, and failed of that. */
    @Test
    void anAnswerWithABrokenDocumentTypeIsNoAnswer() {
        byte[] body = "<!DOCTYPE a [<!ENTITY\0 b>]><NativeDicomModel/>".getBytes(StandardCharsets.US_ASCII);
        assertThat(StowAnswer.read(200, Optional.empty(), body, Set.of("1.2.3")).fault())
                .isPresent();
    }
}
