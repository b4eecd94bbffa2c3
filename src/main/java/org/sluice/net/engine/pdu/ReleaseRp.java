package org.sluice.net.engine.pdu;

/** A-RELEASE-RP, PS3.8 9.3.7: reserved (4). */
public record ReleaseRp() implements Pdu {
    static ReleaseRp readBody(PduReader in) throws PduException {
        in.reserved(4);
        return new ReleaseRp();
    }

    @Override
    public void writeBody(PduWriter out) {
        out.reserved(4);
    }

    @Override
    public Type type() {
        return Type.RELEASE_RP;
    }
}
