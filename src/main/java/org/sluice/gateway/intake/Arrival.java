package org.sluice.gateway.intake;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sluice.dataset.Contradiction;
import org.sluice.dataset.Contradictions;
import org.sluice.dataset.FileMeta;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.HeaderRoom;
import org.sluice.dataset.TransferSyntax;
import org.sluice.gateway.meters.InFlight;
import org.sluice.gateway.route.Route;
import org.sluice.net.AssociationInfo;
import org.sluice.net.StoreRequest;
import org.sluice.recipe.Screening;
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
    private final long receivedAt = System.currentTimeMillis();
    private final long begunAt = System.nanoTime();
    private @Nullable Header meta;
    private @Nullable Contradictions contradictions;

    /**
     * Begins with its C-STORE-RQ.
     *
     * @param limits how much of it is held in memory, and whose memory that is
     * @param inFlight is told of its bytes
     */
    Arrival(StoreRequest request, HeaderLimits limits, InFlight inFlight) {
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
        Screening screening = route.screening(syntax, this::meta, limits, room);
        contradictions = screening.contradictions();
        return screening;
    }

    /** What has been found so far that contradicts PS3.5, or the request. */
    Collection<Contradiction> contradictions() {
        return contradictions == null ? List.of() : contradictions.ofEachKind();
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
        AssociationInfo association = request.association();
        return new Origin(
                association.id(), association.callingAe(), association.calledAe(), Instant.ofEpochMilli(receivedAt));
    }
}
