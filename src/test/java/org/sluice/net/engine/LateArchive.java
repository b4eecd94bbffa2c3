package org.sluice.net.engine;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import org.sluice.net.engine.pdu.AssociateAc;
import org.sluice.net.engine.pdu.AssociateRq;
import org.sluice.net.engine.pdu.Octets;
import org.sluice.net.engine.pdu.PDataTf;
import org.sluice.net.engine.pdu.PDataTf.Kind;
import org.sluice.net.engine.pdu.PDataTf.Pdv;
import org.sluice.net.engine.pdu.PDataTf.Position;
import org.sluice.net.engine.pdu.Pdu;
import org.sluice.net.engine.pdu.PduException;
import org.sluice.net.engine.pdu.PresentationContextAc;
import org.sluice.net.engine.pdu.ReleaseRp;
import org.sluice.net.engine.pdu.ReleaseRq;
import org.sluice.net.engine.pdu.UserInformation;
import org.sluice.net.engine.pdu.UserItem;

/**
 * An archive on a socket of its own, not of the engine under test, that allows several operations at a time and answers
 * each C-STORE some time after it has come: in the order they came, or turned round in groups. One association at a time.
 */
public final class LateArchive implements AutoCloseable {
    private final ServerSocket server;
    private final ScheduledExecutorService answers = Executors.newSingleThreadScheduledExecutor();
    private final Queue<String> stored = new ConcurrentLinkedQueue<>();
    private final Queue<byte[]> fragments = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final AtomicInteger mostUnanswered = new AtomicInteger();
    private final Optional<Integer> window;
    private final long delayMillis;
    private final int turnedRound;
    private final ToIntFunction<String> status;
    private final CountDownLatch heldBack;

    /** A response that waits for others which are to be sent before it. */
    private record Waiting(int contextId, int messageId, String uid) {}

    /**
     * Listens.
     *
     * @param window the operations it allows; empty: it says nothing about it
     * @param turnedRound responses are sent in groups of so many, the last first
     * @param status of the response, by SOP instance UID
     */
    public LateArchive(Optional<Integer> window, long delayMillis, int turnedRound, ToIntFunction<String> status)
            throws IOException {
        this(window, delayMillis, turnedRound, status, 1);
    }

    /**
     * The same, but nothing is answered before so many requests have come, however long the sender takes for them.
     *
     * @param heldBack no more than the sender sends without an answer
     */
    public LateArchive(
            Optional<Integer> window, long delayMillis, int turnedRound, ToIntFunction<String> status, int heldBack)
            throws IOException {
        this(0, window, delayMillis, turnedRound, status, heldBack);
    }

    /** On a given port, answering in the order in which requests came. */
    public LateArchive(int port, Optional<Integer> window, long delayMillis, ToIntFunction<String> status)
            throws IOException {
        this(port, window, delayMillis, 1, status, 1);
    }

