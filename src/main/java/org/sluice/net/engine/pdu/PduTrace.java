package org.sluice.net.engine.pdu;

import java.util.List;
import java.util.stream.Collectors;
import org.sluice.text.OneLine;

/**
 * One PDU in one line, for people who follow an association: what was negotiated in full, of data only lengths. A
 * pure function; text of the peer is made fit for it.
 */
public final class PduTrace {
    /** Room for 128 presentation contexts with some transfer syntaxes each. */
    private static final int LONGEST = 1 << 15;

    private PduTrace() {}

    /** Which way a PDU goes. */
    public enum Direction {
        RECEIVED("<<"),
        SENT(">>");

        private final String arrow;

        Direction(String arrow) {
            this.arrow = arrow;
        }
    }

    /** The line of any PDU: direction, name, length of the body, meaning. */
    public static String line(Direction direction, Pdu pdu) {
        int length = pdu.toBytes().length - Pdu.HEADER_LENGTH;
        return head(direction, pdu.type().title(), length) + describe(pdu);
    }

    /** The line of a P-DATA-TF of which only the first value's header is known. */
    public static String dataLine(Direction direction, long length, int contextId, int control) {
        return head(direction, Pdu.Type.P_DATA_TF.title(), length) + value(contextId, control);
    }

    private static String head(Direction direction, String title, long length) {
        return String.format("%s %-15s %7d  ", direction.arrow, title, length);
    }

    private static String value(int contextId, int control) {
        return "context=" + contextId + ((control & 1) == 0 ? " dataset" : " command")
                + ((control & 2) == 0 ? "" : " last");
    }

    private static String describe(Pdu pdu) {
        return switch (pdu.type()) {
            case ASSOCIATE_RQ -> request((AssociateRq) pdu);
            case ASSOCIATE_AC -> acceptance((AssociateAc) pdu);
            case ASSOCIATE_RJ -> rejection((AssociateRj) pdu);
            case P_DATA_TF -> data((PDataTf) pdu);
            case RELEASE_RQ, RELEASE_RP -> "";
            case ABORT -> ((Abort) pdu).text();
        };
    }

    private static String rejection(AssociateRj rj) {
        return "result=" + rj.result() + " source=" + rj.source() + " reason=" + rj.reason();
    }

    private static String data(PDataTf pdu) {
        return pdu.values().stream()
                .map(v -> value(
                                v.contextId(),
                                (v.kind() == PDataTf.Kind.COMMAND ? 1 : 0)
                                        | (v.position() == PDataTf.Position.LAST ? 2 : 0))
                        + " " + v.fragment())
                .collect(Collectors.joining(", "));
    }

    private static String request(AssociateRq rq) {
        String contexts = rq.contexts().stream()
                .map(c -> c.id() + ":" + c.abstractSyntax() + "=" + String.join("|", c.transferSyntaxes()))
                .collect(Collectors.joining(" "));
        return OneLine.of(
                rq.callingAe() + ">" + rq.calledAe() + " version=" + rq.protocolVersion() + " application="
                        + rq.applicationContext() + " contexts=[" + contexts + "] user="
                        + rq.user().items() + unknown(rq.unknown()),
                LONGEST);
    }

    private static String acceptance(AssociateAc ac) {
        String contexts = ac.contexts().stream()
                .map(c -> c.id() + (c.isAccepted() ? "=" + c.transferSyntax() : " refused " + c.result()))
                .collect(Collectors.joining(" "));
        return OneLine.of("contexts=[" + contexts + "] user=" + ac.user().items() + unknown(ac.unknown()), LONGEST);
    }

    private static String unknown(List<UnknownItem> items) {
        return items.isEmpty() ? "" : " unknown=" + items;
    }
}
