package org.sluice.gateway.commitment;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.sluice.config.CommitmentConfig;
import org.sluice.config.CommitmentMode;
import org.sluice.config.Configuration;
import org.sluice.gateway.archive.Backoff;
import org.sluice.gateway.commitment.PendingCommitment.Event;
import org.sluice.gateway.commitment.PendingCommitment.State;
import org.sluice.gateway.meters.CommitmentMeters;
import org.sluice.gateway.route.Route;
import org.sluice.net.Engine;
import org.sluice.net.NormalizedHandler;
import org.sluice.net.ReportChannel;
import org.sluice.net.Status;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.Timeouts;
import org.sluice.store.CommitmentLedger;
import org.sluice.store.CommitmentRequest;
import org.sluice.store.CommitmentRequest.Question;
import org.sluice.store.CommitmentRequests;
import org.sluice.store.Spool;
import org.sluice.text.Log;
import org.sluice.text.OneLine;

/**
 * Storage commitment, PS3.4 Annex J: takes requests, and brings each to its answer as {@link PendingCommitment} says. What
 * has been answered Success is on the disk.
 *
 * <p>Any thread. All events reach a request on one thread, the scheduler's; calls to archives and callers are made by a
 * few others, and requests and reports are written to the disk on the thread that brings them.
 */
public final class StorageCommitment implements AutoCloseable {
    private static final Log LOG = Log.of(StorageCommitment.class);
    /** Requests that may be without an answer, and instances in all of them, at a time. */
    private static final int MOST_REQUESTS = 1_000;

    private static final int MOST_INSTANCES = 300_000;
    /** The ledger is forced to the disk so often, unless a request asks for it sooner. */
    private static final Duration TICK = Duration.ofSeconds(1);
    /** Several changes of the ledger are looked at together, and a response goes before the report. */
    private static final Duration GATHER = Duration.ofMillis(20);

    private final CommitmentLedger ledger;
    private final CommitmentRequests requests;
    private final CommitmentCalls calls;
    private final CommitmentFates fates;
    private final PendingCommitment.Times times;
    private final CommitmentMeters meters;
    private final Map<Long, PendingCommitment> pending = new ConcurrentSkipListMap<>(); // in the order of the requests
    private final AtomicInteger instancesPending = new AtomicInteger();
    private final AtomicBoolean ledgerChanged = new AtomicBoolean();
    private final AtomicBoolean lookPlanned = new AtomicBoolean();
    private final CommitmentThreads threads = new CommitmentThreads();

    private StorageCommitment(
            CommitmentLedger ledger,
            CommitmentRequests requests,
            CommitmentCalls calls,
            PendingCommitment.Times times,
            CommitmentMeters meters) {
        this.ledger = ledger;
        this.requests = requests;
        this.calls = calls;
        this.fates = new CommitmentFates(ledger, calls.archiveNames());
        this.times = times;
        this.meters = meters;
    }

    /** Opens what is kept for storage commitment and starts, when a route of the configuration answers it. */
    public static Optional<StorageCommitment> open(
            Configuration configuration,
            Engine engine,
            Spool spool,
            Map<String, Supplier<StoreClientOptions>> archives,
            Timeouts timeouts,
            Backoff backoff,
            CommitmentMeters meters)
            throws IOException {
        if (configuration.routes().stream().allMatch(route -> route.commitment() == CommitmentMode.OFF)) {
            return Optional.empty();
        }
        CommitmentConfig config = configuration.commitment();
        PendingCommitment.Times times = new PendingCommitment.Times(
                config.within(),
                config.remember(),
                timeouts.dimse(),
                failures -> backoff.after(failures, ThreadLocalRandom.current()));
        Path directory = configuration.data().resolve("commitment");
        CommitmentLedger ledger = CommitmentLedger.open(directory.resolve("ledger"), config.remember());
        CommitmentCalls calls = new CommitmentCalls(engine, config.callers(), archives, timeouts);
        boolean opened = false;
        try {
            ledger.agreeWith(spool);
            CommitmentRequests requests = CommitmentRequests.open(directory.resolve("requests"));
            StorageCommitment commitment = new StorageCommitment(ledger, requests, calls, times, meters);
            commitment.start();
            opened = true;
            return Optional.of(commitment);
        } finally {
            if (!opened) {
                ledger.close();
            }
        }
    }

    private void start() {
        requests.atOpen().forEach((number, request) -> add(number, againAsked(request), Optional.empty()));
        meters.watch(pending::size);
        ledger.onChange(this::ledgerHasChanged);
        threads.every(TICK, this::tick);
    }

    /** Nobody knows whether an archive has heard a question of an earlier run: it is asked again, as another. */
    private static CommitmentRequest againAsked(CommitmentRequest request) {
        return request.withQuestions(
                request.questions().stream().filter(Question::answered).toList());
    }

