package org.sluice.net.engine.pdu;

import java.util.List;

/**
 * A-ASSOCIATE-AC, PS3.8 9.3.3: laid out as A-ASSOCIATE-RQ. The AE titles are those of the request sent back, and are
 * not to be tested.
 */
public record AssociateAc(
        int protocolVersion,
        String calledAe,
        String callingAe,
        String applicationContext,
        List<PresentationContextAc> contexts,
        UserInformation user,
        List<UnknownItem> unknown)
        implements Pdu {
    /** Keeps its own copies of {@code contexts} and {@code unknown}. */
    public AssociateAc {
        contexts = List.copyOf(contexts);
        unknown = List.copyOf(unknown);
    }

    static AssociateAc readBody(PduReader in) throws PduException {
        AssociateBody<PresentationContextAc> body =
                AssociateBody.read(in, PresentationContextAc.ITEM, PresentationContextAc::read);
        return new AssociateAc(
                body.protocolVersion(),
                body.calledAe(),
                body.callingAe(),
                body.applicationContext(),
                body.contexts(),
                body.user(),
                body.unknown());
    }

    @Override
    public void writeBody(PduWriter out) {
        new AssociateBody<>(protocolVersion, calledAe, callingAe, applicationContext, contexts, user, unknown)
                .write(out);
    }

    @Override
    public Type type() {
        return Type.ASSOCIATE_AC;
    }
}
