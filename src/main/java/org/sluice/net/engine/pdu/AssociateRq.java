package org.sluice.net.engine.pdu;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A-ASSOCIATE-RQ, PS3.8 9.3.2: laid out as {@link AssociateBody} says.
 *
 * @param protocolVersion a bit set; bit 0 is version 1
 * @param applicationContext empty when the peer left it out
 * @param unknown items of other types, in the order they came
 */
public record AssociateRq(
        int protocolVersion,
        String calledAe,
        String callingAe,
        String applicationContext,
        List<PresentationContextRq> contexts,
        UserInformation user,
        List<UnknownItem> unknown)
        implements Pdu {
    /** The one application context name: PS3.7 Annex A.2.1. */
    public static final String DICOM_APPLICATION_CONTEXT = "1.2.840.10008.3.1.1.1";

    /** Keeps its own copies of {@code contexts} and {@code unknown}. */
    public AssociateRq {
        contexts = List.copyOf(contexts);
        unknown = List.copyOf(unknown);
    }

    static AssociateRq readBody(PduReader in) throws PduException {
        Set<Integer> ids = new HashSet<>();
        AssociateBody<PresentationContextRq> body = AssociateBody.read(
                in, PresentationContextRq.ITEM, item -> distinct(PresentationContextRq.read(item), ids, in));
        return new AssociateRq(
                body.protocolVersion(),
                body.calledAe(),
                body.callingAe(),
                body.applicationContext(),
                body.contexts(),
                body.user(),
                body.unknown());
    }

    private static PresentationContextRq distinct(PresentationContextRq context, Set<Integer> ids, PduReader in)
            throws PduException {
        if (!ids.add(context.id())) {
            throw in.invalid("presentation context id", "each id once", context.id() + " again");
        }
        return context;
    }

    @Override
    public void writeBody(PduWriter out) {
        new AssociateBody<>(protocolVersion, calledAe, callingAe, applicationContext, contexts, user, unknown)
                .write(out);
    }

    @Override
    public Type type() {
        return Type.ASSOCIATE_RQ;
    }
}
