package org.sluice.net.dcm4che;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.UID;
import org.dcm4che3.net.Association;
import org.dcm4che3.net.AssociationHandler;
import org.dcm4che3.net.AssociationMonitor;
import org.dcm4che3.net.Dimse;
import org.dcm4che3.net.DimseRQHandler;
import org.dcm4che3.net.PDVInputStream;
import org.dcm4che3.net.pdu.AAssociateAC;
import org.dcm4che3.net.pdu.AAssociateRJ;
import org.dcm4che3.net.pdu.AAssociateRQ;
import org.dcm4che3.net.pdu.ExtendedNegotiation;
import org.dcm4che3.net.pdu.PresentationContext;
import org.dcm4che3.net.pdu.RoleSelection;
import org.dcm4che3.net.pdu.UserIdentityAC;
import org.dcm4che3.net.pdu.UserIdentityRQ;
import org.sluice.net.AcceptedContext;
import org.sluice.net.AssociationInfo;
import org.sluice.net.AssociationPolicy;
import org.sluice.net.AssociationPolicy.Accept;
import org.sluice.net.AssociationPolicy.AssociateResponse;
import org.sluice.net.AssociationPolicy.Reject;
import org.sluice.net.AssociationRequest;
import org.sluice.net.ContextChoice.Answer;
import org.sluice.net.ProposedContext;
import org.sluice.net.Rejection;
import org.sluice.net.StorageClasses;
import org.sluice.net.UserIdentity;
import org.sluice.text.Implementation;
import org.sluice.text.Log;

/** Answers A-ASSOCIATE-RQ as acceptor, by the policy of the listener instead of a list of AE titles and transfer capabilities. */
final class Negotiator extends AssociationHandler {
    private static final Log LOG = Log.of(Negotiator.class);
    /** Requests that may wait here; they are performed one after another, and cost no more than those of TCP. */
    private static final int MOST_OUTSTANDING = 64;
    /** A refused context names a syntax too, which is not significant: PS3.8 9.3.3.2. */
    private static final String SOME_SYNTAX = UID.ImplicitVRLittleEndian;
    /**
     * PS3.4 Table B.3-2: level 2 of storage; digital signatures at level 1, for an edit can make one invalid; elements may
     * be coerced, namely by a recipe. Reserved bytes in between.
     */
    private static final byte[] STORAGE_SUPPORT = {2, 0, 1, 0, 1, 0};

    @Override
    protected AAssociateAC negotiate(Association association, AAssociateRQ rq) throws IOException {
        ServedConnection connection = ServedConnection.of(association);
        AssociationRequest request = request(connection, (WatchedSocket) association.getSocket(), rq);
        if (connection.listener().policy().traces(request)) {
            LOG.warn("PDUs are not shown: the engine dcm4che cannot, sluice can");
        }
        AssociateResponse decision = decide(connection, rq, request);
        if (decision instanceof Reject reject) {
            throw reject(connection, request, reject);
        }
        Accept accept = (Accept) decision;
        connection.accepting(accept);
        return acceptance(association, connection, request, accept);
    }

    private static AssociateResponse decide(ServedConnection connection, AAssociateRQ rq, AssociationRequest request) {
        if ((rq.getProtocolVersion() & 1) == 0) {
            return AssociationPolicy.reject(Rejection.PROTOCOL_VERSION_NOT_SUPPORTED);
        }
        if (!UID.DICOMApplicationContext.equals(rq.getApplicationContext())) {
            return AssociationPolicy.reject(Rejection.APPLICATION_CONTEXT_NOT_SUPPORTED);
        }
        if (!Terms.canSend(rq.getMaxPDULength())) {
            return AssociationPolicy.reject(
                    Rejection.NO_REASON_GIVEN, "the longest PDU that the peer takes is not one that can be sent");
        }
        String beyond = connection.beyondLimit();
        return beyond.isEmpty()
                ? connection.listener().policy().decide(request)
                : AssociationPolicy.reject(Rejection.LOCAL_LIMIT_EXCEEDED, beyond);
    }

    private static AAssociateRJ reject(ServedConnection connection, AssociationRequest request, Reject reject) {
        Rejection rejection = reject.rejection();
        connection.rejected();
        connection.listener().events().associationRejected(request, rejection);
        String why = reject.why().isEmpty() ? "" : ": " + reject.why();
        LOG.warn("{}>{} {} rejected: {}{}", request.callingAe(), request.calledAe(), request.remote(), rejection, why);
        return new AAssociateRJ(rejection.result(), rejection.source(), rejection.reason());
    }

