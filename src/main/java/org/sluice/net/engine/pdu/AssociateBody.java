package org.sluice.net.engine.pdu;

import java.util.ArrayList;
import java.util.List;

/**
 * The body that A-ASSOCIATE-RQ and A-ASSOCIATE-AC have in common, PS3.8 9.3.2 and 9.3.3: protocol version (2), reserved
 * (2), called AE title (16), calling AE title (16), reserved (32), application context item, presentation context items,
 * user information item.
 *
 * @param <C> the presentation contexts: as they are proposed, or as they are answered
 */
record AssociateBody<C extends AssociateBody.Context>(
        int protocolVersion,
        String calledAe,
        String callingAe,
        String applicationContext,
        List<C> contexts,
        UserInformation user,
        List<UnknownItem> unknown) {
    private static final int APPLICATION_CONTEXT = 0x10;

    /** A presentation context item. */
    interface Context {
        void write(PduWriter out);
    }

    /** Reads a presentation context behind the header of its item. */
    interface ContextReader<C> {
        C read(PduReader item) throws PduException;
    }

    /** Reads it; presentation contexts are items of the given type. */
    static <C extends Context> AssociateBody<C> read(PduReader in, int contextItem, ContextReader<C> reader)
            throws PduException {
        int version = in.uint16("protocol version");
        in.reserved(2);
        String called = in.text("called AE title", 16);
        String calling = in.text("calling AE title", 16);
        in.reserved(32);
        String applicationContext = "";
        List<C> contexts = new ArrayList<>();
        UserInformation user = UserInformation.NONE;
        List<UnknownItem> unknown = new ArrayList<>();
        while (in.hasRemaining()) {
            int type = in.uint8("item type");
            PduReader item = in.reserved(1).item(type, in.uint16("item length"));
            if (type == APPLICATION_CONTEXT) {
                applicationContext = item.text("application context");
            } else if (type == contextItem) {
                contexts.add(reader.read(item));
            } else if (type == UserInformation.ITEM) {
                user = UserInformation.read(item);
            } else {
                unknown.add(new UnknownItem(type, item.octets("value")));
            }
        }
        return new AssociateBody<>(version, called, calling, applicationContext, contexts, user, unknown);
    }

    void write(PduWriter out) {
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
}
