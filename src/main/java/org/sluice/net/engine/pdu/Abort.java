package org.sluice.net.engine.pdu;

/**
 * A-ABORT, PS3.8 9.3.8: reserved (2), source (1), reason (1).
 *
 * @param source 0 service user, 2 service provider
 * @param reason one of {@link AbortReason} when the source is 2, else not significant
 */
public record Abort(int source, int reason) implements Pdu {
    /** By the service user, which gives no reason. */
    public static final Abort BY_USER = new Abort(0, 0);

    /** By the service provider. */
    public static Abort byProvider(AbortReason reason) {
        return new Abort(2, reason.code());
    }

    static Abort readBody(PduReader in) throws PduException {
        in.reserved(2);
        return new Abort(in.uint8("source"), in.uint8("reason"));
    }

    @Override
    public void writeBody(PduWriter out) {
        out.reserved(2).uint8(source).uint8(reason);
    }

    @Override
    public Type type() {
        return Type.ABORT;
    }

    /** Source and reason in the standard's words. */
    public String text() {
        if (source == 0) {
            return "service user";
        }
        String why =
                switch (reason) {
                    case 0 -> "reason not specified";
                    case 1 -> "unrecognized PDU";
                    case 2 -> "unexpected PDU";
                    case 4 -> "unrecognized PDU parameter";
                    case 5 -> "unexpected PDU parameter";
                    case 6 -> "invalid PDU parameter value";
                    default -> "reason " + reason;
                };
        return (source == 2 ? "service provider, " : "source " + source + ", ") + why;
    }
}
