package org.sluice.gateway.commitment;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.sluice.config.CommitmentConfig;
import org.sluice.net.Engine;
import org.sluice.net.NormalizedClient;
import org.sluice.net.NormalizedCommand;
import org.sluice.net.NormalizedHandler;
import org.sluice.net.NormalizedRequest;
import org.sluice.net.NormalizedRequest.Operation;
import org.sluice.net.ReportChannel;
import org.sluice.net.Roles;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.Timeouts;
import org.sluice.store.CommitmentRequest;

/**
 * The associations that are made for storage commitment: with callers to report to them, with archives to ask them.
 * Blocking; any thread.
 *
 * @param engine makes them
 * @param callers where those listen who ask, by AE title
 * @param archives how each is called at the moment, by destination name
 * @param timeouts for associations with callers
 */
public record CommitmentCalls(
        Engine engine,
        Map<String, CommitmentConfig.Caller> callers,
        Map<String, Supplier<StoreClientOptions>> archives,
        Timeouts timeouts) {
    /** How long an archive may take to report on the association on which it was asked. */
    private static final Duration SAME_ASSOCIATION = Duration.ofSeconds(3);

    Set<String> archiveNames() {
        return archives.keySet();
    }

    /** Whether it is known where to call an application entity. */
    boolean canCall(String ae) {
        return callers.containsKey(ae);
    }

    /** Whether the application entity is an archive that is called under our AE title. */
    boolean isArchive(String ae, String ourAe) {
        return archives.values().stream()
                .map(Supplier::get)
                .anyMatch(archive ->
                        archive.calledAe().equals(ae) && archive.callingAe().equals(ourAe));
    }

    /** The N-EVENT-REPORT that says what became of a request: PS3.4 J.3.3. */
    public static NormalizedCommand reporting(CommitmentPush report) {
        return command(
                Operation.EVENT_REPORT,
                report.failures().isEmpty() ? CommitmentPush.SUCCESSFUL : CommitmentPush.FAILURES_EXIST,
                report::write);
    }

    private static NormalizedCommand command(
            Operation operation, int typeId, Function<String, ByteBuffer> information) {
        return new NormalizedCommand(
                operation, CommitmentPush.SOP_CLASS, CommitmentPush.SOP_INSTANCE, typeId, information);
    }

    /** Reports on a new association with the caller, as provider; returns the status of the response. */
    int report(CommitmentRequest request, CommitmentPush report) throws IOException {
        CommitmentConfig.Caller caller = Optional.ofNullable(callers.get(request.callingAe()))
                .orElseThrow(() -> new IOException("no host and port of it are configured"));
        InetSocketAddress remote = InetSocketAddress.createUnresolved(caller.host(), caller.port());
        String ours = request.calledAe();
        String theirs = request.callingAe();
        StoreClientOptions options = StoreClientOptions.of(remote, ours, theirs).withTimeouts(timeouts);
        try (NormalizedClient client =
                engine.connect(options, CommitmentPush.SOP_CLASS, Roles.SCP, NormalizedHandler.NONE)) {
            return client.request(reporting(report));
        }
    }

    /** Asks an archive, and gives it a little time to report on the same association; returns the response's status. */
    int ask(CommitmentRequest.Question question, NormalizedHandler reports) throws IOException {
        StoreClientOptions options = Optional.ofNullable(archives.get(question.destination()))
                .map(Supplier::get)
                .orElseThrow(() -> new IOException("it is not configured any more"));
        NormalizedClient[] open = new NormalizedClient[1];
        NormalizedHandler once = new NormalizedHandler() {
            @Override
            public boolean serves(String sopClassUid) {
                return reports.serves(sopClassUid);
            }

            @Override
            public int perform(NormalizedRequest request, ReportChannel channel) {
                int status = reports.perform(request, channel);
                open[0].releaseWhenIdle();
                return status;
            }
        };
        CommitmentPush push = new CommitmentPush(question.transactionUid(), question.instances(), Map.of());
        try (NormalizedClient client = engine.connect(options, CommitmentPush.SOP_CLASS, Roles.SCU, once)) {
            open[0] = client;
            int status = client.request(command(Operation.ACTION, CommitmentPush.REQUEST, push::write));
            if (status == 0) {
                client.serve(SAME_ASSOCIATION);
            }
            return status;
        }
    }
}
