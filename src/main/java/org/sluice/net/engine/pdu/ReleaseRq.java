package org.sluice.net.engine.pdu;

/** A-RELEASE-RQ, PS3.8 9.3.6: reserved (4). */
public record ReleaseRq() implements Pdu {
    static ReleaseRq readBody(PduReader in) throws PduException {
        in.reserved(4);
        return new ReleaseRq();
    }

    @Override
    public void writeBody(PduWriter out) {
        out.reserved(4);
    }

    @Override
    public Type type() {
        return Type.RELEASE_RQ;
    }
}
