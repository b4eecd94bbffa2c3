package org.sluice.net;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sluice.net.AssociationPolicy.Accept;
import org.sluice.net.AssociationPolicy.Decision;
import org.sluice.net.AssociationPolicy.Reject;
import org.sluice.net.ContextChoice.Answer;
import org.sluice.net.pdu.AssociateRq;
import org.sluice.net.pdu.PresentationContextAc;
import org.sluice.net.pdu.PresentationContextRq;

/** Answers an A-ASSOCIATE-RQ as acceptor: what is refused by the standard, then the policy, then context by context. */
final class Acceptor {
    private static final List<String> VERIFICATION_SYNTAXES =
            List.of("1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2");

    private final AssociationPolicy policy;

    Acceptor(AssociationPolicy policy) {
        this.policy = policy;
    }

    /** The decision about a request; {@code full} when there are as many associations as may be. */
    Decision decide(AssociateRq rq, AssociationRequest request, boolean full) {
        if (!rq.applicationContext().equals(AssociateRq.DICOM_APPLICATION_CONTEXT)) {
            return new Reject(Rejection.APPLICATION_CONTEXT_NOT_SUPPORTED);
        }
        Decision decision = policy.decide(request);
        return full && decision instanceof Accept ? new Reject(Rejection.LOCAL_LIMIT_EXCEEDED) : decision;
    }

    /** The answer to each proposed context. */
    static List<PresentationContextAc> answers(AssociateRq rq, ContextChoice choice) {
        List<PresentationContextAc> answers = new ArrayList<>();
        for (PresentationContextRq proposed : rq.contexts()) {
            Answer answer = answer(proposed, choice);
            // A refused context names a syntax too, which is not significant: PS3.8 9.3.3.2.
            String syntax = answer.transferSyntax().orElse(VERIFICATION_SYNTAXES.get(0));
            answers.add(new PresentationContextAc(proposed.id(), answer.result(), syntax));
        }
        return answers;
    }

    private static Answer answer(PresentationContextRq rq, ContextChoice choice) {
        if (rq.transferSyntaxes().isEmpty()) {
            return Answer.TRANSFER_SYNTAXES_NOT_SUPPORTED;
        }
        ProposedContext proposed = new ProposedContext(rq.id(), rq.abstractSyntax(), rq.transferSyntaxes());
        if (rq.abstractSyntax().equals(StorageClasses.VERIFICATION)) {
            return rq.transferSyntaxes().stream()
                    .filter(VERIFICATION_SYNTAXES::contains)
                    .findFirst()
                    .map(Answer::accept)
                    .orElse(Answer.TRANSFER_SYNTAXES_NOT_SUPPORTED);
        }
        Answer answer = choice.choose(proposed);
        Optional<String> syntax = answer.transferSyntax();
        if (syntax.isPresent() && !rq.transferSyntaxes().contains(syntax.get())) {
            throw new IllegalStateException("context " + rq.id() + ": " + syntax.get() + " was not proposed");
        }
        return answer;
    }

    static AssociationRequest requestOf(String id, AssociateRq rq, InetSocketAddress remote, InetSocketAddress local) {
        List<ProposedContext> contexts = rq.contexts().stream()
                .map(c -> new ProposedContext(c.id(), c.abstractSyntax(), c.transferSyntaxes()))
                .toList();
        return new AssociationRequest(
                id,
                rq.callingAe(),
                rq.calledAe(),
                remote,
                local,
                rq.user().implementationClassUid(),
                rq.user().implementationVersionName(),
                contexts);
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
        return new AssociationInfo(
                request.id(),
                request.callingAe(),
                request.calledAe(),
                request.remote(),
                request.local(),
                request.implementationClassUid(),
                request.implementationVersionName(),
                accepted);
    }
}
