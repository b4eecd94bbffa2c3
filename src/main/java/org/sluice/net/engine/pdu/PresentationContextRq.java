package org.sluice.net.engine.pdu;

import java.util.ArrayList;
import java.util.List;

/**
 * A proposed presentation context, PS3.8 9.3.2.2: id (1), reserved (3), one abstract syntax, transfer syntaxes.
 *
 * @param id 1 to 255; the standard wants it odd, and some peers do not know that
 * @param abstractSyntax empty when the peer left it out
 */
public record PresentationContextRq(int id, String abstractSyntax, List<String> transferSyntaxes)
        implements AssociateBody.Context {
    static final int ITEM = 0x20;
    static final int ABSTRACT_SYNTAX = 0x30;
    static final int TRANSFER_SYNTAX = 0x40;

    /** Keeps its own copy of {@code transferSyntaxes}. */
    public PresentationContextRq {
        transferSyntaxes = List.copyOf(transferSyntaxes);
    }

    static PresentationContextRq read(PduReader in) throws PduException {
        int id = readId(in);
        in.reserved(3);
        String abstractSyntax = "";
        List<String> transferSyntaxes = new ArrayList<>();
        while (in.hasRemaining()) {
            int type = in.uint8("sub-item type");
            PduReader item = in.reserved(1).part("sub-item", in.uint16("sub-item length"));
            if (type == ABSTRACT_SYNTAX) {
                abstractSyntax = item.text("abstract syntax");
            } else if (type == TRANSFER_SYNTAX) {
                transferSyntaxes.add(item.text("transfer syntax"));
            }
        }
        return new PresentationContextRq(id, abstractSyntax, transferSyntaxes);
    }

    static int readId(PduReader in) throws PduException {
        int id = in.uint8("presentation context id");
        if (id == 0) {
            throw in.invalid("presentation context id", "1 to 255", id);
        }
        return id;
    }

    @Override
    public void write(PduWriter out) {
        int mark = out.beginItem(ITEM);
        out.uint8(id).reserved(3).textItem(ABSTRACT_SYNTAX, abstractSyntax);
        transferSyntaxes.forEach(syntax -> out.textItem(TRANSFER_SYNTAX, syntax));
        out.endItem(mark);
    }
}
