package org.sluice.net.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.sluice.net.AssociationPolicy;
import org.sluice.net.ConnectionLimits;
import org.sluice.net.Listener;
import org.sluice.net.ListenerOptions;
import org.sluice.net.NetEvents;
import org.sluice.net.OfOneEngine;
import org.sluice.net.StoreClientOptions;
import org.sluice.peers.Await;

/** What a process may lack for a moment costs a listener the connections of that moment, and nothing else. */
@OfOneEngine("a port goes on after the process had no thread, memory or file descriptor left for a connection")
class ListenerFaultTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int SILENCE_MILLIS = 20_000;

    /** Threads of which the next ones cannot be made. */
    private static final class ScarceThreads implements ThreadFactory {
        private final ThreadFactory plenty = AssociationThreads.factory();
        private final AtomicInteger failures = new AtomicInteger();
        private final AtomicReference<Error> failure = new AtomicReference<>(new OutOfMemoryError("no native thread"));

        @Override
        public Thread newThread(Runnable task) {
            if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw failure.get();
            }
            return plenty.newThread(task);
        }
    }

    private final ScarceThreads threads = new ScarceThreads();

    private PortListener listen(AssociationPolicy policy, int most) throws IOException {
        ListenerOptions options = ListenerOptions.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .withLimits(new ConnectionLimits(most, most));
        return PortListener.open(options, policy, AttackedListener::readAll, NetEvents.NONE, threads);
    }

    private static void assertServed(PortListener listener) throws IOException {
        try (StoreScu client =
                StoreScu.connect(StoreClientOptions.of(listener.address(), "GOOD", "SLUICE"), List.of())) {
            assertThat(client.echo()).isZero();
        }
    }

    private static boolean isClosedAtOnce(PortListener listener) throws IOException {
        try (Socket socket =
                new Socket(listener.address().getAddress(), listener.address().getPort())) {
            socket.setSoTimeout(SILENCE_MILLIS);
            return isAtEnd(socket);
        }
    }

    private static boolean isAtEnd(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    @Test
    void aConnectionForWhichThereIsNoThreadIsClosedAndTheNextOnesAreServed() throws Exception {
        try (PortListener listener = listen(request -> AssociationPolicy.accept(), 1)) {
            for (int i = 0; i < 3; i++) {
                threads.failures.set(1);
                assertThat(isClosedAtOnce(listener)).isTrue();
                assertServed(listener); // in the only place there is
                Await.until(() -> listener.associations() == 0, SOON, "the end of the association");
            }
        }
    }

    @Test
    void anErrorOfAnyKindIsSurvived() throws Exception {
        try (PortListener listener = listen(request -> AssociationPolicy.accept(), 10)) {
            for (Error error : List.of(new StackOverflowError(), new NoClassDefFoundError("x"), new AssertionError())) {
                threads.failure.set(error);
                threads.failures.set(1);
                assertThat(isClosedAtOnce(listener)).isTrue();
                assertServed(listener);
            }
        }
    }

    @Test
    void anErrorOnTheThreadOfAnAssociationFreesItsPlace() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        AssociationPolicy failing = request -> {
            if (asked.incrementAndGet() == 1) {
                throw new OutOfMemoryError("no heap");
            }
            return AssociationPolicy.accept();
        };
        try (PortListener listener = listen(failing, 1)) {
            assertThatThrownBy(() -> assertServed(listener)).isInstanceOf(IOException.class);
            Await.until(() -> listener.associations() == 0, SOON, "the place to be free");
            assertServed(listener);
        }
    }

    @Test
    void aListenerThatCannotServeSaysSoUntilItCanAgain() throws Exception {
        try (PortListener listener = listen(request -> AssociationPolicy.accept(), 10)) {
            int port = listener.address().getPort();
            assertThat(listener.hindrance()).isEmpty();
            threads.failures.set(1);
            assertThat(isClosedAtOnce(listener)).isTrue();
            Await.until(
                    () -> listener.hindrance()
                            .equals(Optional.of("port " + port + " cannot serve connections: OutOfMemoryError")),
                    SOON,
                    "the failure to be told");
            assertServed(listener);
            Await.until(() -> listener.hindrance().isEmpty(), SOON, "the failure to be over");
        }
    }

    @Test
    void aListenerThatIsClosedSaysThatItAcceptsNothing() throws Exception {
        PortListener listener = listen(request -> AssociationPolicy.accept(), 10);
        listener.close();
        assertThat(listener.hindrance())
                .contains("port " + listener.address().getPort() + " accepts no connections any more");
    }

    @Test
    void aPortThatIsTakenIsNotOpenedByHalves() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ListenerOptions options =
                    ListenerOptions.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), taken.getLocalPort()));
            assertThatThrownBy(() -> PortListener.open(
                            options, request -> AssociationPolicy.accept(), AttackedListener::readAll, NetEvents.NONE))
                    .isInstanceOf(IOException.class);
        }
    }

    /** Each has an association whose handler does not come back; one after the other they would take twice the grace. */
    @Test
    void listenersThatAreClosedTogetherShareOneGrace() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch waiting = new CountDownLatch(4);
        AssociationPolicy slow = request -> {
            waiting.countDown();
            awaitUninterrupted(never);
            return AssociationPolicy.accept();
        };
        List<PortListener> listeners = List.of(listen(slow, 9), listen(slow, 9), listen(slow, 9), listen(slow, 9));
        List<Thread> callers = listeners.stream()
                .map(listener -> new Thread(() -> assertThatThrownBy(() -> assertServed(listener))))
                .toList();
        callers.forEach(Thread::start);
        waiting.await();
        long began = System.nanoTime();
        Listener.close(listeners, Duration.ofSeconds(3));
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        never.countDown();
        for (Thread caller : callers) {
            caller.join();
        }

        // The grace, and a second each for aborts and for disconnecting: all together, not for each.
        assertThat(took).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(9));
        Await.until(() -> listeners.stream().allMatch(one -> one.associations() == 0), SOON, "all to end");
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
