package org.sluice.net.engine;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sluice.net.AcceptedContext;
import org.sluice.net.AssociationInfo;
import org.sluice.net.AssociationPolicy;
import org.sluice.net.AssociationPolicy.Accept;
import org.sluice.net.AssociationPolicy.AssociateResponse;
import org.sluice.net.AssociationRequest;
import org.sluice.net.ContextChoice.Answer;
import org.sluice.net.NormalizedHandler;
import org.sluice.net.ProposedContext;
import org.sluice.net.Rejection;
import org.sluice.net.StorageClasses;
import org.sluice.net.UserIdentity;
import org.sluice.net.engine.pdu.AssociateRq;
import org.sluice.net.engine.pdu.Octets;
import org.sluice.net.engine.pdu.PresentationContextAc;
import org.sluice.net.engine.pdu.PresentationContextRq;
import org.sluice.net.engine.pdu.UserItem;
import org.sluice.net.tls.TlsSession;

/** Answers an A-ASSOCIATE-RQ as acceptor: what is refused by the standard, then the policy, then context by context. */
final class Acceptor {
    private static final String SOME_SYNTAX = "1.2.840.10008.1.2";

    /** Requests that may wait here; they are performed one after another, and cost no more than those of TCP. */
    private static final int MOST_OUTSTANDING = 64;

    /** Of contexts that a log line shows, and of transfer syntaxes of each. */
    private static final int CONTEXTS_SHOWN = 4;

    /**
     * PS3.4 Table B.3-2: level 2 of storage; digital signatures at level 1, for an edit can make one invalid; elements may
     * be coerced, namely by a recipe. Reserved bytes in between.
     */
    private static final Octets STORAGE_SUPPORT = Octets.of((byte) 2, (byte) 0, (byte) 1, (byte) 0, (byte) 1, (byte) 0);

    private final AssociationPolicy policy;

    Acceptor(AssociationPolicy policy) {
        this.policy = policy;
    }

    boolean traces(AssociationRequest request) {
        return policy.traces(request);
    }

    /**
     * The decision about a request. The policy is only asked about what can be accepted, for its handlers may hold something
     * until the association ends.
     *
     * @param beyondLimit the limit that the connection is beyond, in words; empty if it is within all
     */
    AssociateResponse decide(AssociateRq rq, AssociationRequest request, String beyondLimit) {
        if (!rq.applicationContext().equals(AssociateRq.DICOM_APPLICATION_CONTEXT)) {
            return AssociationPolicy.reject(Rejection.APPLICATION_CONTEXT_NOT_SUPPORTED);
        }
        return beyondLimit.isEmpty()
                ? policy.decide(request)
                : AssociationPolicy.reject(Rejection.LOCAL_LIMIT_EXCEEDED, beyondLimit);
    }

    /** What to say of a request of which no context is accepted, or only Verification although there were others. */
    static Optional<String> nothingAccepted(AssociationRequest request, AssociationInfo info) {
        List<ProposedContext> proposed = request.contexts().stream()
                .filter(context -> !context.abstractSyntax().equals(StorageClasses.VERIFICATION))
                .toList();
        boolean useful = info.contexts().stream()
                .anyMatch(context -> !context.abstractSyntax().equals(StorageClasses.VERIFICATION));
        boolean onlyEcho = proposed.isEmpty() && !info.contexts().isEmpty();
        if (useful || onlyEcho) {
            return Optional.empty();
        }
        String shown = proposed.stream()
                .limit(CONTEXTS_SHOWN)
                .map(context -> context.abstractSyntax() + " in "
                        + context.transferSyntaxes().stream()
                                .limit(CONTEXTS_SHOWN)
                                .collect(Collectors.joining(" or ")))
                .collect(Collectors.joining(", "));
        int more = proposed.size() - CONTEXTS_SHOWN;
        return Optional.of("no presentation context is accepted, so nothing can be sent on this association; proposed: "
                + (shown.isEmpty() ? "none" : shown)
                + (more > 0 ? " and " + more + " more" : ""));
    }

