package org.sluice.gateway.archive;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.sluice.gateway.archive.AssociationCeiling.Use;
import org.sluice.net.AssociationException;
import org.sluice.net.Engine;
import org.sluice.net.PresentationContextProposal;
import org.sluice.net.ProposedContext;
import org.sluice.net.StoreClient;
import org.sluice.net.StoreClientOptions;

/**
 * One archive: how it is called, whether it could be reached lately, and the associations with it. Any thread.
 *
 * @param name of the destination in the configuration
 * @param engine calls it
 * @param current how it is called, which may change while the node runs
 * @param pool those that wait for use
 * @param contexts which presentation contexts it accepts
 * @param ceiling how many there may be at a time
 */
public record Archive(
        String name,
        Engine engine,
        Supplier<StoreClientOptions> current,
        Health health,
        AssociationPool pool,
        DestinationContexts contexts,
        AssociationCeiling ceiling) {
    /** How long a modality is kept waiting for an association: it gives up after some ten seconds itself. */
    private static final Duration MODALITYS_PATIENCE = Duration.ofSeconds(10);
    /** How long a delivery waits before it says that it got none. */
    private static final Duration DELIVERYS_PATIENCE = Duration.ofSeconds(1);
    /** One that takes another association answers sooner than this. */
    private static final Duration TAKES_ANOTHER = Duration.ofSeconds(3);

    /** How it is called from now on. */
    public StoreClientOptions options() {
        return current.get();
    }

    /**
     * An association for cut-through on which these contexts have been proposed, under their ids: one that waits, or a new one.
     *
     * @throws IOException the archive cannot be reached, or rejects, or as many are in use as may be
     */
    SharedAssociation associate(List<ProposedContext> proposed) throws IOException {
        Optional<SharedAssociation> waiting = pool.take(proposed);
        if (waiting.isPresent()) {
            return waiting.get();
        }
        long until = System.nanoTime() + MODALITYS_PATIENCE.toNanos();
        while (true) {
            take(Use.CUT_THROUGH, Duration.ofNanos(Math.max(0, until - System.nanoTime())));
            int others = ceiling.open();
            try {
                return connected(() -> hurried(proposed, others), Use.CUT_THROUGH);
            } catch (AssociationException e) {
                if (others == 0 || !tellsOfALimit(e)) {
                    health.failed();
                    throw e;
                }
                ceiling.learn(others);
            }
        }
    }

    /** The archive may keep it waiting for the end of another; then deliveries give up theirs. */
    private StoreClient hurried(List<ProposedContext> proposed, int others) throws IOException {
        if (others == 0) {
            return engine.connectAs(options(), proposed);
        }
        try (AssociationPool.Hurry hurry = pool.hurry(ceiling)) {
            StoreClient client = engine.connectAs(options(), proposed);
            if (hurry.began() && ceiling.open() < others) {
                ceiling.learn(ceiling.open() + 1);
            }
            return client;
        }
    }

    /**
     * A new association for deliveries.
     *
     * @param patient whether it waits for a moment when as many are open as may be
     * @return empty when there is none to be had beside those that are open
     * @throws AssociationException the archive cannot be reached, or rejects
     */
    public Optional<SharedAssociation> associate(List<PresentationContextProposal> proposed, boolean patient)
            throws IOException {
        if (!isTaken(Use.DELIVERY, patient ? DELIVERYS_PATIENCE : Duration.ZERO)) {
            return Optional.empty();
        }
        int others = ceiling.open();
        StoreClientOptions options = options();
        StoreClientOptions how =
                others == 0 ? options : options.withTimeouts(options.timeouts().withinToAssociate(TAKES_ANOTHER));
        try {
            return Optional.of(connected(() -> engine.connect(how, proposed), Use.DELIVERY));
        } catch (AssociationException e) {
            if (others == 0 || !tellsOfALimit(e)) {
                throw e;
            }
            ceiling.learn(others);
            return Optional.empty();
        }
    }

    /** That it does not answer, or rejects, while others stand. */
    private static boolean tellsOfALimit(AssociationException failure) {
        return switch (failure.kind()) {
            case REJECTED, TIMED_OUT, ABORTED_BY_PEER -> true;
            case CONNECTION, TLS, PROTOCOL_ERROR, CLOSED -> false;
        };
    }

    private void take(Use use, Duration most) throws IOException {
        if (!isTaken(use, most)) {
            throw new IOException(name + ": as many associations are in use as there may be");
        }
    }

    private boolean isTaken(Use use, Duration most) {
        try {
            return ceiling.take(use, most);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private interface Connecting {
        StoreClient connect() throws IOException;
    }

    private SharedAssociation connected(Connecting connecting, Use use) throws IOException {
        boolean reached = false;
        try {
            SharedAssociation association = ceiling.opened(connecting.connect(), use);
            reached = true;
            health.reached();
            return association;
        } finally {
            if (!reached) {
                ceiling.giveUp(use);
            }
        }
    }
}
