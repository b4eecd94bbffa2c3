package org.sluice.gateway.intake;

import java.io.IOException;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.sluice.config.ScrubConfig;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.HeaderTooLargeException;
import org.sluice.gateway.archive.ArchiveLink;
import org.sluice.gateway.meters.DestinationMeters;
import org.sluice.gateway.meters.Meters;
import org.sluice.gateway.route.InstanceDecision;
import org.sluice.gateway.route.Route;
import org.sluice.net.BrokenBodyException;
import org.sluice.net.Status;
import org.sluice.net.StoreAnswer;
import org.sluice.net.StoreClient;
import org.sluice.net.StoreCommand;
import org.sluice.net.StoreRequest;
import org.sluice.recipe.Screening;
import org.sluice.store.Incoming;
import org.sluice.store.QuarantinedInstance;
import org.sluice.text.Log;
import org.sluice.text.OneLine;

/**
 * Passes the clean instances of one association straight on: the edited header goes out as soon as it is decided, the
 * rest as it comes in, and the archive's answer is the modality's. A slow archive slows its modality alone, because no
 * byte is read before the one before it is written.
 *
 * <p>With the spool to fall back on, each instance is {@linkplain ReplayBuffer kept} until the archive has taken it; should
 * the archive fail midway, all of it goes to the spool, and Success is true all the same. Without, the modality is told
 * that the archive failed, and still has the instance.
 */
public final class CutThrough implements ForwardPath {
    private static final Log LOG = Log.of(CutThrough.class);

    private final Route route;
    private final InstanceStores stores;
    private final ArchiveLink archive;
    private final DestinationMeters meters;
    private final ReplayMemory memory;

    /** For the instances of one association with a modality; the link is closed with this. */
    public CutThrough(Route route, InstanceStores stores, ArchiveLink archive, Meters meters, ReplayMemory memory) {
        this.route = route;
        this.stores = stores;
        this.archive = archive;
        this.meters = meters.destination(route.destinations().get(0));
        this.memory = memory;
    }

    @Override
    public Settlement forward(Arrival arrival, InstanceDecision.Forward decision, Screening screening)
            throws IOException {
        OutgoingIdentity outgoing;
        try {
            outgoing = route.config().fallback()
                    ? OutgoingIdentity.of(arrival.request(), decision.edits())
                    : OutgoingIdentity.named(arrival.request(), decision.edits());
        } catch (DataSetException e) {
            return new ArrivalWriter(route, stores, arrival).unnamable(screening, e);
        }
        return route.config().fallback()
                ? forwardAndKeep(arrival, decision, screening, outgoing)
                : forward(arrival, decision, screening, outgoing, null);
    }

    /**
     * Blanks native pixel data on the way. The original is written beside it, and kept when the archive has the instance; else
     * nothing is, and the modality still has all.
     */
    @Override
    public Settlement scrub(
            Arrival arrival, InstanceDecision.Scrub decision, Screening screening, ScrubPassage byWayOfTheSpool)
            throws IOException {
        if (!decision.scrub().isNative() || decision.how().verify() != ScrubConfig.Verify.NOTHING) {
            return byWayOfTheSpool.settle(decision);
        }
        if (decision.how().original() == ScrubConfig.Original.DROP) {
            Settlement settled = forward(arrival, decision.forward(), screening);
            return scrubbed(settled, decision, "original dropped");
        }
        try (Incoming original = stores.beginQuarantine(arrival, screening.header())) {
            original.write(screening.taken());
            arrival.body().copyTo(original::write);
            Settlement settled = forward(arrival, decision.forward(), screening);
            if (!isScrubbed(settled)) {
                return settled;
            }
            arrival.body().requireCopied();
            QuarantinedInstance kept = stores.commitOriginal(original, arrival, route, decision, screening.header());
            return scrubbed(settled, decision, "original quarantined as " + kept.file());
        }
    }

    private static boolean isScrubbed(Settlement settled) {
        return settled.decision() instanceof InstanceDecision.Forward
                && settled.answer().isDone();
    }

    private static Settlement scrubbed(Settlement settled, InstanceDecision.Scrub decision, String original) {
        return isScrubbed(settled)
                ? new Settlement(
                        decision,
                        () -> settled.text().get() + ", " + decision.scrub().text() + ", " + original,
                        settled.answer())
                : settled;
    }

    private Settlement forwardAndKeep(
            Arrival arrival, InstanceDecision.Forward decision, Screening screening, OutgoingIdentity outgoing)
            throws IOException {
        try (ReplayBuffer beside = new ReplayBuffer(memory, () -> stores.beginForward(arrival, route, outgoing))) {
            return forward(arrival, decision, screening, outgoing, beside);
        }
    }

