package org.sluice.net.engine.pdu;

/**
 * The answer to a proposed presentation context, PS3.8 9.3.3.2: id (1), reserved (1), result (1), reserved (1), one
 * transfer syntax.
 *
 * @param id that of the proposal, 1 to 255
 * @param result PS3.8 Table 9-18: 0 acceptance, 1 user rejection, 2 no reason, 3 abstract syntax not supported, 4
 *     transfer syntaxes not supported
 * @param transferSyntax not significant unless accepted
 */
public record PresentationContextAc(int id, int result, String transferSyntax) implements AssociateBody.Context {
    static final int ITEM = 0x21;

    /** Whether the result is acceptance: PS3.8 Table 9-18. */
    public boolean isAccepted() {
        return result == 0;
    }

    static PresentationContextAc read(PduReader in) throws PduException {
        int id = PresentationContextRq.readId(in);
        in.reserved(1);
        int result = in.uint8("result");
        in.reserved(1);
        String transferSyntax = "";
        while (in.hasRemaining()) {
            int type = in.uint8("sub-item type");
            PduReader item = in.reserved(1).part("sub-item", in.uint16("sub-item length"));
            if (type == PresentationContextRq.TRANSFER_SYNTAX) {
                transferSyntax = item.text("transfer syntax");
            }
        }
        return new PresentationContextAc(id, result, transferSyntax);
    }

    @Override
    public void write(PduWriter out) {
        int mark = out.beginItem(ITEM);
        out.uint8(id).reserved(1).uint8(result).reserved(1);
        out.textItem(PresentationContextRq.TRANSFER_SYNTAX, transferSyntax);
        out.endItem(mark);
    }
}
