package org.sluice.gateway.commitment;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.sluice.config.CommitmentMode;
import org.sluice.dataset.DataSetException;
import org.sluice.gateway.meters.Meters;
import org.sluice.gateway.route.Route;
import org.sluice.net.NormalizedHandler;
import org.sluice.net.NormalizedRequest;
import org.sluice.net.NormalizedRequest.Operation;
import org.sluice.net.ReportChannel;
import org.sluice.net.Status;
import org.sluice.store.CommitmentLedger;
import org.sluice.store.CommitmentRequest;
import org.sluice.store.CommitmentRequest.Question;
import org.sluice.store.CommitmentRequests;
import org.sluice.store.InstanceReference;
import org.sluice.text.Log;

/**
 * Takes storage commitment requests of callers, and event reports of archives: PS3.4 Annex J. What has been answered
 * Success is on the disk. {@link CommitmentWorker} does the rest. Any thread.
 */
public final class CommitmentDesk {
    private static final Log LOG = Log.of(CommitmentDesk.class);
    /** Requests that may be without an answer, and instances in all of them, at a time. */
    private static final int MOST_REQUESTS = 1_000;

    private static final int MOST_INSTANCES = 300_000;

    private final CommitmentLedger ledger;
    private final CommitmentRequests requests;
    private final CommitmentCalls calls;
    private final Meters meters;
    private final Map<Long, PendingCommitment> pending = new ConcurrentSkipListMap<>();
    private final AtomicInteger instancesPending = new AtomicInteger();
    private volatile Runnable onChange = () -> {};

    CommitmentDesk(CommitmentLedger ledger, CommitmentRequests requests, CommitmentCalls calls, Meters meters) {
        this.ledger = ledger;
        this.requests = requests;
        this.calls = calls;
        this.meters = meters;
        requests.atOpen().forEach((number, request) -> add(number, againAsked(request), Optional.empty()));
        meters.watchCommitments(pending::size);
    }

    /** Nobody knows whether an archive has heard a question of an earlier run: it is asked again, as another. */
    private static CommitmentRequest againAsked(CommitmentRequest request) {
        return request.withQuestions(
                request.questions().stream().filter(Question::answered).toList());
    }

    /** Calls this after each change, on the thread that made it. */
    void onChange(Runnable told) {
        onChange = told;
        ledger.onChange(told);
    }

    /** What has no answer yet, in the order in which it was asked. */
    List<PendingCommitment> pending() {
        return List.copyOf(pending.values());
    }

    CommitmentLedger ledger() {
        return ledger;
    }

    /** Whether an association of the caller may bring the report of an archive. */
    public boolean asks(String callingAe, String calledAe) {
        return calls.isArchive(callingAe, calledAe);
    }

    /** Takes requests as a route says, and reports of archives. */
    public NormalizedHandler on(Route route) {
        return handler(route.config().commitment());
    }

    /** Takes reports of archives alone. */
    public NormalizedHandler forReports() {
        return handler(CommitmentMode.OFF);
    }

    private NormalizedHandler handler(CommitmentMode mode) {
        return new NormalizedHandler() {
            @Override
            public boolean serves(String sopClassUid) {
                return sopClassUid.equals(CommitmentPush.SOP_CLASS);
            }

            @Override
            public int perform(NormalizedRequest request, ReportChannel reports) {
                try {
                    return performed(request, reports, mode);
                } catch (DataSetException e) {
                    LOG.warn("storage commitment: {}", e.getMessage());
                    return Status.INVALID_ARGUMENT_VALUE;
                } catch (IOException e) {
                    LOG.error("storage commitment cannot be noted: {}", e);
                    return Status.RESOURCE_LIMITATION;
                }
            }
        };
    }

    private int performed(NormalizedRequest request, ReportChannel reports, CommitmentMode mode)
            throws IOException, DataSetException {
        if (!request.sopInstanceUid().equals(CommitmentPush.SOP_INSTANCE)) {
            return Status.NO_SUCH_SOP_INSTANCE;
        }
        if (request.operation() == Operation.EVENT_REPORT) {
            return request.typeId() == CommitmentPush.SUCCESSFUL || request.typeId() == CommitmentPush.FAILURES_EXIST
                    ? reported(request)
                    : Status.NO_SUCH_EVENT_TYPE;
        }
        if (mode == CommitmentMode.OFF) {
            return Status.NOT_AUTHORIZED;
        }
        return request.typeId() == CommitmentPush.REQUEST ? asked(request, reports, mode) : Status.NO_SUCH_ACTION;
    }

