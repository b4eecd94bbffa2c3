package org.sluice.net.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.sluice.net.AcceptedContext;
import org.sluice.net.AssociationInfo;
import org.sluice.net.PresentationContextProposal;
import org.sluice.net.ProposedContext;
import org.sluice.net.StorageClasses;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.UserCredentials;
import org.sluice.net.engine.pdu.AssociateAc;
import org.sluice.net.engine.pdu.Octets;
import org.sluice.net.engine.pdu.PresentationContextAc;
import org.sluice.net.engine.pdu.PresentationContextRq;
import org.sluice.net.engine.pdu.UserItem;
import org.sluice.net.tls.KeyFileException;
import org.sluice.net.tls.TlsSession;

/** What a requestor proposes, and what came of it. */
final class Requestor {
    private static final int MOST_CONTEXTS = 128;
    private static final String STORAGE_SERVICE_CLASS = "1.2.840.10008.4.2";
    private static final List<String> VERIFICATION_SYNTAXES = List.of("1.2.840.10008.1.2");

    private Requestor() {}

    /** One context for each proposal with odd ids from 1, and Verification where there is room for it. */
    static List<PresentationContextRq> contexts(List<PresentationContextProposal> proposals) {
        if (proposals.size() > MOST_CONTEXTS) {
            throw new IllegalArgumentException(
                    "presentation contexts: expected at most " + MOST_CONTEXTS + ", found " + proposals.size());
        }
        List<PresentationContextRq> contexts = new ArrayList<>();
        for (PresentationContextProposal proposal : proposals) {
            contexts.add(new PresentationContextRq(
                    2 * contexts.size() + 1, proposal.sopClass(), proposal.transferSyntaxes()));
        }
        boolean proposed = proposals.stream().anyMatch(p -> p.sopClass().equals(StorageClasses.VERIFICATION));
        if (!proposed && contexts.size() < MOST_CONTEXTS) {
            contexts.add(new PresentationContextRq(
                    2 * contexts.size() + 1, StorageClasses.VERIFICATION, VERIFICATION_SYNTAXES));
        }
        return contexts;
    }

    /** The same contexts under the same ids, and Verification under one that is free. */
    static List<PresentationContextRq> contextsAs(List<ProposedContext> wanted) {
        List<PresentationContextRq> contexts = new ArrayList<>();
        BitSet taken = new BitSet();
        for (ProposedContext context : wanted) {
            contexts.add(new PresentationContextRq(context.id(), context.abstractSyntax(), context.transferSyntaxes()));
            taken.set(context.id());
        }
        for (int id = 1; id < 2 * MOST_CONTEXTS; id += 2) {
            if (!taken.get(id)) {
                contexts.add(new PresentationContextRq(id, StorageClasses.VERIFICATION, VERIFICATION_SYNTAXES));
                break;
            }
        }
        return contexts;
    }

    /** Each private SOP class among them as one of storage: PS3.7 D.3.3.6. The peer answers nothing to that. */
    static List<UserItem> commonExtended(List<PresentationContextRq> contexts) {
        return contexts.stream()
                .map(PresentationContextRq::abstractSyntax)
                .filter(StorageClasses::isPrivate)
                .distinct()
                .<UserItem>map(uid -> new UserItem.CommonExtendedNegotiation(uid, STORAGE_SERVICE_CLASS, List.of()))
                .toList();
    }

    /**
     * Who this side says that it is: type 2 with a passcode, else type 1; a response is asked for.
     *
     * @throws IOException the passcode cannot be read where it is kept
     */
    static UserItem.UserIdentityRq identity(UserCredentials user) throws IOException {
        Octets name = Octets.of(user.name().getBytes(StandardCharsets.UTF_8));
        if (user.passcode().isEmpty()) {
            return new UserItem.UserIdentityRq(1, 1, name, Octets.NONE);
        }
        try {
            String passcode = new String(user.passcode().get().read());
            return new UserItem.UserIdentityRq(2, 1, name, Octets.of(passcode.getBytes(StandardCharsets.UTF_8)));
        } catch (KeyFileException e) {
            throw new IOException("passcode of " + user + ": " + e.getMessage(), e);
        }
    }

    static AssociationInfo infoOf(
            String id,
            StoreClientOptions options,
            InetSocketAddress local,
            List<PresentationContextRq> contexts,
            AssociateAc ac,
            Optional<TlsSession> tls) {
        return new AssociationInfo(
                id,
                options.callingAe(),
                options.calledAe(),
                options.remote(),
                local,
                ac.user().implementationClassUid(),
                ac.user().implementationVersionName(),
                accepted(contexts, ac),
                tls);
    }

    /** What the peer accepted, of what was proposed; an answer to anything else, or of anything else, is none. */
    private static List<AcceptedContext> accepted(List<PresentationContextRq> contexts, AssociateAc ac) {
        List<AcceptedContext> accepted = new ArrayList<>();
        for (PresentationContextRq context : contexts) {
            for (PresentationContextAc answer : ac.contexts()) {
                if (answer.id() == context.id()
                        && answer.isAccepted()
                        && context.transferSyntaxes().contains(answer.transferSyntax())) {
                    accepted.add(new AcceptedContext(context.id(), context.abstractSyntax(), answer.transferSyntax()));
                }
            }
        }
        return accepted;
    }
}
