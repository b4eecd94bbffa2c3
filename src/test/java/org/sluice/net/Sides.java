package org.sluice.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The two sides of the contract tests: a listener with its handler, and a client that sends to it. */
public final class Sides {
    public static final String CT = "1.2.840.10008.5.1.4.1.1.2";
    public static final String PRIVATE_CLASS = "1.3.46.670589.2.5.1.1";
    public static final String IMPLICIT = "1.2.840.10008.1.2";
    public static final String EXPLICIT = "1.2.840.10008.1.2.1";
    public static final String JPEG = "1.2.840.10008.1.2.4.50";
    public static final String UNKNOWN_SYNTAX = "2.25.99";
    public static final Duration SOON = Duration.ofSeconds(20);

    private final Engine engine;

    /** Both sides are of this engine. */
    public Sides(Engine engine) {
        this.engine = engine;
    }

    /** A handler that keeps what it gets. */
    public static final class Keeper implements StoreHandler {
        public final Queue<StoreRequest> requests = new ConcurrentLinkedQueue<>();
        public final Queue<byte[]> bodies = new ConcurrentLinkedQueue<>();

        @Override
        public StoreAnswer store(StoreRequest request) throws IOException {
            requests.add(request);
            bodies.add(read(request.body()));
            return StoreAnswer.SUCCESS;
        }
    }

    /** All of a body; each piece of it holds something. */
    public static byte[] read(DataSetBody body) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuffer bytes = body.next(); bytes != null; bytes = body.next()) {
            assertThat(bytes.hasRemaining()).isTrue();
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            all.writeBytes(copy);
        }
        assertThat(body.next()).isNull();
        return all.toByteArray();
    }

    /** Listens on a free port and accepts everything. */
    public Listener listen(StoreHandler handler) throws IOException {
        return listen(anyPort(), request -> AssociationPolicy.accept(), handler, NetEvents.NONE);
    }

    /** Listens as it is told. */
    public Listener listen(ListenerOptions options, AssociationPolicy policy, StoreHandler handler, NetEvents events)
            throws IOException {
        return engine.listen(options, policy, handler, events);
    }

    /** A free port of this machine. */
    public static ListenerOptions anyPort() {
        return ListenerOptions.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    /** Connects and proposes contexts. */
    public StoreClient connect(Listener listener, PresentationContextProposal... proposals) throws IOException {
        return engine.connect(options(listener), List.of(proposals));
    }

    /** For a modality that connects to the listener. */
    public static StoreClientOptions options(Listener listener) {
        return StoreClientOptions.of(listener.address(), "MODALITY", "SLUICE");
    }

    /** CT in explicit VR little endian. */
    public static PresentationContextProposal ct() {
        return PresentationContextProposal.of(CT, EXPLICIT);
    }

    /** Sends a CT instance and waits for the answer. */
    public static StoreAnswer send(StoreClient client, byte[] dataSet) throws IOException {
        return client.store(StoreCommand.of(CT, "1.2.3", EXPLICIT), sink -> sink.write(ByteBuffer.wrap(dataSet)));
    }

    /** So many bytes, the same ones each time. */
    public static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    /** Collects how associations end. */
    public static NetEvents endsInto(Queue<AssociationEnd> ends) {
        return new NetEvents() {
            @Override
            public void associationEnded(AssociationInfo association, AssociationEnd end) {
                ends.add(end);
            }
        };
    }

    /** Waits for somebody else to come so far. */
    public static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(SOON.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("nobody came");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