    /** The answer to each proposed context. */
    static List<PresentationContextAc> answers(AssociateRq rq, Accept accept) {
        List<PresentationContextAc> answers = new ArrayList<>();
        for (PresentationContextRq proposed : rq.contexts()) {
            Answer answer = accept.answer(proposed(proposed));
            // A refused context names a syntax too, which is not significant: PS3.8 9.3.3.2.
            String syntax = answer.transferSyntax().orElse(SOME_SYNTAX);
            answers.add(new PresentationContextAc(proposed.id(), answer.result(), syntax));
        }
        return answers;
    }

    /**
     * What is answered of the user information that was proposed: PS3.7 D.3.3.3 to D.3.3.7. There is no answer to common
     * extended negotiation, nor to a user identity that nobody here has looked at.
     */
    static List<UserItem> userItems(AssociateRq rq, AssociationInfo info, Accept accept) {
        NormalizedHandler normalized = accept.normalized();
        List<UserItem> items = new ArrayList<>();
        rq.user().first(UserItem.AsynchronousOperationsWindow.class).ifPresent(proposed -> {
            int invoked = proposed.invoked() == 0 ? MOST_OUTSTANDING : Math.min(proposed.invoked(), MOST_OUTSTANDING);
            items.add(new UserItem.AsynchronousOperationsWindow(invoked, 1));
        });
        for (UserItem.RoleSelection proposed : rq.user().all(UserItem.RoleSelection.class)) {
            if (info.contexts().stream()
                    .anyMatch(context -> context.abstractSyntax().equals(proposed.sopClass()))) {
                int scp = normalized.serves(proposed.sopClass()) ? Math.min(proposed.scpRole(), 1) : 0;
                items.add(new UserItem.RoleSelection(proposed.sopClass(), Math.min(proposed.scuRole(), 1), scp));
            }
        }
        for (UserItem.ExtendedNegotiation proposed : rq.user().all(UserItem.ExtendedNegotiation.class)) {
            if (StorageClasses.isStorage(proposed.sopClass())
                    && info.contexts().stream()
                            .anyMatch(context -> context.abstractSyntax().equals(proposed.sopClass()))) {
                items.add(new UserItem.ExtendedNegotiation(proposed.sopClass(), STORAGE_SUPPORT));
            }
        }
        rq.user()
                .first(UserItem.UserIdentityRq.class)
                .filter(identity -> accept.userBelieved() && identity.responseRequested() == 1)
                .ifPresent(identity -> items.add(new UserItem.UserIdentityAc(Octets.NONE)));
        return items;
    }

    static AssociationRequest requestOf(
            String id, AssociateRq rq, InetSocketAddress remote, InetSocketAddress local, Optional<TlsSession> tls) {
        List<ProposedContext> contexts =
                rq.contexts().stream().map(Acceptor::proposed).toList();
        return new AssociationRequest(
                id,
                rq.callingAe(),
                rq.calledAe(),
                remote,
                local,
                rq.user().implementationClassUid(),
                rq.user().implementationVersionName(),
                contexts,
                tls,
                rq.user().first(UserItem.UserIdentityRq.class).map(Acceptor::identity));
    }

    private static ProposedContext proposed(PresentationContextRq rq) {
        return new ProposedContext(rq.id(), rq.abstractSyntax(), rq.transferSyntaxes());
    }

    private static UserIdentity identity(UserItem.UserIdentityRq item) {
        return new UserIdentity(
                UserIdentity.Type.of(item.identityType()),
                item.primary().toArray(),
                item.secondary().toArray(),
                item.responseRequested() == 1);
    }

    static AssociationInfo infoOf(AssociationRequest request, List<PresentationContextAc> answers) {
        List<AcceptedContext> accepted = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            PresentationContextAc answer = answers.get(i);
            if (answer.isAccepted()) {
                String abstractSyntax = request.contexts().get(i).abstractSyntax();
                accepted.add(new AcceptedContext(answer.id(), abstractSyntax, answer.transferSyntax()));
            }
        }
        return request.accepted(accepted);
    }
}