    private Settlement forward(
            Arrival arrival,
            InstanceDecision.Forward decision,
            Screening screening,
            OutgoingIdentity outgoing,
            @Nullable ReplayBuffer beside)
            throws IOException {
        CutThroughTransfer passage = new CutThroughTransfer(route, arrival, screening, decision.edits(), beside);
        long start = System.nanoTime();
        try {
            StoreClient client = archive.client();
            OptionalInt context = ArchiveLink.contextFor(client, arrival.request(), outgoing.sopClassUid());
            if (context.isEmpty()) {
                return notTaken(arrival, decision, screening, outgoing, passage, beside);
            }
            StoreAnswer answer =
                    client.store(context.getAsInt(), command(arrival.request(), outgoing), passage::writeTo);
            archive.used();
            if (answer.isDone()) {
                stores.passedThrough(arrival, route, outgoing);
            }
            return answered(arrival, decision, answer, System.nanoTime() - start);
        } catch (BrokenBodyException e) {
            throw e;
        } catch (CutThroughTransfer.StoppedException e) {
            return beside == null
                    ? Settlement.refused(halfSent(screening, e))
                    : stopped(arrival, screening, passage, beside, e);
        } catch (IOException e) {
            LOG.warn("{}: {}", archive.archiveName(), OneLine.message(e));
            if (beside != null) {
                return fellBack(arrival, decision, screening, outgoing, passage, beside);
            }
            return notTaken(decision, InstanceDecision.Refuse.archiveFailed(archive.archiveName()));
        }
    }

    /** The association with the archive has no context for what is to be sent. */
    private Settlement notTaken(
            Arrival arrival,
            InstanceDecision.Forward decision,
            Screening screening,
            OutgoingIdentity outgoing,
            CutThroughTransfer passage,
            @Nullable ReplayBuffer beside)
            throws IOException {
        return beside == null
                ? notTaken(decision, refusal(arrival, outgoing))
                : fellBack(arrival, decision, screening, outgoing, passage, beside);
    }

    /** What the recipe let go the archive does not have; the modality still has it. */
    private Settlement notTaken(InstanceDecision.Forward decision, InstanceDecision.Refuse why) {
        meters.held();
        return Settlement.notTaken(decision, why);
    }

    /** The archive has half of it, and keeps nothing; the modality still has all. */
    private InstanceDecision.Refuse halfSent(Screening screening, CutThroughTransfer.StoppedException e) {
        InstanceDecision.Quarantine why = e.failure().isPresent()
                ? route.stopped(screening.contradictions(), e.failure().get())
                : route.stopped(screening.contradictions()).orElseThrow();
        boolean tooLarge = e.failure().isPresent() && e.failure().get() instanceof HeaderTooLargeException;
        return tooLarge
                ? InstanceDecision.Refuse.tooLarge(
                        (HeaderTooLargeException) e.failure().get())
                : InstanceDecision.Refuse.halfSent(why);
    }

    /** The archive has half of it, and keeps nothing; all of it is at hand beside, and goes to the quarantine. */
    private Settlement stopped(
            Arrival arrival,
            Screening screening,
            CutThroughTransfer passage,
            ReplayBuffer beside,
            CutThroughTransfer.StoppedException e)
            throws IOException {
        passage.drain();
        Incoming written = beside.file();
        return new ArrivalWriter(route, stores, arrival)
                .stop(screening, e.failure(), written, beside.dataSetAt() + passage.headerLength());
    }

    /** What the modality was promised a new association may not hold: then it has to try again. */
    private InstanceDecision.Refuse refusal(Arrival arrival, OutgoingIdentity outgoing) {
        return outgoing.sopClassUid().equals(arrival.request().sopClassUid())
                ? InstanceDecision.Refuse.archiveFailed(archive.archiveName())
                : InstanceDecision.Refuse.notTaken(archive.archiveName(), outgoing.sopClassUid());
    }

    private Settlement fellBack(
            Arrival arrival,
            InstanceDecision.Forward decision,
            Screening screening,
            OutgoingIdentity outgoing,
            CutThroughTransfer passage,
            ReplayBuffer beside)
            throws IOException {
        try {
            passage.finishWithoutArchive();
        } catch (CutThroughTransfer.StoppedException e) {
            return stopped(arrival, screening, passage, beside, e);
        }
        Incoming written = beside.file();
        if (passage.changedRest()) {
            new ArrivalWriter(route, stores, arrival)
                    .forwardEditingRest(
                            decision, screening, outgoing, written, beside.dataSetAt() + passage.headerLength());
        } else {
            stores.commitForward(written, arrival, route, outgoing);
        }
        return Settlement.kept(
                decision, () -> verdict(decision) + ", to the spool because " + archive.archiveName() + " failed");
    }

    private Settlement answered(Arrival arrival, InstanceDecision.Forward decision, StoreAnswer answer, long nanos) {
        if (answer.isDone()) {
            meters.passedThrough(arrival.body().received(), nanos, arrival.age());
        } else {
            meters.held();
        }
        return new Settlement(
                decision,
                () -> verdict(decision) + ", through to " + archive.archiveName() + ": "
                        + Status.format(answer.status()),
                answer);
    }

    private static String verdict(InstanceDecision.Forward decision) {
        return decision.matches().isEmpty()
                ? "clean"
                : "flagged " + decision.matches().get(0).section();
    }

    private static StoreCommand command(StoreRequest request, OutgoingIdentity outgoing) {
        return new StoreCommand(
                outgoing.sopClassUid(),
                outgoing.sopInstanceUid(),
                request.transferSyntaxUid(),
                request.priority(),
                request.moveOriginator());
    }

    @Override
    public void close() {
        archive.close();
    }
}
