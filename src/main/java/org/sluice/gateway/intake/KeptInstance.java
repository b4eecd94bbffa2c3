package org.sluice.gateway.intake;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
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
import org.sluice.gateway.delivery.FileBytes;
import org.sluice.gateway.route.InstanceDecision;
import org.sluice.gateway.route.Route;
import org.sluice.gateway.route.RouteBranch;
import org.sluice.recipe.Screening;
import org.sluice.recipe.action.HeaderEdits;
import org.sluice.store.InstanceReference;
import org.sluice.store.QuarantineEntry;
import org.sluice.store.QuarantinedInstance;
import org.sluice.text.Implementation;

/** An instance of the quarantine, read again by the recipes of a route as they are now. For one thread; to be closed. */
public final class KeptInstance implements AutoCloseable {
    private static final int PIECE = 64 << 10;

    private final QuarantinedInstance kept;
    private final Route route;
    private final HeaderLimits limits;
    private final TransferSyntax syntax;
    private final long dataSetOffset;
    private final ByteBuffer buffer = ByteBuffer.allocate(PIECE);

    private KeptInstance(
            QuarantinedInstance kept, Route route, HeaderLimits limits, TransferSyntax syntax, long dataSetOffset) {
        this.kept = kept;
        this.route = route;
        this.limits = limits;
        this.syntax = syntax;
        this.dataSetOffset = dataSetOffset;
    }

    /**
     * Opens it; nothing of its data set is read yet.
     *
     * @throws HeldBackException when the file is damaged
     */
    public static KeptInstance of(QuarantinedInstance kept, Route route) throws IOException {
        try (Part10 file = Part10.open(kept.path(), HeaderLimits.DEFAULT)) {
            return new KeptInstance(
                    kept,
                    route,
                    route.limitsOfOne(),
                    TransferSyntax.of(kept.entry().identity().transferSyntaxUid()),
                    file.dataSetOffset());
        } catch (DataSetException e) {
            throw new HeldBackException("the file is damaged: " + e.getMessage());
        }
    }

    QuarantinedInstance kept() {
        return kept;
    }

    Route route() {
        return route;
    }

    boolean isDeflated() {
        return syntax.deflated();
    }

    /** Under which UIDs it was received. */
    InstanceReference received() {
        QuarantineEntry.Identity identity = kept.entry().identity();
        return new InstanceReference(identity.sopClassUid(), identity.sopUid());
    }

    /** Its data set, inflated; as often as wanted, one at a time. */
    DataSetPieces pieces() throws IOException {
        return new DataSetPieces(dataSet(), ByteBuffer.allocate(0), buffer, syntax.deflated(), route.instanceBytes());
    }

    private FileChannel dataSet() throws IOException {
        return FileChannel.open(kept.path(), StandardOpenOption.READ).position(dataSetOffset);
    }

    /** Its data set as it came. */
    void copyTo(ByteSink out) throws IOException {
        try (FileChannel file = dataSet()) {
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
        throw new HeldBackException((InstanceDecision.Quarantine) decision);
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

    /** File meta information as the association and the request said it, as far as that is known. */
    private Header meta() {
        return new FileMeta(
                        received().sopClassUid(),
                        received().sopInstanceUid(),
                        syntax.uid(),
                        Implementation.CLASS_UID,
                        Implementation.VERSION_NAME,
                        Optional.of(kept.entry().origin().callingAe()).filter(title -> !title.isEmpty()))
                .header();
    }

    /** Gives back the memory for its header. */
    @Override
    public void close() {
        limits.memory().close();
    }
}
