package org.sluice.gateway;

import java.time.Instant;
import java.util.Optional;
import org.sluice.dataset.FileMeta;
import org.sluice.dataset.Header;
import org.sluice.dataset.HeaderLimits;
import org.sluice.dataset.TransferSyntax;
import org.sluice.net.AeTitle;
import org.sluice.net.AssociationInfo;
import org.sluice.net.StoreRequest;
import org.sluice.store.Origin;

/**
 * An instance that is arriving.
 *
 * @param request its C-STORE-RQ
 * @param body its data set; read this, not the request's
 * @param syntax of the data set
 * @param meta file meta information as the association and the request say it, PS3.10 7.1
 * @param origin where it comes from, with the peer's text made fit for logs
 * @param limits how much of it is held in memory, and whose memory that is
 */
record Arrival(
        StoreRequest request,
        ArrivalBody body,
        TransferSyntax syntax,
        Header meta,
        Origin origin,
        HeaderLimits limits) {
    static Arrival of(StoreRequest request, HeaderLimits limits) {
        AssociationInfo association = request.association();
        String callingAe = AeTitle.escape(association.callingAe());
        FileMeta meta = new FileMeta(
                request.sopClassUid(),
                request.sopInstanceUid(),
                request.transferSyntaxUid(),
                AeTitle.escape(association.implementationClassUid()),
                AeTitle.escape(association.implementationVersionName()),
                Optional.of(callingAe).filter(title -> !title.isEmpty()));
        return new Arrival(
                request,
                new ArrivalBody(request.body()),
                TransferSyntax.of(request.transferSyntaxUid()),
                meta.header(),
                new Origin(association.id(), callingAe, AeTitle.escape(association.calledAe()), Instant.now()),
                limits);
    }
}
