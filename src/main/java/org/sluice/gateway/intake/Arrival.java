package org.sluice.gateway.intake;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.Contradiction;
import org.sluice.dataset.DataSetPieces;
import org.sluice.dataset.FileMeta;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.HeaderRoom;
import org.sluice.dataset.Tag;
import org.sluice.dataset.TransferSyntax;
import org.sluice.gateway.delivery.FileBytes;
import org.sluice.gateway.meters.InFlight;
import org.sluice.gateway.route.InstanceDecision;
import org.sluice.gateway.route.Route;
import org.sluice.gateway.shadow.ShadowTrial;
import org.sluice.ledger.Receipt;
import org.sluice.net.AssociationInfo;
import org.sluice.net.StoreRequest;
import org.sluice.recipe.Screening;
import org.sluice.recipe.filter.Verdict;
import org.sluice.store.Incoming;
import org.sluice.store.Origin;
import org.sluice.text.OneLine;

/**
 * An instance that is arriving. What only a file needs is made when somebody asks for it: most instances of a
 * cut-through route never become one. For one thread.
 */
public final class Arrival {
    private final StoreRequest request;
    private final ArrivalBody body;
    private final TransferSyntax syntax;
    private final HeaderLimits limits;
    private final long receivedAt;
    private final long begunAt = System.nanoTime();
    private final List<Verdict> reported = new ArrayList<>(0);
    private @Nullable Header meta;
    private @Nullable Screening screening;
    private @Nullable Origin origin;
    private @Nullable InstanceDecision decision;

    /**
     * Begins with its C-STORE-RQ.
     *
     * @param receivedAt in milliseconds since 1970
     * @param limits how much of it is held in memory, and whose memory that is
     * @param inFlight is told of its bytes
     */
    Arrival(StoreRequest request, long receivedAt, HeaderLimits limits, InFlight inFlight) {
        this.receivedAt = receivedAt;
        this.request = request;
        this.body = new ArrivalBody(request.body(), inFlight);
        this.syntax = TransferSyntax.of(request.transferSyntaxUid());
        this.limits = limits;
    }

    /** Nanoseconds since its C-STORE-RQ came. */
    long age() {
        return System.nanoTime() - begunAt;
    }

    /** Its C-STORE-RQ. */
    StoreRequest request() {
        return request;
    }

    /** Its data set; read this, not the request's. */
    ArrivalBody body() {
        return body;
    }

    /** Its data set, read again from a file that it was written to, behind what stands before it there. */
    DataSetPieces written(Incoming file, long dataSetAt, Route route) throws IOException {
        return new DataSetPieces(
                file.reread(dataSetAt),
                ByteBuffer.allocate(0),
                FileBytes.buffer(),
                syntax.deflated(),
                route.instanceBytes());
    }

    /** Of the data set. */
    TransferSyntax syntax() {
        return syntax;
    }

    /** How much of it is held in memory, and whose memory that is. */
    HeaderLimits limits() {
        return limits;
    }

    /** Begins to screen it by the recipe of a route. */
    Screening screening(Route route, HeaderRoom room) {
        Screening begun = route.screening(syntax, this::meta, limits, room);
        screening = begun;
        return begun;
    }

    /** What has been found so far that contradicts PS3.5, or the request. */
    Collection<Contradiction> contradictions() {
        return screening == null ? List.of() : screening.contradictions().ofEachKind();
    }

    /** What was decided, of the destinations that get what the recipe of the route makes. */
    void decided(InstanceDecision by) {
        decision = by;
    }

    /** Has a shadow look at it, if something was decided that it can be compared with. */
    void tryOut(ShadowTrial shadow) {
        InstanceDecision live = decision;
        Screening read = screening;
        if (live != null && read != null) {
            shadow.compare(request.sopInstanceUid(), Instant.ofEpochMilli(receivedAt), read, live);
        }
    }

    /** Takes note of what sections say of it that only report. */
    void reported(Verdict said) {
        reported.add(said);
    }

    /** What sections say of it that only report, one for each recipe of which any says something. */
    List<Verdict> reported() {
        return reported;
    }

    /** (0020,000D) as it came; empty as long as the header has not been read, or when it has none. */
    String studyUid() {
        return screening == null
                ? ""
                : screening
                        .header()
                        .map(header -> uid(header, Tag.STUDY_INSTANCE_UID))
                        .orElse("");
    }

    /** A UID of a data set, as it stands there. */
    static String uid(Header header, int tag) {
        int element = header.find(tag);
        return element < 0 ? "" : header.uid(element).orElseGet(() -> String.join("\\", header.texts(element)));
    }

    /** It as the ledger knows it. */
    Receipt receipt(Route route) {
        return Receipt.of(origin(), route.calledAe(), studyUid(), request.sopInstanceUid(), body.received());
    }

    /** File meta information as the association and the request say it, PS3.10 7.1. */
    Header meta() {
        Header made = meta;
        if (made == null) {
            AssociationInfo association = request.association();
            made = new FileMeta(
                            request.sopClassUid(),
                            request.sopInstanceUid(),
                            request.transferSyntaxUid(),
                            OneLine.ascii(association.implementationClassUid()),
                            OneLine.ascii(association.implementationVersionName()),
                            Optional.of(OneLine.ascii(association.callingAe())).filter(title -> !title.isEmpty()))
                    .header();
            meta = made;
        }
        return made;
    }

    /** Where it comes from, which makes the peer's text fit for logs. */
    Origin origin() {
        Origin made = origin;
        if (made == null) {
            AssociationInfo association = request.association();
            made = new Origin(
                    association.id(),
                    association.callingAe(),
                    association.calledAe(),
                    Instant.ofEpochMilli(receivedAt));
            origin = made;
        }
        return made;
    }
}
