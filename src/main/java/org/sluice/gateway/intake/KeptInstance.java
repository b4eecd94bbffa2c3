package org.sluice.gateway.intake;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.sluice.dataset.ByteSink;
import org.sluice.dataset.DataSetException;
import org.sluice.dataset.DataSetPieces;
import org.sluice.dataset.FileMeta;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.HeaderRoom;
import org.sluice.dataset.Part10;
import org.sluice.dataset.TransferSyntax;
import org.sluice.dataset.Uids;
import org.sluice.gateway.commitment.CommitmentNotes;
import org.sluice.gateway.delivery.FileBytes;
import org.sluice.gateway.route.InstanceDecision;
import org.sluice.gateway.route.Route;
import org.sluice.gateway.route.RouteBranch;
import org.sluice.recipe.Screening;
import org.sluice.recipe.action.HeaderEdits;
import org.sluice.store.Incoming;
import org.sluice.store.InstanceReference;
import org.sluice.store.QuarantineEntry;
import org.sluice.store.QuarantinedInstance;
import org.sluice.store.SpoolFacts;
import org.sluice.store.StoredOriginal;
import org.sluice.store.ViewWriter;
import org.sluice.text.Implementation;

/**
 * An instance of the quarantine, or an original of the spool, read again by the recipes of a route as they are now. For one thread; to
 * be closed.
 */
public final class KeptInstance implements AutoCloseable {
    private static final int PIECE = 64 << 10;

    private final StoredOriginal kept;
    private final Route route;
    private final HeaderLimits limits;
    private final TransferSyntax syntax;
    private final ByteBuffer buffer = ByteBuffer.allocate(PIECE);

    private KeptInstance(StoredOriginal kept, Route route) {
        this.kept = kept;
        this.route = route;
        this.limits = route.limitsOfOne();
        this.syntax = TransferSyntax.of(kept.facts().transferSyntaxUid());
    }

    /** One of the spool; nothing of its data set is read yet. */
    static KeptInstance of(StoredOriginal original, Route route) {
        return new KeptInstance(original, route);
    }

    /**
     * Opens one of the quarantine; nothing of its data set is read yet.
     *
     * @throws HeldBackException when the file is damaged
     */
    public static KeptInstance of(QuarantinedInstance kept, Route route) throws IOException {
        try (Part10 file = Part10.open(kept.path(), HeaderLimits.DEFAULT)) {
            long offset = file.dataSetOffset();
            StoredOriginal original =
                    new StoredOriginal(facts(kept, route), () -> FileChannel.open(kept.path(), StandardOpenOption.READ)
                            .position(offset));
            return new KeptInstance(original, route);
        } catch (DataSetException e) {
            throw new HeldBackException("the file is damaged: " + e.getMessage());
        }
    }

    private static SpoolFacts facts(QuarantinedInstance kept, Route route) {
        QuarantineEntry.Identity identity = kept.entry().identity();
        InstanceReference received = new InstanceReference(identity.sopClassUid(), identity.sopUid());
        return new SpoolFacts(
                received.sopClassUid(),
                received.sopInstanceUid(),
                identity.transferSyntaxUid(),
                received.sopInstanceUid(),
                route.calledAe(),
                route.destinations(),
                0,
                CommitmentNotes.committableAs(route, received),
                null,
                kept.entry().origin(),
                identity.studyUid(),
                kept.file());
    }

    /** What the spool has to know of it when it goes there under these UIDs. */
    SpoolFacts facts(InstanceReference sent, List<String> destinations) {
        return kept.facts().under(sent.sopClassUid(), sent.sopInstanceUid()).goingTo(destinations);
    }

    /** What its file in the spool begins with. */
    static ByteBuffer beginning(SpoolFacts facts) {
        return ByteBuffer.wrap(
                FileBytes.beginning(facts.sopClassUid(), facts.sopInstanceUid(), facts.transferSyntaxUid()));
    }

    Route route() {
        return route;
    }

    /** Under which UIDs it was received. */
    InstanceReference received() {
        return new InstanceReference(kept.facts().sopClassUid(), kept.facts().sopInstanceUid());
    }

