package org.sluice.net.dcm4che;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.dcm4che3.data.UID;
import org.dcm4che3.net.pdu.AAssociateAC;
import org.dcm4che3.net.pdu.AAssociateRQ;
import org.dcm4che3.net.pdu.CommonExtendedNegotiation;
import org.dcm4che3.net.pdu.PresentationContext;
import org.dcm4che3.net.pdu.RoleSelection;
import org.dcm4che3.net.pdu.UserIdentityRQ;
import org.sluice.net.AcceptedContext;
import org.sluice.net.PresentationContextProposal;
import org.sluice.net.ProposedContext;
import org.sluice.net.Roles;
import org.sluice.net.StorageClasses;
import org.sluice.net.StoreClientOptions;
import org.sluice.net.UserCredentials;
import org.sluice.net.tls.KeyFileException;
import org.sluice.text.Implementation;

/** What a requestor proposes, and what came of it. */
final class Proposal {
    private static final int MOST_CONTEXTS = 128;
    private static final List<String> VERIFICATION_SYNTAXES = List.of(UID.ImplicitVRLittleEndian);

    private Proposal() {}

    /** One context for each proposal with odd ids from 1, and Verification where there is room for it. */
    static List<ProposedContext> contexts(List<PresentationContextProposal> proposals) {
        if (proposals.size() > MOST_CONTEXTS) {
            throw new IllegalArgumentException(
                    "presentation contexts: expected at most " + MOST_CONTEXTS + ", found " + proposals.size());
        }
        List<ProposedContext> contexts = new ArrayList<>();
        for (PresentationContextProposal proposal : proposals) {
            contexts.add(
                    new ProposedContext(2 * contexts.size() + 1, proposal.sopClass(), proposal.transferSyntaxes()));
        }
        boolean proposed = proposals.stream().anyMatch(p -> p.sopClass().equals(StorageClasses.VERIFICATION));
        return proposed ? contexts : withVerification(contexts);
    }

    /** The same contexts, and Verification under an id that is free. */
    static List<ProposedContext> withVerification(List<ProposedContext> wanted) {
        BitSet taken = new BitSet();
        wanted.forEach(context -> taken.set(context.id()));
        List<ProposedContext> contexts = new ArrayList<>(wanted);
        for (int id = 1; id < 2 * MOST_CONTEXTS; id += 2) {
            if (!taken.get(id)) {
                contexts.add(new ProposedContext(id, StorageClasses.VERIFICATION, VERIFICATION_SYNTAXES));
                break;
            }
        }
        return contexts;
    }

    /**
     * The request.
     *
     * @throws IOException the passcode of the user cannot be read where it is kept
     */
    static AAssociateRQ request(StoreClientOptions options, List<ProposedContext> contexts) throws IOException {
        AAssociateRQ rq = new AAssociateRQ();
        rq.setCallingAET(options.callingAe());
        rq.setCalledAET(options.calledAe());
        rq.setImplClassUID(Implementation.CLASS_UID);
        rq.setImplVersionName(Implementation.VERSION_NAME);
        for (ProposedContext context : contexts) {
            rq.addPresentationContext(new PresentationContext(
                    context.id(),
                    context.abstractSyntax(),
                    context.transferSyntaxes().toArray(String[]::new)));
            if (options.commonExtended() && StorageClasses.isPrivate(context.abstractSyntax())) {
                rq.addCommonExtendedNegotiation(new CommonExtendedNegotiation(context.abstractSyntax(), UID.Storage));
            }
        }
        if (options.user().isPresent()) {
            rq.setUserIdentityRQ(identity(options.user().get()));
        }
        return rq;
    }

    /** Proposes a role other than that of the SCU: PS3.7 D.3.3.4. */
    static void propose(AAssociateRQ rq, String sopClass, Roles role) {
        if (!role.equals(Roles.SCU)) {
            rq.addRoleSelection(new RoleSelection(sopClass, role.scu(), role.scp()));
        }
    }

    /** Type 2 with a passcode, else type 1; a response is asked for: PS3.7 D.3.3.7. */
    private static UserIdentityRQ identity(UserCredentials user) throws IOException {
        byte[] name = user.name().getBytes(StandardCharsets.UTF_8);
        if (user.passcode().isEmpty()) {
            return new UserIdentityRQ(UserIdentityRQ.USERNAME, true, name);
        }
        try {
            String passcode = new String(user.passcode().get().read());
            return new UserIdentityRQ(
                    UserIdentityRQ.USERNAME_PASSCODE, true, name, passcode.getBytes(StandardCharsets.UTF_8));
        } catch (KeyFileException e) {
            throw new IOException("passcode of " + user + ": " + e.getMessage(), e);
        }
    }

    /** What the peer accepted, of what was proposed; an answer to anything else, or of anything else, is none. */
    static List<AcceptedContext> accepted(List<ProposedContext> contexts, AAssociateAC ac) {
        List<AcceptedContext> accepted = new ArrayList<>();
        for (ProposedContext context : contexts) {
            PresentationContext answer = ac.getPresentationContext(context.id());
            if (answer != null
                    && answer.isAccepted()
                    && context.transferSyntaxes().contains(answer.getTransferSyntax())) {
                accepted.add(new AcceptedContext(context.id(), context.abstractSyntax(), answer.getTransferSyntax()));
            }
        }
        return accepted;
    }
}
