package org.sluice.gateway.delivery;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.sluice.config.DuplicatesMode;
import org.sluice.config.StowConfig.Batch;
import org.sluice.gateway.delivery.FailureClass.Fault;
import org.sluice.net.Status;
import org.sluice.net.stow.InstanceResult;
import org.sluice.net.stow.InstanceResult.Stored;
import org.sluice.net.stow.InstanceResult.Unclear;
import org.sluice.net.stow.Part10File;
import org.sluice.net.stow.StowAnswer;
import org.sluice.net.stow.StowClient;
import org.sluice.net.stow.StowException;
import org.sluice.net.stow.StowOptions;
import org.sluice.store.SpoolFacts;
import org.sluice.store.SpooledInstance;

/**
 * Delivers by STOW-RS, PS3.18 10.5: several instances in one request, and of each what the answer says of it. When a request of
 * several fails as a whole, in a way of which one of them may be the cause, each is tried alone.
 */
public final class StowDelivery implements Delivery {
    private static final int PAYLOAD_TOO_LARGE = 413;
    private static final int LOWEST_REFUSAL = 400;

    private final StowClient client;
    private final Pace pace;
    private final DuplicatesMode duplicates;
    private final int most;
    private long mostBytes;
    /** Before this time the server has asked to be left alone; {@link System#nanoTime}. */
    private long notBefore = System.nanoTime();

    /** A request of several instances that failed as a whole. */
    private static final class FailedTogetherException extends IOException {
        private static final long serialVersionUID = 1L;

        FailedTogetherException(Failed failed, int count) {
            super(failed.reason() + ", to a request of " + count + " instances, each of which will be tried alone");
            failed.cause().ifPresent(this::initCause);
        }
    }

    /** Delivers to the server, as much in one request as the batch allows, as fast as the pace does. */
    public StowDelivery(StowOptions options, Batch batch, DuplicatesMode duplicates, Pace pace) {
        this.pace = pace;
        this.client = new StowClient(options);
        this.duplicates = duplicates;
        this.most = batch.most();
        this.mostBytes = batch.bytes();
    }

    @Override
    public Outcome deliver(SpooledInstance instance) throws IOException {
        return deliver(List.of(instance)).get(0);
    }

    /** The same order goes out as came in. */
    private List<Outcome> deliver(List<SpooledInstance> instances) throws IOException {
        long left = notBefore - System.nanoTime();
        if (left > 0) {
            String words =
                    "the server asked for " + (Duration.ofNanos(left).toSeconds() + 1) + " s more without requests";
            return all(instances, Failed.unanswered(FailureClass.REJECTED_TRANSIENT, words));
        }
        StowAnswer answer;
        try {
            answer = client.store(instances.stream().map(this::file).toList());
        } catch (StowException e) {
            return together(instances, Failed.because(failureClass(e), e));
        }
        answer.retryAfter().ifPresent(this::wait);
        if (!answer.hasResults()) {
            lessAtATime(instances.size(), answer.code());
            String status = Integer.toString(answer.code());
            return together(instances, Failed.answered(FailureClass.ofHttp(answer.code()), status, "(HTTP)"));
        }
        if (answer.fault().isPresent()) {
            return together(instances, (Failed) outcome(answer, instances.get(0)));
        }
        List<Outcome> outcomes = new ArrayList<>();
        instances.forEach(instance -> outcomes.add(outcome(answer, instance)));
        return outcomes;
    }

    private void wait(Duration asked) {
        notBefore = System.nanoTime() + asked.toNanos();
    }

    private void lessAtATime(int instances, int code) {
        if (code == PAYLOAD_TOO_LARGE && instances > 1) {
            mostBytes = Math.max(1, mostBytes / 2);
        }
    }

    /** What goes for all of them; where one of several may be the cause, nobody knows yet what goes for each. */
    private static List<Outcome> together(List<SpooledInstance> instances, Failed failed) throws IOException {
        boolean forAll = failed.failure().fault() == Fault.DESTINATION
                || failed.failure() == FailureClass.NOT_AUTHORIZED
                || instances.size() == 1;
        if (!forAll) {
            throw new FailedTogetherException(failed, instances.size());
        }
        return all(instances, failed);
    }

    private static List<Outcome> all(List<SpooledInstance> instances, Failed failed) {
        return instances.stream().<Outcome>map(instance -> failed).toList();
    }

