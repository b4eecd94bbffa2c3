package org.sluice.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A destination with a rate is given no more than that, however many ways there are to it. */
@Timeout(60)
class PaceTest {
    private static final int BYTES = 100_000;

    private static ReadableByteChannel dataSet() {
        return Channels.newChannel(new ByteArrayInputStream(new byte[BYTES]));
    }

    private static long read(ReadableByteChannel channel) {
        try {
            return FileBytes.copy(channel, ByteBuffer.allocate(256 << 10), bytes -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void twoDataSetsAtATimeShareTheRate() {
        Pace pace = Pace.of(Optional.of(2_000_000L));
        long begin = System.nanoTime();
        CompletableFuture<Long> other = CompletableFuture.supplyAsync(() -> read(pace.over(dataSet())));
        assertThat(read(pace.over(dataSet())) + other.join()).isEqualTo(2 * BYTES);
        // 1.6 million bits; the last piece of each may be handed on before its time is over.
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(600));
    }

    @Test
    void withoutARateADataSetIsReadAsItIs() {
        ReadableByteChannel dataSet = dataSet();
        assertThat(Pace.of(Optional.empty()).over(dataSet)).isSameAs(dataSet);
    }

    @Test
    void anInterruptionEndsTheWait() {
        ReadableByteChannel slow = Pace.of(Optional.of(1L)).over(dataSet());
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> FileBytes.copy(slow, ByteBuffer.allocate(BYTES), bytes -> {}))
                .isInstanceOf(ClosedByInterruptException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
