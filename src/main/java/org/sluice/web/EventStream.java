package org.sluice.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.sluice.status.NodeStatus;
import org.sluice.status.StatusJson;
import org.sluice.text.Log;
import org.sluice.text.OneLine;

/**
 * {@code /api/v1/events}: server-sent events. {@code status} says how the node is, once at the beginning and whenever something of it
 * has changed, every {@value #SECONDS} seconds at most. At most {@value #MOST} listen at a time, each on a thread of the server, which
 * waits for nobody else; one that takes nothing is given up by the time limit of the connection. Any thread.
 */
final class EventStream implements AutoCloseable {
    static final String PATH = "/api/v1/events";
    static final int MOST = 16;
    static final int SECONDS = 2;

    private static final Log LOG = Log.of(EventStream.class);
    private static final long SILENCE_NANOS = Duration.ofSeconds(10).toNanos();
    private static final Duration LONGEST = Duration.ofMinutes(30);

    private final Gate gate;
    private final Supplier<NodeStatus> status;
    private final Semaphore places = new Semaphore(MOST);
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "web-events");
        thread.setDaemon(true);
        return thread;
    });

    /** Guarded by this. */
    private Seen seen = new Seen(0, "", "");

    private boolean closed;

    /** @param compared is the status without the time at which it was looked at */
    private record Seen(long number, String status, String compared) {}

    EventStream(Gate gate, Supplier<NodeStatus> status) {
        this.gate = gate;
        this.status = status;
        var unused = clock.scheduleWithFixedDelay(this::look, 0, SECONDS, TimeUnit.SECONDS);
    }

    void register(RoutesConfig routes) {
        routes.before(PATH, this::admit);
        routes.get(PATH, this::serve);
    }

    private void admit(Context context) throws ApiProblem {
        gate.require(context);
        String accept = context.header("Accept");
        if (accept == null || !accept.contains("text/event-stream")) {
            throw ApiProblem.notAcceptable("expected that text/event-stream is accepted");
        }
        if (!places.tryAcquire()) {
            throw ApiProblem.busy(MOST + " listen already");
        }
    }

    private void look() {
        if (places.availablePermits() == MOST) {
            return;
        }
        try {
            ObjectNode now = StatusJson.of(status.get());
            String text = now.toString();
            now.remove("at");
            now.path("destinations").forEach(one -> ((ObjectNode) one).remove("oldestSeconds"));
            publish(text, now.toString());
        } catch (RuntimeException fault) {
            LOG.error("a mistake of ours: {}", OneLine.fault(fault));
        }
    }

    private synchronized void publish(String text, String compared) {
        if (!compared.equals(seen.compared())) {
            seen = new Seen(seen.number() + 1, text, compared);
            notifyAll();
        }
    }

    private void serve(Context context) throws IOException, InterruptedException {
        context.contentType("text/event-stream;charset=utf-8")
                .header("Cache-Control", "no-store")
                .header("X-Accel-Buffering", "no");
        BooleanSupplier letIn = gate.lasting(context);
        OutputStream out = context.outputStream();
        try {
            long end = System.nanoTime() + LONGEST.toNanos();
            long last = 0;
            write(context, out, ": sluice\n\n");
            while (!isClosed() && System.nanoTime() < end && letIn.getAsBoolean()) {
                Seen now = after(last);
                write(
                        context,
                        out,
                        now.number() == last
                                ? ":\n\n"
                                : "id: " + now.number() + "\nevent: status\ndata: " + now.status() + "\n\n");
                last = now.number();
            }
        } catch (IOException gone) {
            LOG.debug("a listener has gone: {}", gone);
        } finally {
            places.release();
        }
    }

    private static void write(Context context, OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        context.res().flushBuffer(); // the stream of Javalin hands no flush on
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** What is newer than a number, or after a while what there is. */
    private synchronized Seen after(long number) throws InterruptedException {
        long end = System.nanoTime() + SILENCE_NANOS;
        while (seen.number() == number && !closed && System.nanoTime() < end) {
            wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
        }
        return seen;
    }

    @Override
    public void close() {
        clock.shutdownNow();
        synchronized (this) {
            closed = true;
            notifyAll();
        }
    }
}
