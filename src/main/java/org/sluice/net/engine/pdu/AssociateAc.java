package org.sluice.net.engine.pdu;

import java.util.ArrayList;
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
    public AssociateAc {
        contexts = List.copyOf(contexts);
        unknown = List.copyOf(unknown);
    }

    static AssociateAc readBody(PduReader in) throws PduException {
        int version = in.uint16("protocol version");
        in.reserved(2);
        String called = in.text("called AE title", 16);
        String calling = in.text("calling AE title", 16);
        in.reserved(32);
        String applicationContext = "";
        List<PresentationContextAc> contexts = new ArrayList<>();
        UserInformation user = UserInformation.NONE;
        List<UnknownItem> unknown = new ArrayList<>();
        while (in.hasRemaining()) {
            int type = in.uint8("item type");
            PduReader item = in.reserved(1).item(type, in.uint16("item length"));
            switch (type) {
                case AssociateRq.APPLICATION_CONTEXT -> applicationContext = item.text("application context");
                case PresentationContextAc.ITEM -> contexts.add(PresentationContextAc.read(item));
                case UserInformation.ITEM -> user = UserInformation.read(item);
                default -> unknown.add(new UnknownItem(type, item.octets("value")));
            }
        }
        return new AssociateAc(version, called, calling, applicationContext, contexts, user, unknown);
    }

    @Override
    public void writeBody(PduWriter out) {
        out.uint16(protocolVersion)
                .reserved(2)
                .aeTitle(calledAe)
                .aeTitle(callingAe)
                .reserved(32);
        out.textItem(AssociateRq.APPLICATION_CONTEXT, applicationContext);
        contexts.forEach(context -> context.write(out));
        user.write(out);
        unknown.forEach(item -> item.write(out));
    }

    @Override
    public Type type() {
        return Type.ASSOCIATE_AC;
    }
}
