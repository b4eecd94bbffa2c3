package org.sluice.net.engine.pdu;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A-ASSOCIATE-RQ, PS3.8 9.3.2: protocol version (2), reserved (2), called AE title (16), calling AE title (16),
 * reserved (32), application context item, presentation context items, user information item.
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

    static final int APPLICATION_CONTEXT = 0x10;

    public AssociateRq {
        contexts = List.copyOf(contexts);
        unknown = List.copyOf(unknown);
    }

    static AssociateRq readBody(PduReader in) throws PduException {
        int version = in.uint16("protocol version");
        in.reserved(2);
        String called = in.text("called AE title", 16);
        String calling = in.text("calling AE title", 16);
        in.reserved(32);
        String applicationContext = "";
        List<PresentationContextRq> contexts = new ArrayList<>();
        UserInformation user = UserInformation.NONE;
        List<UnknownItem> unknown = new ArrayList<>();
        Set<Integer> ids = new HashSet<>();
        while (in.hasRemaining()) {
            int type = in.uint8("item type");
            PduReader item = in.reserved(1).item(type, in.uint16("item length"));
            switch (type) {
                case APPLICATION_CONTEXT -> applicationContext = item.text("application context");
                case PresentationContextRq.ITEM -> contexts.add(distinct(PresentationContextRq.read(item), ids, in));
                case UserInformation.ITEM -> user = UserInformation.read(item);
                default -> unknown.add(new UnknownItem(type, item.octets("value")));
            }
        }
        return new AssociateRq(version, called, calling, applicationContext, contexts, user, unknown);
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
        out.uint16(protocolVersion)
                .reserved(2)
                .aeTitle(calledAe)
                .aeTitle(callingAe)
                .reserved(32);
        out.textItem(APPLICATION_CONTEXT, applicationContext);
        contexts.forEach(context -> context.write(out));
        user.write(out);
        unknown.forEach(item -> item.write(out));
    }

    @Override
    public Type type() {
        return Type.ASSOCIATE_RQ;
    }
}
