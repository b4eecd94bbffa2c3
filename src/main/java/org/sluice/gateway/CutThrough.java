package org.sluice.gateway;

import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.HeaderTooLargeException;
import org.sluice.net.BrokenBodyException;
import org.sluice.net.Status;
import org.sluice.net.StoreAnswer;
import org.sluice.net.StoreCommand;
import org.sluice.net.StoreRequest;
import org.sluice.net.engine.StoreClient;
import org.sluice.recipe.Screening;
import org.sluice.store.Incoming;
import org.sluice.text.Log;
import org.sluice.text.OneLine;

/**
 * Passes the clean instances of one association straight on: the edited header goes out as soon as it is decided, the
 * rest as it comes in, and the archive's answer is the modality's. A slow archive slows its modality alone, because no
 * byte is read before the one before it is written.
 *
 * <p>With the spool to fall back on, each instance is {@linkplain Beside kept} until the archive has taken it; should
 * the archive fail midway, all of it goes to the spool, and Success is true all the same. Without, the modality is told
 * that the archive failed, and still has the instance.
 */
final class CutThrough implements Onward {
    private static final Log LOG = Log.of(CutThrough.class);

    private final Route route;
    private final Depot depot;
    private final ArchiveLink archive;
    private final Meters meters;
    private final TeeMemory memory;

    CutThrough(Route route, Depot depot, ArchiveLink archive, Meters meters, TeeMemory memory) {
        this.route = route;
        this.depot = depot;
        this.archive = archive;
        this.meters = meters;
        this.memory = memory;
    }

    @Override
    public Settlement forward(Arrival arrival, Decision.Forward decision, Screening screening) throws IOException {
        Outgoing outgoing;
        try {
            outgoing = route.config().fallback()
                    ? Outgoing.of(arrival.request(), decision.edits())
                    : Outgoing.named(arrival.request(), decision.edits());
        } catch (DataSetException e) {
            return new Keeping(route, depot, arrival).unnamable(screening, e);
        }
        return route.config().fallback()
                ? forwardAndKeep(arrival, decision, screening, outgoing)
                : forward(arrival, decision, screening, outgoing, null);
    }

    private Settlement forwardAndKeep(
            Arrival arrival, Decision.Forward decision, Screening screening, Outgoing outgoing) throws IOException {
        try (Beside beside = new Beside(memory, () -> depot.beginForward(arrival, route, outgoing))) {
            return forward(arrival, decision, screening, outgoing, beside);
        }
    }

    private Settlement forward(
            Arrival arrival, Decision.Forward decision, Screening screening, Outgoing outgoing, @Nullable Beside beside)
            throws IOException {
        Passage passage = new Passage(route, arrival, screening, decision.edits(), beside);
        long start = System.nanoTime();
        try {
            StoreClient client = archive.client();
            OptionalInt context = ArchiveLink.contextFor(client, arrival.request(), outgoing);
            if (context.isEmpty()) {
                return notTaken(arrival, decision, screening, outgoing, passage, beside);
            }
            StoreAnswer answer =
                    client.store(context.getAsInt(), command(arrival.request(), outgoing), passage::writeTo);
            archive.used();
            if (answer.isDone()) {
                depot.notes().passedThrough(route, arrival.request(), outgoing);
            }
            return answered(arrival, decision, answer, System.nanoTime() - start);
        } catch (BrokenBodyException e) {
            throw e;
        } catch (Passage.StoppedException e) {
            return beside == null
                    ? Settlement.refused(halfSent(screening, e))
                    : stopped(arrival, screening, passage, beside, e);
        } catch (IOException e) {
            LOG.warn("{}: {}", archive.archiveName(), OneLine.message(e));
            if (beside != null) {
                return fellBack(arrival, decision, screening, outgoing, passage, beside);
            }
            meters.forwardFailed(destination());
            return Settlement.refused(Decision.Refuse.archiveFailed(archive.archiveName()));
        }
    }

    /** The association with the archive has no context for what is to be sent. */
    private Settlement notTaken(
            Arrival arrival,
            Decision.Forward decision,
            Screening screening,
            Outgoing outgoing,
            Passage passage,
            @Nullable Beside beside)
            throws IOException {
        return beside == null
                ? Settlement.refused(refusal(arrival, outgoing))
                : fellBack(arrival, decision, screening, outgoing, passage, beside);
    }

    /** The archive has half of it, and keeps nothing; the modality still has all. */
    private Decision.Refuse halfSent(Screening screening, Passage.StoppedException e) {
        Decision.Quarantine why = e.failure().isPresent()
                ? route.stopped(screening.contradictions(), e.failure().get())
                : route.stopped(screening.contradictions()).orElseThrow();
        boolean tooLarge = e.failure().isPresent() && e.failure().get() instanceof HeaderTooLargeException;
        return tooLarge
                ? Decision.Refuse.tooLarge((HeaderTooLargeException) e.failure().get())
                : Decision.Refuse.halfSent(why);
    }

    /** The archive has half of it, and keeps nothing; all of it is at hand beside, and goes to the quarantine. */
    private Settlement stopped(
            Arrival arrival, Screening screening, Passage passage, Beside beside, Passage.StoppedException e)
            throws IOException {
        passage.drain();
        Incoming written = beside.file();
        return new Keeping(route, depot, arrival)
                .stop(screening, e.failure(), written, beside.dataSetAt() + passage.headerLength());
    }

    /** What the modality was promised a new association may not hold: then it has to try again. */
    private Decision.Refuse refusal(Arrival arrival, Outgoing outgoing) {
        return outgoing.sopClassUid().equals(arrival.request().sopClassUid())
                ? Decision.Refuse.archiveFailed(archive.archiveName())
                : Decision.Refuse.notTaken(archive.archiveName(), outgoing.sopClassUid());
    }

    private Settlement fellBack(
            Arrival arrival,
            Decision.Forward decision,
            Screening screening,
            Outgoing outgoing,
            Passage passage,
            Beside beside)
            throws IOException {
        try {
            passage.finishWithoutArchive();
        } catch (Passage.StoppedException e) {
            return stopped(arrival, screening, passage, beside, e);
        }
        Incoming written = beside.file();
        if (passage.changedRest()) {
            new Keeping(route, depot, arrival)
                    .forwardEditingRest(
                            decision, screening, outgoing, written, beside.dataSetAt() + passage.headerLength());
        } else {
            depot.commitForward(written, arrival, route, outgoing);
        }
        return Settlement.kept(decision, () -> "clean, to the spool because " + archive.archiveName() + " failed");
    }

    private Settlement answered(Arrival arrival, Decision.Forward decision, StoreAnswer answer, long nanos) {
        if (answer.isDone()) {
            meters.forwarded(destination(), arrival.body().received(), nanos);
        } else {
            meters.forwardFailed(destination());
        }
        return new Settlement(
                decision,
                () -> "clean, through to " + archive.archiveName() + ": " + Status.format(answer.status()),
                answer);
    }

    private static StoreCommand command(StoreRequest request, Outgoing outgoing) {
        return new StoreCommand(
                outgoing.sopClassUid(),
                outgoing.sopInstanceUid(),
                request.transferSyntaxUid(),
                request.priority(),
                request.moveOriginator());
    }

    private String destination() {
        List<String> destinations = route.destinations();
        return destinations.get(0);
    }

    @Override
    public void close() {
        archive.close();
    }
}
