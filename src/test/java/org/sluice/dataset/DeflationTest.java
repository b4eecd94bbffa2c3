package org.sluice.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;

class DeflationTest {
    /** The buffers that data sets come in are used again and again, also before the end is written. */
    @Test
    void whatABufferHoldsAfterItWasWrittenIsNoPartOfIt() throws Exception {
        Reading.Collected out = new Reading.Collected();
        ByteBuffer buffer = ByteBuffer.allocate(100);
        try (Deflation deflation = new Deflation(out)) {
            buffer.put(new byte[] {1, 2, 3, 4}).flip();
            deflation.write(buffer);
            buffer.clear();
            deflation.finish();
        }
        Inflater inflater = new Inflater(true);
        inflater.setInput(out.bytes());
        byte[] inflated = new byte[200];
        int count = inflater.inflate(inflated);
        inflater.end();
        assertThat(count).isEqualTo(4);
        assertThat(inflated).startsWith(1, 2, 3, 4);
    }
}