    /** What became of the instances that callers may ask about. */
    public CommitmentLedger ledger() {
        return ledger;
    }

    /** Whether an association of the caller may bring the report of an archive. */
    public boolean asks(String callingAe, String calledAe) {
        return calls.isArchive(callingAe, calledAe);
    }

    /** Takes requests as a route says, and reports of archives. */
    public NormalizedHandler on(Route route) {
        return new CommitmentHandler(this, route.config().commitment());
    }

    /** Takes reports of archives alone. */
    public NormalizedHandler forReports() {
        return new CommitmentHandler(this, CommitmentMode.OFF);
    }

    // ---- What comes from the network

    /** A caller wants commitment, or asks again as it has not heard the response; returns the status of the response. */
    int requested(CommitmentRequest wanted, ReportChannel reports) throws IOException {
        Optional<PendingCommitment> same = pending.values().stream()
                .filter(one -> one.request().transactionUid().equals(wanted.transactionUid())
                        && one.request().callingAe().equals(wanted.callingAe()))
                .findFirst();
        if (same.isPresent()) {
            if (!same.get().request().instances().equals(wanted.instances())) {
                return Status.INVALID_ARGUMENT_VALUE; // a transaction UID does not serve for two requests
            }
            threads.after(GATHER, () -> reach(same.get(), reports));
            return Status.SUCCESS;
        }
        if (pending.size() >= MOST_REQUESTS
                || instancesPending.get() + wanted.instances().size() > MOST_INSTANCES) {
            LOG.warn("storage commitment: {} requests without an answer are too many", pending.size());
            return Status.RESOURCE_LIMITATION;
        }
        take(wanted, reports);
        return Status.SUCCESS;
    }

    /** The caller of a request can be told on this association. */
    private void reach(PendingCommitment one, ReportChannel reports) {
        one.useChannel(reports);
        happened(one, Event.REQUESTED, "");
    }

    private void take(CommitmentRequest wanted, ReportChannel reports) throws IOException {
        ledger.sync(); // what it is going to say of these instances is not to be forgotten before it is said
        long number = requests.add(wanted);
        CommitmentLog.asked(wanted);
        meters.asked();
        PendingCommitment taken = add(number, wanted, Optional.of(reports));
        threads.after(GATHER, () -> pending.values().stream()
                .filter(one ->
                        one == taken || (one.request().callingAe().equals(wanted.callingAe()) && one.needsChannel()))
                .forEach(one -> reach(one, reports)));
    }

    private PendingCommitment add(long number, CommitmentRequest request, Optional<ReportChannel> channel) {
        Duration age = Duration.between(request.receivedAt(), Instant.now());
        long takenAt = System.nanoTime() - age.toNanos();
        boolean callable = calls.canCall(request.callingAe());
        PendingCommitment one = new PendingCommitment(number, request, fates, times, callable, takenAt);
        channel.ifPresent(one::useChannel);
        instancesPending.addAndGet(request.instances().size());
        pending.put(number, one);
        return one;
    }

    /** An archive has reported; returns the status of the response. */
    int reported(String archive, CommitmentPush report) throws IOException {
        for (PendingCommitment one : pending.values()) {
            if (one.request().questions().stream()
                    .anyMatch(question -> question.transactionUid().equals(report.transactionUid()))) {
                note(one, request -> CommitmentFates.answered(request, report));
                tell(one, Event.REPORTED, "");
                return Status.SUCCESS;
            }
        }
        LOG.warn("storage commitment report of {}: transaction {} is not known", archive, report.transactionUid());
        return Status.INVALID_ARGUMENT_VALUE;
    }

    /** Keeps what archives are asked for a request, and what they answer. */
    private void note(PendingCommitment one, Function<CommitmentRequest, List<Question>> change) throws IOException {
        synchronized (one) {
            List<Question> questions = change.apply(one.request());
            if (pending.containsKey(one.number())
                    && !questions.equals(one.request().questions())) {
                CommitmentRequest changed = one.request().withQuestions(questions);
                requests.replace(one.number(), changed);
                one.update(changed);
            }
        }
    }

    // ---- Events, on the scheduler's thread

    private void tick() {
        try {
            if (ledgerChanged.getAndSet(false)) {
                ledger.sync();
            }
            ledger.forgetOld();
        } catch (IOException e) {
            LOG.error("storage commitment: the ledger cannot be kept: {}", e);
        } catch (RuntimeException e) {
            LOG.error("storage commitment: internal fault {}", OneLine.fault(e)); // else there would be no next tick
        }
        pending.values().forEach(one -> happened(one, Event.TIME_PASSED, ""));
    }

    /** Any thread. */
    private void ledgerHasChanged() {
        ledgerChanged.set(true);
        if (!lookPlanned.getAndSet(true)) {
            threads.after(GATHER, () -> {
                lookPlanned.set(false);
                pending.values().forEach(one -> happened(one, Event.LEDGER_CHANGED, ""));
            });
        }
    }

