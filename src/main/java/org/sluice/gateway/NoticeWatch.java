package org.sluice.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.sluice.config.NoticesConfig;
import org.sluice.status.NodeStatus;
import org.sluice.text.Log;

/**
 * Looks again and again how a node is, and posts what has changed to a webhook. What is not taken there is told again, with what has
 * come meanwhile, after a pause that doubles. Nothing else waits for it.
 */
final class NoticeWatch implements Closeable {
    private static final Log LOG = Log.of(NoticeWatch.class);
    private static final Duration PAUSE = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LONGEST_REST = Duration.ofMinutes(30);
    private static final int MULTIPLE_CHOICES = 300;

    private final String device;
    private final NoticesConfig config;
    private final Supplier<NodeStatus> status;
    private final NoticeDigest digest;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, task -> {
        Thread made = new Thread(task, "notices");
        made.setDaemon(true);
        return made;
    });

    /** For the thread that looks. */
    private Instant notBefore = Instant.MIN;

    private Duration rest = PAUSE;

    private NoticeWatch(String device, NoticesConfig config, Supplier<NodeStatus> status) {
        this.device = device;
        this.config = config;
        this.status = status;
        this.digest = new NoticeDigest(config.quiet(), config.longest());
    }

    /** Looks from now on, on a thread of its own; more often where a notice is to be sent soon. */
    static NoticeWatch start(String device, NoticesConfig config, Supplier<NodeStatus> status) {
        NoticeWatch watch = new NoticeWatch(device, config, status);
        long nanos = Math.min(PAUSE.toNanos(), Math.max(1, config.quiet().toNanos() / 2));
        var unused = watch.thread.scheduleWithFixedDelay(watch::look, 0, nanos, TimeUnit.NANOSECONDS);
        return watch;
    }

    private void look() {
        try {
            NodeStatus now = status.get();
            digest.look(now);
            if (digest.isDue(now.at()) && !now.at().isBefore(notBefore)) {
                tell(now.at());
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("a notice cannot be made: {}", e);
        }
    }

    private void tell(Instant now) throws InterruptedException {
        try {
            int answer = post(digest.notice(device));
            if (answer < MULTIPLE_CHOICES) {
                digest.told();
                rest = PAUSE;
                return;
            }
            LOG.warn("the webhook of notices answers {}; told again in {} s", answer, rest.toSeconds());
        } catch (IOException e) {
            LOG.warn("the webhook of notices cannot be reached, and is tried again in {} s: {}", rest.toSeconds(), e);
        }
        notBefore = now.plus(rest);
        rest = rest.multipliedBy(2).compareTo(LONGEST_REST) > 0 ? LONGEST_REST : rest.multipliedBy(2);
    }

    /** Posts one for trial, whatever has happened; gives the status of the answer. */
    int trial() throws IOException, InterruptedException {
        ObjectNode notice = new NoticeDigest(config.quiet(), config.longest()).notice(device);
        status.get().wrong().forEach(notice.putArray("now")::add);
        return post(notice.put("test", true));
    }

    private int post(ObjectNode notice) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(config.webhook())
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(notice.toString()));
        if (config.bearer().isPresent()) {
            request.header("Authorization", "Bearer " + token(config.bearer().get()));
        }
        // The time limit ends with the head of the answer: what follows is not waited for.
        HttpResponse<InputStream> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        answer.body().close();
        return answer.statusCode();
    }

    private static String token(Path file) throws IOException {
        return Files.readString(file).strip();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
