package org.sluice.gateway;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.sluice.config.AcceptMode;
import org.sluice.config.CommitmentMode;
import org.sluice.config.DeliveryMode;
import org.sluice.config.EchoMode;
import org.sluice.dataset.Uids;
import org.sluice.gateway.archive.ArchiveLink;
import org.sluice.gateway.archive.Archives;
import org.sluice.gateway.archive.DestinationContexts;
import org.sluice.gateway.archive.EchoRelay;
import org.sluice.gateway.commitment.StorageCommitment;
import org.sluice.gateway.intake.ArrivalWriter;
import org.sluice.gateway.intake.CutThrough;
import org.sluice.gateway.intake.ForwardPath;
import org.sluice.gateway.intake.InstanceStores;
import org.sluice.gateway.intake.Intake;
import org.sluice.gateway.intake.ReplayMemory;
import org.sluice.gateway.meters.Meters;
import org.sluice.gateway.route.Route;
import org.sluice.gateway.route.RoutePolicy;
import org.sluice.gateway.shadow.ShadowKeeper;
import org.sluice.net.AssociationPolicy;
import org.sluice.net.AssociationPolicy.AssociateResponse;
import org.sluice.net.AssociationRequest;
import org.sluice.net.ContextChoice;
import org.sluice.net.NormalizedHandler;
import org.sluice.net.ProposedContext;
import org.sluice.net.Rejection;
import org.sluice.net.StoreAnswer;
import org.sluice.text.Log;
import org.sluice.text.OneLine;

/**
 * Accepts associations in the way their route delivers: any storage context for the spool; for cut-through what the
 * archive accepts, asked before the modality is answered.
 */
final class Admissions implements RoutePolicy.Admission {
    private static final Log LOG = Log.of(Admissions.class);

    private final InstanceStores stores;
    private final Meters meters;
    private final Archives archives;
    private final Optional<StorageCommitment> commitments;
    private final HighWaterWatch highWater;
    private final ShadowKeeper shadows;
    private final ReplayMemory memory = new ReplayMemory();

    /** Uses these archives for cut-through; and storage commitment when a route answers it. */
    Admissions(
            InstanceStores stores,
            Meters meters,
            Archives archives,
            Optional<StorageCommitment> commitments,
            HighWaterWatch highWater,
            ShadowKeeper shadows) {
        this.shadows = shadows;
        this.highWater = highWater;
        this.commitments = commitments;
        this.stores = stores;
        this.meters = meters;
        this.archives = archives;
    }

    @Override
    public AssociateResponse admit(Route route, AssociationRequest request) {
        Optional<String> above = highWater.of(route).reached();
        if (above.isPresent() && request.contexts().stream().anyMatch(Admissions::isStorage)) {
            return AssociationPolicy.reject(Rejection.TEMPORARY_CONGESTION, above.get());
        }
        return route.config().deliver() == DeliveryMode.CUT_THROUGH
                ? throughTo(route, request)
                : spooled(route, request);
    }

    private AssociateResponse spooled(Route route, AssociationRequest request) {
        ForwardPath path = (arrival, decision, screening) ->
                new ArrivalWriter(route, stores, arrival).forward(decision, screening);
        return new AssociationPolicy.Accept(
                choice(route, request),
                Optional.of(intake(route, request.callingAe(), path)),
                normalized(route, request));
    }

    private ContextChoice choice(Route route, AssociationRequest request) {
        if (route.config().accept() == AcceptMode.ALL) {
            return ContextChoice.ALL_STORAGE;
        }
        List<ProposedContext> storage =
                request.contexts().stream().filter(Admissions::isStorage).toList();
        return DestinationContexts.choice(archives.contextsOf(route.destinations()), storage);
    }

    private AssociateResponse throughTo(Route route, AssociationRequest request) {
        List<ProposedContext> storage =
                request.contexts().stream().filter(Admissions::isStorage).toList();
        if (storage.isEmpty()) {
            return spooled(route, request); // nothing will be sent: an echo
        }
        try {
            ArchiveLink link = new ArchiveLink(
                    archives.behind(route.destinations().get(0)),
                    route.config().fallback() ? ArchiveLink.Retry.LATER : ArchiveLink.Retry.AT_ONCE,
                    storage);
            return new AssociationPolicy.Accept(
                    link.choice(),
                    Optional.of(
                            intake(route, request.callingAe(), new CutThrough(route, stores, link, meters, memory))),
                    normalized(route, request),
                    link.longestPdu());
        } catch (IOException e) {
            meters.associations().archiveFailed(e);
            LOG.debug("no archive within reach of route {}: {}", route.calledAe(), e);
            return route.config().fallback()
                    ? spooled(route, request)
                    : AssociationPolicy.reject(
                            Rejection.TEMPORARY_CONGESTION, "no archive within reach: " + OneLine.message(e));
        }
    }

    /** What can be sent on as it was proposed: peers' nonsense is not handed to the archive. */
    private static boolean isStorage(ProposedContext context) {
        return !context.transferSyntaxes().isEmpty()
                && ContextChoice.ALL_STORAGE.choose(context).result() == 0
                && Uids.isValid(context.abstractSyntax())
                && context.transferSyntaxes().stream().allMatch(Uids::isValid);
    }

    private NormalizedHandler normalized(Route route, AssociationRequest request) {
        if (route.config().commitment() != CommitmentMode.OFF) {
            return commitments.map(commitment -> commitment.on(route)).orElse(NormalizedHandler.NONE);
        }
        return reportsOf(request).orElse(NormalizedHandler.NONE);
    }

    /** An archive may report what it was asked to commit, wherever its association leads. */
    private Optional<NormalizedHandler> reportsOf(AssociationRequest request) {
        return commitments
                .filter(commitment -> commitment.asks(request.callingAe(), request.calledAe()))
                .map(StorageCommitment::forReports);
    }

    @Override
    public AssociateResponse withoutRoute(AssociationRequest request, AssociationPolicy.Reject rejection) {
        return reportsOf(request)
                .<AssociateResponse>map(reports -> new AssociationPolicy.Accept(
                        context -> ContextChoice.Answer.ABSTRACT_SYNTAX_NOT_SUPPORTED, Optional.empty(), reports))
                .orElse(rejection);
    }

    private Intake intake(Route route, String callingAe, ForwardPath path) {
        Intake.Echo echo = route.config().echo() == EchoMode.RELAY
                ? new EchoRelay(archives.behind(route.destinations().get(0)))::answer
                : () -> StoreAnswer.SUCCESS;
        return new Intake(
                route,
                stores,
                path,
                meters.instances(route.calledAe(), callingAe),
                echo,
                highWater.of(route),
                shadows.of(route).orElse(null));
    }
}