    private void tell(PendingCommitment one, Event event, String why) {
        threads.after(Duration.ZERO, () -> happened(one, event, why));
    }

    /** Does what is to be done for a request after an event; {@code why} a call has failed, or how it was refused. */
    private void happened(PendingCommitment one, Event event, String why) {
        Optional<ReportChannel> carrier = one.carrier();
        act(one, event, why);
        if (one.carrier().isEmpty()) {
            boolean lost = event == Event.LOST || event == Event.TIME_PASSED;
            carrier.ifPresent(freed -> nextInLine(freed, lost ? Event.LOST : Event.FREE));
        }
    }

    /** An association carries no report any more, or is lost: the first that waits for it is next, or all are told. */
    private void nextInLine(ReportChannel channel, Event what) {
        for (PendingCommitment next : pending.values()) {
            if (next.isInLineFor(channel)) {
                act(next, what, "");
                if (next.carrier().isPresent()) {
                    return;
                }
            }
        }
    }

    private void act(PendingCommitment one, Event event, String why) {
        try {
            switch (one.next(event, System.nanoTime())) {
                case NOTHING -> {}
                case ASK -> call(one, () -> ask(one));
                case SEND -> reportOnItsAssociation(one);
                case CALL -> call(one, () -> reportOnNewAssociation(one));
                case RETRY -> retry(one, event, why);
                case CLOSE -> close(one);
                case GIVE_UP -> giveUp(one, event, why);
            }
        } catch (RuntimeException e) {
            LOG.error("storage commitment: internal fault {}", OneLine.fault(e));
        }
    }

    private void retry(PendingCommitment one, Event event, String why) {
        CommitmentLog.triedAgain(one, event, why);
        threads.after(one.pause(), () -> happened(one, Event.TIME_PASSED, ""));
    }

    private void giveUp(PendingCommitment one, Event event, String why) {
        CommitmentLog.givenUp(one, event, why);
        close(one);
    }

    private void close(PendingCommitment one) {
        synchronized (one) {
            pending.remove(one.number());
            instancesPending.addAndGet(-one.request().instances().size());
            try {
                requests.remove(one.number());
            } catch (IOException e) {
                LOG.warn("storage commitment {}: {}", one.request().transactionUid(), e);
            }
        }
    }

    // ---- Calls to archives and callers

    private interface Call {
        void make() throws IOException;
    }

    private void call(PendingCommitment one, Call call) {
        threads.call(() -> {
            try {
                call.make();
            } catch (IOException e) {
                tell(one, Event.FAILED, OneLine.message(e));
            } catch (RuntimeException e) {
                tell(one, Event.FAILED, OneLine.fault(e));
            }
        });
    }

    private void ask(PendingCommitment one) throws IOException {
        note(one, fates::questions);
        for (Question question : one.request().questions()) {
            String archive = question.destination();
            if (!question.answered() && !one.heard().contains(archive)) {
                int status = calls.ask(question, forReports());
                if (status != Status.SUCCESS) {
                    throw new IOException(archive + " answered " + Status.format(status));
                }
                one.heard().add(archive);
            }
        }
        tell(one, Event.HEARD, "");
    }

    private void reportOnNewAssociation(PendingCommitment one) throws IOException {
        CommitmentPush report = fates.report(one.request());
        answered(one, report, OptionalInt.of(calls.report(one.request(), report)));
    }

    private void reportOnItsAssociation(PendingCommitment one) {
        CommitmentPush report = fates.report(one.request());
        ReportChannel channel = one.channel().orElseThrow();
        switch (channel.send(CommitmentCalls.reporting(report), status -> answered(one, report, status))) {
            case SENT -> {}
            case BUSY -> act(one, Event.BUSY, "");
            case OVER -> tell(one, Event.LOST, "");
        }
    }

    private void answered(PendingCommitment one, CommitmentPush report, OptionalInt status) {
        if (status.isEmpty()) {
            tell(one, Event.LOST, "");
        } else if (Status.isDone(status.getAsInt())) {
            threads.after(Duration.ZERO, () -> taken(one, report));
        } else {
            tell(one, Event.REFUSED, Status.format(status.getAsInt()));
        }
    }

    private void taken(PendingCommitment one, CommitmentPush report) {
        if (one.state() != State.CLOSED) {
            meters.reported(report.instances().size(), report.failures().size());
            CommitmentLog.reported(one, report);
        }
        happened(one, Event.ANSWERED, "");
    }

    /**
     * Stops; what has no answer waits on the disk for the next start. Nobody is interrupted who may be writing to the
     * ledger: that would close its file.
     */
    @Override
    public void close() throws IOException {
        threads.close();
        ledger.close();
    }
}
