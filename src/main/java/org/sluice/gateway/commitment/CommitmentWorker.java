package org.sluice.gateway.commitment;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sluice.config.CommitmentConfig;
import org.sluice.config.CommitmentMode;
import org.sluice.config.Configuration;
import org.sluice.dataset.Uids;
import org.sluice.gateway.archive.Backoff;
import org.sluice.gateway.meters.Meters;
import org.sluice.net.NormalizedHandler;
import org.sluice.net.Status;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.Timeouts;
import org.sluice.store.CommitmentLedger;
import org.sluice.store.CommitmentRequest;
import org.sluice.store.CommitmentRequest.Question;
import org.sluice.store.CommitmentRequests;
import org.sluice.store.InstanceReference;
import org.sluice.store.Spool;
import org.sluice.text.Log;
import org.sluice.text.OneLine;

/**
 * Brings storage commitment requests to their answers: waits until the fate of each instance is decided, asks archives
 * if they have to commit first, and reports, on the association of the request while it stands, else on a new one, again
 * and again until the caller has the report. One thread looks; calls are made by a few others.
 */
public final class CommitmentWorker implements AutoCloseable {
    private static final Log LOG = Log.of(CommitmentWorker.class);
    private static final int CALLS_AT_ONCE = 4;
    /** How often a caller may answer a report with a failure before it is given up. */
    private static final int MOST_REFUSALS = 5;
    /** The ledger is forced to the disk so often, unless a request asks for it sooner. */
    private static final Duration TICK = Duration.ofSeconds(1);
    /** Several changes are looked at together. */
    private static final Duration GATHER = Duration.ofMillis(20);

    private final CommitmentDesk desk;
    private final CommitmentCalls calls;
    private final CommitmentConfig config;
    private final Backoff backoff;
    private final Meters meters;
    private final Semaphore changes = new Semaphore(0);
    private final AtomicBoolean ledgerChanged = new AtomicBoolean();
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private final ExecutorService callers = Executors.newFixedThreadPool(CALLS_AT_ONCE, task -> {
        Thread thread = new Thread(task, "commitment-call");
        thread.setDaemon(true);
        return thread;
    });
    private final Thread thread = new Thread(this::run, "commitment");
    private volatile boolean stopping;

    private CommitmentWorker(
            CommitmentDesk desk, CommitmentCalls calls, CommitmentConfig config, Backoff backoff, Meters meters) {
        this.desk = desk;
        this.calls = calls;
        this.config = config;
        this.backoff = backoff;
        this.meters = meters;
        desk.onChange(() -> {
            ledgerChanged.set(true);
            lookAgain();
        });
    }

    /** Opens what is kept for storage commitment and starts, when a route of the configuration answers it. */
    public static Optional<CommitmentWorker> open(
            Configuration configuration,
            Spool spool,
            Map<String, StoreClientOptions> archives,
            Timeouts timeouts,
            Backoff backoff,
            Meters meters)
            throws IOException {
        if (configuration.routes().stream().allMatch(route -> route.commitment() == CommitmentMode.OFF)) {
            return Optional.empty();
        }
        CommitmentConfig config = configuration.commitment();
        Path directory = configuration.data().resolve("commitment");
        CommitmentLedger ledger = CommitmentLedger.open(directory.resolve("ledger"), config.remember());
        CommitmentCalls calls = new CommitmentCalls(config.callers(), archives, timeouts);
        boolean opened = false;
        try {
            ledger.agreeWith(spool);
            CommitmentRequests requests = CommitmentRequests.open(directory.resolve("requests"));
            CommitmentDesk desk = new CommitmentDesk(ledger, requests, calls, meters);
            CommitmentWorker worker = new CommitmentWorker(desk, calls, config, backoff, meters);
            worker.thread.start();
            opened = true;
            return Optional.of(worker);
        } finally {
            if (!opened) {
                ledger.close();
            }
        }
    }

    public CommitmentDesk desk() {
        return desk;
    }

    public CommitmentLedger ledger() {
        return desk.ledger();
    }

    private void lookAgain() {
        if (changes.availablePermits() == 0) {
            changes.release();
        }
    }

    private void run() {
        long tidied = System.nanoTime();
        while (!stopping) {
            try {
                changes.tryAcquire(TICK.toMillis(), TimeUnit.MILLISECONDS);
                for (PendingCommitment one : desk.pending()) {
                    if (one.begin()) {
                        step(one);
                    }
                }
                if (System.nanoTime() - tidied > TICK.toNanos()) {
                    tidy();
                    tidied = System.nanoTime();
                }
                Thread.sleep(GATHER.toMillis());
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error("storage commitment: internal fault {}", OneLine.fault(e));
            }
        }
    }

    private void tidy() {
        try {
            if (ledgerChanged.getAndSet(false)) {
                desk.ledger().sync();
            }
            desk.ledger().forgetOld();
        } catch (IOException e) {
            LOG.error("storage commitment: the ledger cannot be kept: {}", e);
        }
    }