    private static FailureClass failureClass(StowException failure) {
        return switch (failure.kind()) {
            case CANNOT_CONNECT, NO_CREDENTIALS -> FailureClass.CANNOT_CONNECT;
            case STALLED, NO_ANSWER -> FailureClass.NO_ANSWER;
            case BROKEN_OFF -> FailureClass.CONNECTION_LOST;
        };
    }

    /** Failure Reasons are the statuses of C-STORE, PS3.18 Table I.2-2. */
    private Outcome outcome(StowAnswer answer, SpooledInstance instance) {
        InstanceResult result = answer.of(instance.facts().sopInstanceUid());
        String code = Integer.toString(answer.code());
        if (result instanceof Stored stored) {
            return stored.warningReason().isPresent()
                    ? new Delivered("answered Warning Reason "
                            + Status.format(stored.warningReason().getAsInt()))
                    : Delivered.PLAINLY;
        }
        if (result instanceof Unclear unclear) {
            boolean refused = answer.code() >= LOWEST_REFUSAL; // then none is stored, whatever its payload says
            FailureClass failure = refused ? FailureClass.ofHttp(answer.code()) : FailureClass.WRONG_MESSAGE;
            return Failed.answered(failure, code, "(HTTP), but " + unclear.why());
        }
        OptionalInt reason = ((InstanceResult.Failed) result).failureReason();
        if (reason.isEmpty()) {
            return Failed.answered(FailureClass.PROCESSING_FAILURE, code, "(HTTP), not stored, without a reason");
        }
        String status = Status.format(reason.getAsInt());
        boolean isThere = reason.getAsInt() == Status.DUPLICATE_SOP_INSTANCE && duplicates == DuplicatesMode.DELIVERED;
        return isThere
                ? new Delivered("answered " + status)
                : Failed.answered(FailureClass.ofStatus(reason.getAsInt()), status, "");
    }

    private Part10File file(SpooledInstance instance) {
        SpoolFacts facts = instance.facts();
        byte[] beginning = FileBytes.beginning(facts.sopClassUid(), facts.sopInstanceUid(), facts.transferSyntaxUid());
        return new Part10File() {
            @Override
            public String sopInstanceUid() {
                return facts.sopInstanceUid();
            }

            @Override
            public byte[] beginning() {
                return beginning;
            }

            @Override
            public long dataSetLength() {
                return instance.dataSetLength();
            }

            @Override
            public ReadableByteChannel openDataSet() throws IOException {
                return pace.over(instance.openDataSet());
            }

            @Override
            public IOException endsEarly(long missing) {
                return instance.endsEarly(missing);
            }
        };
    }

    @Override
    public Optional<Window> window() {
        return most > 1 ? Optional.of(new Request()) : Optional.empty();
    }

    @Override
    public void rest() {
        client.rest();
    }

    @Override
    public void close() {
        client.rest();
    }

    /** Gathers instances, and sends them when the first result is asked for. */
    private final class Request implements Window {
        private final List<SpooledInstance> gathered = new ArrayList<>();
        private final Deque<WindowedOutcome> results = new ArrayDeque<>();

        @Override
        public boolean isWaiting() {
            return !gathered.isEmpty() || !results.isEmpty();
        }

        @Override
        public boolean takes(SpooledInstance instance) {
            if (!results.isEmpty()) {
                return false;
            }
            long bytes = instance.dataSetLength();
            for (SpooledInstance one : gathered) {
                bytes += one.dataSetLength();
                if (one.facts().sopInstanceUid().equals(instance.facts().sopInstanceUid())) {
                    return false; // the answer would name both at once
                }
            }
            return gathered.isEmpty() || (gathered.size() < most && bytes <= mostBytes);
        }

        @Override
        public Optional<WindowedOutcome> send(SpooledInstance instance) {
            gathered.add(instance);
            return Optional.empty();
        }

        @Override
        public WindowedOutcome await() throws IOException {
            if (results.isEmpty()) {
                long start = System.nanoTime();
                List<Outcome> outcomes = deliver(List.copyOf(gathered));
                long nanos = System.nanoTime() - start;
                for (int i = 0; i < gathered.size(); i++) {
                    results.add(new WindowedOutcome(gathered.get(i), outcomes.get(i), nanos));
                }
                gathered.clear();
            }
            return results.remove();
        }

        @Override
        public List<SpooledInstance> giveUp() {
            List<SpooledInstance> all = new ArrayList<>(gathered);
            results.forEach(result -> all.add(result.instance()));
            gathered.clear();
            results.clear();
            return all;
        }
    }
}