    /** Its data set, inflated; as often as wanted, one at a time. */
    DataSetPieces pieces() throws IOException {
        return new DataSetPieces(
                kept.dataSet().open(), ByteBuffer.allocate(0), buffer, syntax.deflated(), route.instanceBytes());
    }

    /** Its data set as it came. */
    void copyTo(ByteSink out) throws IOException {
        try (SeekableByteChannel file = kept.dataSet().open()) {
            FileBytes.copy(file, buffer, out);
        }
    }

    /**
     * What some destinations would get, whatever the filters say.
     *
     * @throws HeldBackException when it contradicts PS3.5 or the request, or cannot be read
     */
    Screening screened(RouteBranch way) throws IOException {
        Screening screening = way.recipe().screening(syntax, this::meta, way.variables(), limits, new HeaderRoom());
        Optional<InstanceDecision.Quarantine> stopped;
        try {
            screening.read(this::pieces);
            screening.compareWithCommand(received().sopClassUid(), received().sopInstanceUid());
            stopped = route.stopped(screening.contradictions());
        } catch (DataSetException e) {
            stopped = Optional.of(route.stopped(screening.contradictions(), e));
        }
        if (stopped.isPresent()) {
            throw new HeldBackException(stopped.get());
        }
        return screening;
    }

    /**
     * What the header actions make of it.
     *
     * @throws HeldBackException when one fails
     */
    static HeaderEdits edited(Screening screening, RouteBranch way) throws HeldBackException {
        InstanceDecision decision = way.decideWithoutFilters(screening);
        if (decision instanceof InstanceDecision.Forward forward) {
            return forward.edits();
        }
        throw decision instanceof InstanceDecision.Quarantine quarantine
                ? new HeldBackException(quarantine)
                : new HeldBackException(way.inWords(decision));
    }

    /**
     * The header actions of the recipe for some destinations, whatever its filters say.
     *
     * @throws HeldBackException when it cannot be edited
     */
    public HeaderEdits edits(RouteBranch way) throws IOException {
        return edited(screened(way), way);
    }

    /**
     * What would become of it for some destinations if it came now.
     *
     * @throws HeldBackException when it contradicts PS3.5 or the request, or cannot be read
     */
    public InstanceDecision decision(RouteBranch way) throws IOException {
        return way.decide(screened(way));
    }

    /**
     * Under which UIDs it goes on.
     *
     * @throws HeldBackException when these are none
     */
    InstanceReference sent(HeaderEdits edits) throws HeldBackException, DataSetException {
        return requireNames(OutgoingIdentity.named(received(), edits).reference());
    }

    static InstanceReference requireNames(InstanceReference sent) throws HeldBackException {
        if (!Uids.isValid(sent.sopClassUid()) || !Uids.isValid(sent.sopInstanceUid())) {
            throw new HeldBackException("it has no valid SOP Class UID and SOP Instance UID to be sent by");
        }
        return sent;
    }

    /**
     * Adds to its data set in the spool what some destinations get.
     *
     * @param screening by the recipe of these destinations
     */
    void addView(Incoming file, RouteBranch way, Screening screening, HeaderEdits edits)
            throws IOException, DataSetException {
        InstanceReference sent = sent(edits);
        ViewWriter view = file.view();
        if (!way.recipe().hasActions() || !write(view, screening, edits)) {
            view.keepAll();
        }
        view.end(way.destinations(), sent.sopClassUid(), sent.sopInstanceUid());
    }

    private boolean write(ViewWriter view, Screening screening, HeaderEdits edits)
            throws IOException, DataSetException {
        return syntax.deflated()
                ? screening.write(edits, this::pieces, view::write)
                : new ViewRecorder(screening, view).record(edits, this::pieces);
    }

    /** File meta information as the association and the request said it, as far as that is known. */
    private Header meta() {
        return new FileMeta(
                        received().sopClassUid(),
                        received().sopInstanceUid(),
                        syntax.uid(),
                        Implementation.CLASS_UID,
                        Implementation.VERSION_NAME,
                        Optional.of(kept.facts().origin().callingAe()).filter(title -> !title.isEmpty()))
                .header();
    }

    /** Gives back the memory for its header. */
    @Override
    public void close() {
        limits.memory().close();
    }
}