    private LateArchive(
            int port,
            Optional<Integer> window,
            long delayMillis,
            int turnedRound,
            ToIntFunction<String> status,
            int heldBack)
            throws IOException {
        this.server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        this.heldBack = new CountDownLatch(heldBack);
        this.window = window;
        this.delayMillis = delayMillis;
        this.turnedRound = turnedRound;
        this.status = status;
        Thread thread = new Thread(this::accept, "late-archive");
        thread.setDaemon(true);
        thread.start();
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    /** The SOP instance UIDs that came, in their order. */
    public List<String> stored() {
        return List.copyOf(stored);
    }

    /** The fragments of data sets as they came. */
    public List<byte[]> fragments() {
        return List.copyOf(fragments);
    }

    /** How many requests were without an answer at a time, at most. */
    public int mostUnanswered() {
        return mostUnanswered.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                socket.setTcpNoDelay(true);
                serve(new DataInputStream(socket.getInputStream()), socket.getOutputStream());
            } catch (IOException | PduException over) {
                unanswered.set(0);
            }
        }
    }

    private void serve(DataInputStream in, OutputStream out) throws IOException, PduException {
        List<Waiting> group = new ArrayList<>();
        ByteBuffer command = ByteBuffer.allocate(4096);
        for (Pdu pdu = read(in); !(pdu instanceof ReleaseRq); pdu = read(in)) {
            if (pdu instanceof AssociateRq rq) {
                write(out, acceptance(rq));
            } else if (pdu instanceof PDataTf data) {
                for (Pdv value : data.values()) {
                    if (value.kind() == Kind.COMMAND) {
                        command = ByteBuffer.wrap(value.fragment().toArray()).order(ByteOrder.LITTLE_ENDIAN);
                        continue;
                    }
                    fragments.add(value.fragment().toArray());
                    if (value.position() == Position.LAST) {
                        received(out, group, value.contextId(), command);
                    }
                }
            } else {
                throw new EOFException(pdu.type().title());
            }
        }
        write(out, new ReleaseRp());
    }

    private AssociateAc acceptance(AssociateRq rq) {
        List<UserItem> items = new ArrayList<>(List.of(new UserItem.MaximumLength(0)));
        window.ifPresent(most -> items.add(new UserItem.AsynchronousOperationsWindow(most, 1)));
        return new AssociateAc(
                1,
                rq.calledAe(),
                rq.callingAe(),
                rq.applicationContext(),
                rq.contexts().stream()
                        .map(context -> new PresentationContextAc(
                                context.id(), 0, context.transferSyntaxes().get(0)))
                        .toList(),
                new UserInformation(items),
                List.of());
    }

    private void received(OutputStream out, List<Waiting> group, int contextId, ByteBuffer command) {
        int now = unanswered.incrementAndGet();
        mostUnanswered.accumulateAndGet(now, Math::max);
        String uid = text(command, 0x1000);
        stored.add(uid);
        heldBack.countDown();
        group.add(new Waiting(contextId, number(command), uid));
        if (group.size() == turnedRound) {
            List<Waiting> answered = new ArrayList<>(group);
            Collections.reverse(answered);
            group.clear();
            answers.schedule(() -> answered.forEach(one -> answer(out, one)), delayMillis, TimeUnit.MILLISECONDS);
        }
    }

    private void answer(OutputStream out, Waiting one) {
        byte[] response = RawPeer.command(
                0x0100, 0x8001, 0x0120, one.messageId(), 0x0800, 0x0101, 0x0900, status.applyAsInt(one.uid()));
        try {
            heldBack.await();
            unanswered.decrementAndGet();
            write(
                    out,
                    new PDataTf(List.of(new Pdv(one.contextId(), Kind.COMMAND, Position.LAST, Octets.of(response)))));
        } catch (IOException | InterruptedException over) {
            return; // as the reader will find out
        }
    }

    private static int number(ByteBuffer command) {
        return value(command, 0x0110).getShort() & 0xFFFF;
    }

    private static String text(ByteBuffer command, int element) {
        return StandardCharsets.US_ASCII
                .decode(value(command, element))
                .toString()
                .trim();
    }

    private static ByteBuffer value(ByteBuffer command, int element) {
        ByteBuffer in = command.duplicate().order(ByteOrder.LITTLE_ENDIAN).rewind();
        while (true) {
            in.getShort();
            int found = in.getShort() & 0xFFFF;
            int length = in.getInt();
            if (found == element) {
                return in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN);
            }
            in.position(in.position() + length);
        }
    }

    private static Pdu read(DataInputStream in) throws IOException, PduException {
        int code = in.readUnsignedByte();
        in.readUnsignedByte();
        byte[] body = new byte[in.readInt()];
        in.readFully(body);
        return Pdu.read(Pdu.Type.of(code).orElseThrow(), body);
    }

    private static void write(OutputStream out, Pdu pdu) throws IOException {
        synchronized (out) {
            out.write(pdu.toBytes());
            out.flush();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        answers.shutdownNow();
    }
}