    /** The next thing to be done for a request; it is busy until that is done. */
    private void step(PendingCommitment one) {
        Duration age = CommitmentDesk.age(one);
        boolean late = age.compareTo(config.within()) >= 0;
        if (age.compareTo(config.within().plus(config.remember())) >= 0) {
            LOG.error("storage commitment {}: given up, {} cannot be told", uid(one), caller(one));
            desk.close(one);
        } else if (!late && one.waitsForDestinations()) {
            one.goOn();
        } else if (!late && one.request().relay() && !isAnswered(one)) {
            callers.execute(() -> guarded(one, () -> askArchives(one)));
        } else {
            report(one);
        }
    }

    private boolean isAnswered(PendingCommitment one) {
        Map<String, List<InstanceReference>> wanted = one.toBeAsked(calls.archiveNames());
        List<Question> questions = one.request().questions();
        return wanted.keySet().stream().allMatch(archive -> questions.stream()
                .anyMatch(question -> question.destination().equals(archive) && question.answered()));
    }

    private interface Call {
        void make() throws IOException;
    }

    private void guarded(PendingCommitment one, Call call) {
        try {
            call.make();
            one.goOn();
            lookAgain();
        } catch (IOException | RuntimeException e) {
            String why = OneLine.message(e);
            later(one, why);
        }
    }

    private void later(PendingCommitment one, String why) {
        Duration pause = backoff.after(one.failed(), ThreadLocalRandom.current());
        LOG.warn("storage commitment {} of {}: {}; tried again in {} ms", uid(one), caller(one), why, pause.toMillis());
        one.rest(pause.toMillis());
    }

    // ---- Asking archives

    private void askArchives(PendingCommitment one) throws IOException {
        List<Question> questions = new ArrayList<>(one.request().questions());
        one.toBeAsked(calls.archiveNames()).forEach((archive, instances) -> {
            if (questions.stream().noneMatch(question -> question.destination().equals(archive))) {
                questions.add(new Question(archive, Uids.fromUuid(UUID.randomUUID()), instances, false, Map.of()));
            }
        });
        if (questions.size() > one.request().questions().size()) {
            desk.note(one, questions);
        }
        for (Question question : questions) {
            if (!question.answered() && asked.add(question.transactionUid())) {
                ask(question);
            }
        }
        one.rest(TICK.toMillis()); // the report wakes nobody up who does not look
    }

    private void ask(Question question) throws IOException {
        boolean heard = false;
        try {
            NormalizedHandler reports = desk.forReports();
            int status = calls.ask(question, reports);
            if (status != Status.SUCCESS) {
                throw new IOException(question.destination() + " answered " + Status.format(status));
            }
            heard = true;
        } finally {
            if (!heard) {
                asked.remove(question.transactionUid());
            }
        }
    }

    // ---- Reporting

    private void report(PendingCommitment one) {
        CommitmentPush report = one.report(calls.archiveNames());
        one.awaitAnswer(calls.timeouts().dimse());
        boolean sent = one.channel()
                .map(channel ->
                        channel.send(CommitmentCalls.reporting(report), status -> answered(one, report, status)))
                .orElse(false);
        if (sent) {
            return;
        }
        one.channelIsOver();
        if (calls.canCall(one.request().callingAe())) {
            callers.execute(() -> reportOnNewAssociation(one, report));
        } else {
            later(one, "its association is over, and no host and port of it are configured");
        }
    }

    private void reportOnNewAssociation(PendingCommitment one, CommitmentPush report) {
        try {
            answered(one, report, OptionalInt.of(calls.report(one.request(), report)));
        } catch (IOException e) {
            later(one, OneLine.message(e));
        } catch (RuntimeException e) {
            later(one, OneLine.fault(e));
        }
    }

    private void answered(PendingCommitment one, CommitmentPush report, OptionalInt status) {
        if (status.isEmpty()) {
            one.channel(Optional.empty());
            one.goOn();
            lookAgain();
        } else if (Status.isDone(status.getAsInt())) {
            meters.commitmentReported(
                    report.instances().size(), report.failures().size());
            LOG.info(
                    "storage commitment {} of {}: {} committed, {} failed, reported",
                    uid(one),
                    caller(one),
                    report.instances().size(),
                    report.failures().size());
            forget(one);
        } else if (one.refused() >= MOST_REFUSALS) {
            LOG.error(
                    "storage commitment {}: {} answers reports with {}, given up",
                    uid(one),
                    caller(one),
                    Status.format(status.getAsInt()));
            forget(one);
        } else {
            later(one, "it answered the report " + Status.format(status.getAsInt()));
        }
    }

    private void forget(PendingCommitment one) {
        one.request().questions().forEach(question -> asked.remove(question.transactionUid()));
        desk.close(one);
    }

    private static String uid(PendingCommitment one) {
        CommitmentRequest request = one.request();
        return request.transactionUid();
    }

    private static String caller(PendingCommitment one) {
        return one.request().callingAe();
    }

    /**
     * Stops; what has no answer waits on the disk for the next start. Nobody is interrupted who may be writing to the
     * ledger: that would close its file.
     */
    @Override
    public void close() throws IOException {
        stopping = true;
        lookAgain();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
            callers.shutdown();
            if (!callers.awaitTermination(2, TimeUnit.SECONDS)) {
                callers.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        desk.ledger().close();
    }
}