    private static AAssociateAC acceptance(
            Association association, ServedConnection connection, AssociationRequest request, Accept accept) {
        AAssociateRQ rq = association.getAAssociateRQ();
        AAssociateAC ac = new AAssociateAC();
        ac.setCalledAET(rq.getCalledAET());
        ac.setCallingAET(rq.getCallingAET());
        ac.setImplClassUID(Implementation.CLASS_UID);
        ac.setImplVersionName(Implementation.VERSION_NAME);
        ac.setMaxPDULength(Math.min(connection.listener().options().maxPduLength(), accept.maxPduLength()));
        List<AcceptedContext> accepted = new ArrayList<>();
        for (ProposedContext proposed : request.contexts()) {
            Answer answer = accept.answer(proposed);
            answer.transferSyntax()
                    .ifPresent(syntax ->
                            accepted.add(new AcceptedContext(proposed.id(), proposed.abstractSyntax(), syntax)));
            ac.addPresentationContext(new PresentationContext(
                    proposed.id(), answer.result(), answer.transferSyntax().orElse(SOME_SYNTAX)));
        }
        if (rq.isAsyncOps()) {
            int invoked = rq.getMaxOpsInvoked() == 0 ? MOST_OUTSTANDING : rq.getMaxOpsInvoked();
            ac.setMaxOpsInvoked(Math.min(invoked, MOST_OUTSTANDING));
            ac.setMaxOpsPerformed(1);
        }
        answerUserItems(rq, ac, accept, accepted);
        association.setProperty(AssociationInfo.class, request.accepted(accepted));
        association.setProperty(Accept.class, accept);
        return ac;
    }

    /** What is answered of the user information that was proposed: PS3.7 D.3.3.4 to D.3.3.7. */
    private static void answerUserItems(
            AAssociateRQ rq, AAssociateAC ac, Accept accept, List<AcceptedContext> accepted) {
        for (RoleSelection proposed : rq.getRoleSelections()) {
            if (isAccepted(proposed.getSOPClassUID(), accepted)) {
                boolean scp = proposed.isSCP() && accept.normalized().serves(proposed.getSOPClassUID());
                ac.addRoleSelection(new RoleSelection(proposed.getSOPClassUID(), proposed.isSCU(), scp));
            }
        }
        for (ExtendedNegotiation proposed : rq.getExtendedNegotiations()) {
            String sopClass = proposed.getSOPClassUID();
            if (StorageClasses.isStorage(sopClass) && isAccepted(sopClass, accepted)) {
                ac.addExtendedNegotiation(new ExtendedNegotiation(sopClass, STORAGE_SUPPORT.clone()));
            }
        }
        UserIdentityRQ user = rq.getUserIdentityRQ();
        if (user != null && accept.userBelieved() && user.isPositiveResponseRequested()) {
            ac.setUserIdentityAC(new UserIdentityAC(new byte[0]));
        }
    }

    private static boolean isAccepted(String sopClass, List<AcceptedContext> accepted) {
        return accepted.stream().anyMatch(context -> context.abstractSyntax().equals(sopClass));
    }

    private static AssociationRequest request(ServedConnection connection, WatchedSocket socket, AAssociateRQ rq) {
        List<ProposedContext> contexts =
                rq.getPresentationContexts().stream().map(Negotiator::proposed).toList();
        return new AssociationRequest(
                connection.id(),
                text(rq.getCallingAET()),
                text(rq.getCalledAET()),
                socket.remote(),
                socket.local(),
                text(rq.getImplClassUID()),
                text(rq.getImplVersionName()),
                contexts,
                socket.tls(),
                Optional.ofNullable(rq.getUserIdentityRQ()).map(Negotiator::user));
    }

    private static ProposedContext proposed(PresentationContext context) {
        return new ProposedContext(
                context.getPCID(), text(context.getAbstractSyntax()), Arrays.asList(context.getTransferSyntaxes()));
    }

    private static UserIdentity user(UserIdentityRQ rq) {
        return new UserIdentity(
                UserIdentity.Type.of(rq.getType()),
                rq.getPrimaryField(),
                rq.getSecondaryField(),
                rq.isPositiveResponseRequested());
    }

    private static String text(String mayBeMissing) {
        return mayBeMissing == null ? "" : mayBeMissing;
    }

    /** Hears when the acceptance is sent. */
    static final class Monitor implements AssociationMonitor {
        @Override
        public void onAssociationAccepted(Association association) {
            ServedConnection connection = ServedConnection.of(association);
            Accept accept = association.getProperty(Accept.class);
            Provider provider =
                    new Provider(association, connection, association.getProperty(AssociationInfo.class), accept);
            if (provider.info().contexts().isEmpty()) {
                LOG.warn(
                        "{} {}: no presentation context is accepted, so nothing can be sent on this association",
                        ServedConnection.parties(provider.info()),
                        provider.info().remote());
            }
            connection.accepted(association, provider);
        }

        @Override
        public void onAssociationRejected(Association association, AAssociateRJ rejection) {
            // Told where it was decided.
        }

        @Override
        public void onAssociationEstablished(Association association) {
            // As requestor alone.
        }

        @Override
        public void onAssociationFailed(Association association, Throwable failure) {
            // As requestor alone.
        }
    }

    /** Gives each request to the provider of its association. */
    static final class Requests implements DimseRQHandler {
        @Override
        public void onDimseRQ(
                Association association,
                PresentationContext context,
                Dimse dimse,
                Attributes command,
                PDVInputStream data)
                throws IOException {
            ServedConnection connection = ServedConnection.of(association);
            connection.begin();
            try {
                connection.provider().onDimseRQ(association, context, dimse, command, data);
            } finally {
                connection.done();
            }
        }

        @Override
        public void onClose(Association association) {
            // The connection's own thread knows.
        }
    }
}
