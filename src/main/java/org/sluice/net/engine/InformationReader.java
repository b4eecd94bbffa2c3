package org.sluice.net.engine;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.sluice.net.engine.association.UpperLayerException;
import org.sluice.net.engine.dimse.DimseChannel;

/** Gathers the data set of a normalized message, which unlike an instance is small and needed whole. */
final class InformationReader {
    /** Room for 30,000 references to instances. */
    private static final int LONGEST = 4 << 20;

    private InformationReader() {}

    /** The data set of the message that the channel is just receiving; empty when it is too long, and dropped. */
    static Optional<ByteBuffer> read(DimseChannel channel) throws UpperLayerException {
        byte[] all = new byte[4 << 10];
        int length = 0;
        for (ByteBuffer bytes = channel.nextData(); bytes != null; bytes = channel.nextData()) {
            int count = bytes.remaining();
            if (length + count > LONGEST) {
                channel.drain();
                return Optional.empty();
            }
            if (length + count > all.length) {
                all = Arrays.copyOf(all, Math.max(length + count, 2 * all.length));
            }
            bytes.get(all, length, count);
            length += count;
        }
        return Optional.of(ByteBuffer.wrap(all, 0, length));
    }
}