    private int asked(NormalizedRequest request, ReportChannel reports, CommitmentMode mode)
            throws IOException, DataSetException {
        CommitmentPush push = CommitmentPush.read(request.information(), request.transferSyntaxUid());
        if (push.transactionUid().isEmpty() || push.instances().isEmpty()) {
            return Status.NO_SUCH_ARGUMENT;
        }
        CommitmentRequest wanted = new CommitmentRequest(
                push.transactionUid(),
                request.association().callingAe(),
                request.association().calledAe(),
                Instant.now(),
                mode == CommitmentMode.RELAY,
                push.instances(),
                List.of());
        Optional<PendingCommitment> same = find(wanted);
        if (same.isPresent()) {
            return again(same.get(), wanted, reports);
        }
        if (pending.size() >= MOST_REQUESTS
                || instancesPending.get() + wanted.instances().size() > MOST_INSTANCES) {
            LOG.warn("storage commitment: {} requests without an answer are too many", pending.size());
            return Status.RESOURCE_LIMITATION;
        }
        take(wanted, reports);
        return Status.SUCCESS;
    }

    /** A caller that has not heard the response asks once more; a transaction UID does not serve for two requests. */
    private int again(PendingCommitment one, CommitmentRequest wanted, ReportChannel reports) {
        if (!one.request().instances().equals(wanted.instances())) {
            return Status.INVALID_ARGUMENT_VALUE;
        }
        one.channel(Optional.of(reports));
        one.wake();
        onChange.run();
        return Status.SUCCESS;
    }

    private Optional<PendingCommitment> find(CommitmentRequest wanted) {
        return pending.values().stream()
                .filter(one -> one.request().transactionUid().equals(wanted.transactionUid())
                        && one.request().callingAe().equals(wanted.callingAe()))
                .findFirst();
    }

    private void take(CommitmentRequest wanted, ReportChannel reports) throws IOException {
        ledger.sync(); // what it is going to say of these instances is not to be forgotten before it is said
        long number = requests.add(wanted);
        LOG.info(
                "storage commitment {} of {}: {} instances",
                wanted.transactionUid(),
                wanted.callingAe(),
                wanted.instances().size());
        meters.commitmentAsked();
        add(number, wanted, Optional.of(reports));
        pending.values().stream()
                .filter(one -> one.request().callingAe().equals(wanted.callingAe())
                        && one.channel().isEmpty()
                        && !calls.canCall(wanted.callingAe()))
                .forEach(one -> {
                    one.channel(Optional.of(reports));
                    one.wake();
                });
        onChange.run();
    }

    private void add(long number, CommitmentRequest request, Optional<ReportChannel> channel) {
        instancesPending.addAndGet(request.instances().size());
        pending.put(number, new PendingCommitment(number, request, ledger, channel));
    }

    /** Keeps what archives are asked for a request. */
    void note(PendingCommitment one, List<Question> questions) throws IOException {
        synchronized (one) {
            CommitmentRequest changed = one.request().withQuestions(questions);
            requests.replace(one.number(), changed);
            one.update(changed);
        }
    }

    /** The request is answered, or given up. */
    void close(PendingCommitment one) {
        if (pending.remove(one.number()) != null) {
            instancesPending.addAndGet(-one.request().instances().size());
            try {
                requests.remove(one.number());
            } catch (IOException e) {
                LOG.warn("storage commitment {}: {}", one.request().transactionUid(), e);
            }
        }
    }

    private int reported(NormalizedRequest request) throws IOException, DataSetException {
        CommitmentPush report = CommitmentPush.read(request.information(), request.transferSyntaxUid());
        for (PendingCommitment one : pending.values()) {
            synchronized (one) {
                List<Question> questions = one.request().questions();
                for (Question question : questions) {
                    if (question.transactionUid().equals(report.transactionUid())) {
                        note(one, answered(questions, question, report));
                        one.wake();
                        onChange.run();
                        return Status.SUCCESS;
                    }
                }
            }
        }
        LOG.warn(
                "storage commitment report of {}: transaction {} is not known",
                request.association().callingAe(),
                report.transactionUid());
        return Status.INVALID_ARGUMENT_VALUE;
    }

    /** Only what the archive says it has committed is committed. */
    private static List<Question> answered(List<Question> questions, Question question, CommitmentPush report) {
        Set<InstanceReference> committed = new HashSet<>(report.instances());
        Map<String, Integer> failures = new HashMap<>();
        for (InstanceReference instance : question.instances()) {
            if (!committed.contains(instance) || report.failures().containsKey(instance)) {
                failures.put(
                        instance.sopInstanceUid(),
                        report.failures().getOrDefault(instance, CommitmentPush.PROCESSING_FAILURE));
            }
        }
        LOG.info(
                "storage commitment {}: {} has committed {} of {} instances",
                question.transactionUid(),
                question.destination(),
                question.instances().size() - failures.size(),
                question.instances().size());
        return questions.stream()
                .map(one -> one.equals(question) ? question.answered(failures) : one)
                .toList();
    }

    /** How long ago a request was taken. */
    static Duration age(PendingCommitment one) {
        return Duration.between(one.request().receivedAt(), Instant.now());
    }
}
