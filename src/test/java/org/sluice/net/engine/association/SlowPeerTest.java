package org.sluice.net.engine.association;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sluice.net.OfOneEngine;
import org.sluice.net.engine.association.UpperLayerException.Kind;
import org.sluice.net.engine.pdu.Octets;
import org.sluice.net.engine.pdu.PDataTf;
import org.sluice.net.engine.pdu.Pdu;

/**
 * A peer that reads nothing holds the thread that writes to it, and no other. The clock stands still here, so that no timer
 * helps: who waits for the write waits until the test fails.
 */
@OfOneEngine("each wait has its time, also where single bytes trickle")
class SlowPeerTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    /** What another thread sends to the peer that does not read it. */
    enum Write {
        A_MESSAGE {
            @Override
            void to(UpperLayer association) {
                Octets fragment = Octets.of(new byte[100]);
                association.sendFromOutside(List.of(new PDataTf(
                        List.of(new PDataTf.Pdv(1, PDataTf.Kind.COMMAND, PDataTf.Position.LAST, fragment)))));
            }
        },
        A_RELEASE_RQ {
            @Override
            void to(UpperLayer association) {
                association.releaseWhenIdle();
            }
        };

        abstract void to(UpperLayer association);
    }

    /** The pool that all share has one thread on two cores, and the one that writes would keep it. */
    private static final Executor ON_ITS_OWN_THREAD = task -> {
        Thread thread = new Thread(task, "beside");
        thread.setDaemon(true);
        thread.start();
    };

    private final StuckConnection connection = new StuckConnection();
    private final UpperLayer association = new UpperLayer(
            Role.ACCEPTOR,
            connection,
            Watchdog.manual(new ManualClock()),
            Transcript.LIMITS,
            ByteBuffer.allocateDirect(16 << 10));

    @AfterEach
    void letGo() {
        association.disconnect();
    }

    private Future<?> stuckIn(Write write) throws Exception {
        association.awaitRequest();
        association.accept(ScriptedPdu.ACCEPTANCE);
        connection.full = true;
        Future<?> writing = CompletableFuture.runAsync(() -> write.to(association), ON_ITS_OWN_THREAD);
        assertThat(connection.writing.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return writing;
    }

    @ParameterizedTest
    @EnumSource
    void theAssociationIsAbortedThoughAnotherThreadWritesToThePeer(Write write) throws Exception {
        Future<?> writing = stuckIn(write);
        CompletableFuture<Kind> end = CompletableFuture.supplyAsync(
                () -> {
                    readUntilTheEnd();
                    return association.end().orElseThrow().kind();
                },
                ON_ITS_OWN_THREAD);

        association.abortFromOutside();

        assertThat(end).succeedsWithin(SOON).isEqualTo(Kind.ABORTED);
        assertThat(association.state()).isEqualTo(State.STA1);
        assertThat(writing).as("the write, of which the close is the end").succeedsWithin(SOON);
    }

    private void readUntilTheEnd() {
        try {
            assertThat(association.data().nextValue()).isFalse();
        } catch (UpperLayerException seenInItsEnd) {
            assertThat(association.end()).contains(seenInItsEnd.end());
        } finally {
            association.close();
        }
    }

    @Test
    void whatIsSentBehindAWriteThatWaitsLeavesInItsOrder() throws Exception {
        Future<?> writing = stuckIn(Write.A_MESSAGE);

        CompletableFuture<Void> release = CompletableFuture.runAsync(association::releaseWhenIdle, ON_ITS_OWN_THREAD);
        assertThat(release).as("does not wait for the message").succeedsWithin(SOON);
        assertThat(association.state()).isEqualTo(State.STA7);
        connection.room.countDown();

        assertThat(writing).succeedsWithin(SOON);
        assertThat(connection.sent.toString()).isEqualTo("A-ASSOCIATE-AC, P-DATA-TF, A-RELEASE-RQ, ");
    }

    /** A connection that takes no more bytes as soon as it is {@code full}, until there is room again or it is closed. */
    private static final class StuckConnection implements Transport {
        private final CountDownLatch writing = new CountDownLatch(1);
        private final CountDownLatch room = new CountDownLatch(1);
        private final CountDownLatch inputEnded = new CountDownLatch(1);
        private final StringBuffer sent = new StringBuffer();
        private final ByteBuffer request = ByteBuffer.wrap(ScriptedPdu.REQUEST.toBytes());
        private volatile boolean full;
        private volatile boolean closed;

        @Override
        public void open() {}

        @Override
        public int read(ByteBuffer into) throws IOException {
            if (request.hasRemaining()) {
                int count = request.remaining();
                into.put(request);
                return count;
            }
            await(inputEnded);
            return -1;
        }

        @Override
        public int poll(ByteBuffer into) {
            return 0;
        }

        @Override
        public void write(ByteBuffer[] buffers, int count) throws IOException {
            sent.append(Pdu.Type.of(buffers[0].get(0)).orElseThrow().title()).append(", ");
            if (full) {
                writing.countDown();
                await(room);
            }
            if (closed) {
                throw new AsynchronousCloseException();
            }
            buffers[0].position(buffers[0].limit());
        }

        private static void await(CountDownLatch latch) throws IOException {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public void shutdownInput() {
            inputEnded.countDown();
        }

        @Override
        public void close() {
            closed = true;
            inputEnded.countDown();
            room.countDown();
        }
    }
}
