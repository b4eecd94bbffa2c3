package org.sluice.net.engine.pdu;

/** A-ASSOCIATE-RJ, PS3.8 9.3.4: reserved (1), result (1), source (1), reason (1). */
public record AssociateRj(int result, int source, int reason) implements Pdu {
    static AssociateRj readBody(PduReader in) throws PduException {
        in.reserved(1);
        return new AssociateRj(in.uint8("result"), in.uint8("source"), in.uint8("reason"));
    }

    @Override
    public void writeBody(PduWriter out) {
        out.reserved(1).uint8(result).uint8(source).uint8(reason);
    }

    @Override
    public Type type() {
        return Type.ASSOCIATE_RJ;
    }
}
