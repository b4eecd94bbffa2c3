package org.sluice.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sluice.net.Sides.CT;
import static org.sluice.net.Sides.EXPLICIT;
import static org.sluice.net.Sides.SOON;
import static org.sluice.net.Sides.anyPort;
import static org.sluice.net.Sides.await;
import static org.sluice.net.Sides.ct;
import static org.sluice.net.Sides.endsInto;
import static org.sluice.net.Sides.options;
import static org.sluice.net.Sides.random;
import static org.sluice.net.Sides.read;
import static org.sluice.net.Sides.send;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.sluice.net.Sides.Keeper;
import org.sluice.peers.Await;

/**
 * What the rest of Sluice may rely on when associations end, and when there are many at a time, said in the types of the
 * seam alone: see {@link SeamContractTest}.
 */
class SeamEndsTest extends Contract {
    SeamEndsTest(Engine engine) {
        super(engine);
    }

    @Test
    void anAbortInTheMiddleOfADataSetIsAnExceptionInTheHandler() throws Exception {
        AtomicReference<Throwable> seen = new AtomicReference<>();
        Queue<AssociationEnd> ends = new ConcurrentLinkedQueue<>();
        StoreHandler handler = request -> {
            try {
                read(request.body());
            } catch (IOException e) {
                seen.set(e);
                throw e;
            }
            return StoreAnswer.SUCCESS;
        };
        try (Listener listener =
                sides.listen(anyPort(), request -> AssociationPolicy.accept(), handler, endsInto(ends))) {
            StoreClient client = sides.connect(listener, ct());
            assertThatThrownBy(() -> client.store(StoreCommand.of(CT, "1.2.3", EXPLICIT), sink -> {
                        sink.write(ByteBuffer.wrap(random(1_000_000)));
                        throw new UncheckedIOException(new IOException("the file ends here"));
                    }))
                    .isInstanceOf(UncheckedIOException.class);

            Await.until(() -> ends.contains(AssociationEnd.ABORTED_BY_PEER), SOON, "the abort");
            assertThat(seen.get()).isInstanceOf(IOException.class).hasMessageContaining("aborted by the peer");
            assertThat(client.isUsable()).isFalse();
        }
    }

    @Test
    void anIdleAssociationIsAbortedAndItsClientKnows() throws Exception {
        Queue<AssociationEnd> ends = new ConcurrentLinkedQueue<>();
        ListenerOptions options = anyPort().withTimeouts(Timeouts.DEFAULT.withIdle(Duration.ofSeconds(1)));
        try (Listener listener =
                        sides.listen(options, request -> AssociationPolicy.accept(), new Keeper(), endsInto(ends));
                StoreClient client = sides.connect(listener, ct())) {
            assertThat(client.isUsable()).isTrue();
            Await.until(() -> !client.isUsable(), SOON, "the client to know");
            assertThatThrownBy(() -> send(client, random(10)))
                    .isInstanceOfSatisfying(AssociationException.class, e -> assertThat(e.kind())
                            .isEqualTo(AssociationException.Kind.ABORTED_BY_PEER));
            Await.until(() -> ends.contains(AssociationEnd.TIMED_OUT), SOON, "the timeout");
        }
    }

    @Test
    void aResponseThatDoesNotComeIsATimeout() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        StoreHandler handler = request -> {
            read(request.body());
            await(release);
            return StoreAnswer.SUCCESS;
        };
        try (Listener listener = sides.listen(handler)) {
            StoreClientOptions impatient =
                    options(listener).withTimeouts(Timeouts.DEFAULT.withDimse(Duration.ofMillis(150)));
            StoreClient client = engine.connect(impatient, List.of(ct()));
            Future<?> later = Executors.newSingleThreadExecutor().submit(() -> {
                assertThatThrownBy(() -> send(client, random(10)))
                        .isInstanceOfSatisfying(AssociationException.class, e -> assertThat(e.kind())
                                .isEqualTo(AssociationException.Kind.TIMED_OUT));
            });
            later.get(SOON.toSeconds(), TimeUnit.SECONDS);
            release.countDown();
        }
    }

    @Test
    void nobodyListeningIsAConnectionFailure() throws IOException {
        try (Socket keepsThePort = new Socket()) {
            keepsThePort.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            InetSocketAddress address = (InetSocketAddress) keepsThePort.getLocalSocketAddress();

            assertThatThrownBy(() -> engine.connect(StoreClientOptions.of(address, "SENDER", "SLUICE"), List.of()))
                    .isInstanceOfSatisfying(AssociationException.class, e -> assertThat(e.kind())
                            .isEqualTo(AssociationException.Kind.CONNECTION));
        }
    }

    @Test
    void closingFinishesTheInstanceInFlightAndReleasesTheRest() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Queue<AssociationEnd> ends = new ConcurrentLinkedQueue<>();
        StoreHandler handler = request -> {
            arrived.countDown();
            await(goOn);
            read(request.body());
            return StoreAnswer.SUCCESS;
        };
        ExecutorService threads = Executors.newCachedThreadPool();
        Listener listener = sides.listen(anyPort(), request -> AssociationPolicy.accept(), handler, endsInto(ends));
        StoreClient idle = sides.connect(listener, ct());
        StoreClient busy = sides.connect(listener, ct());
        Future<StoreAnswer> answer = threads.submit(() -> send(busy, random(3_000_000)));
        await(arrived);
        Future<?> closing = threads.submit(() -> listener.close(SOON));

        Await.until(() -> !idle.isUsable(), SOON, "the request for release");
        idle.release();
        goOn.countDown();
        assertThat(answer.get(SOON.toSeconds(), TimeUnit.SECONDS).isDone()).isTrue();
        Await.until(() -> !busy.isUsable(), SOON, "the request for release");
        busy.release();
        closing.get(SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(ends).containsExactly(AssociationEnd.RELEASED, AssociationEnd.RELEASED);
        assertThat(listener.associations()).isZero();
        threads.shutdown();
    }

    @Test
    void closingAbortsWhatDoesNotEndInTime() throws Exception {
        Queue<AssociationEnd> ends = new ConcurrentLinkedQueue<>();
        Listener listener =
                sides.listen(anyPort(), request -> AssociationPolicy.accept(), new Keeper(), endsInto(ends));
        StoreClient silent = sides.connect(listener, ct());

        listener.close(Duration.ofMillis(50));

        assertThat(listener.associations()).isZero();
        assertThat(ends).hasSize(1);
        assertThat(silent.isUsable()).isFalse();
        silent.abort();
    }

    @Test
    void manyAssociationsGoOnAtOnce() throws Exception {
        Keeper keeper = new Keeper();
        ExecutorService threads = Executors.newCachedThreadPool();
        try (Listener listener = sides.listen(keeper)) {
            List<Future<Integer>> senders = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                int size = 10_000 * (i + 1);
                senders.add(threads.submit(() -> sendTen(listener, size)));
            }
            int done = 0;
            for (Future<Integer> sender : senders) {
                done += sender.get(SOON.toSeconds(), TimeUnit.SECONDS);
            }
            assertThat(done).isEqualTo(240);
            assertThat(keeper.bodies).hasSize(240).allSatisfy(body -> assertThat(body)
                    .isEqualTo(random(body.length)));
        } finally {
            threads.shutdown();
        }
    }

    private int sendTen(Listener listener, int size) throws IOException {
        int done = 0;
        try (StoreClient client = sides.connect(listener, ct())) {
            for (int i = 0; i < 10; i++) {
                done += send(client, random(size)).isDone() ? 1 : 0;
            }
        }
        return done;
    }
}
