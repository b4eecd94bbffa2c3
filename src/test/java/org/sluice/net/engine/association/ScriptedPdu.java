package org.sluice.net.engine.association;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.sluice.net.engine.pdu.Abort;
import org.sluice.net.engine.pdu.AssociateAc;
import org.sluice.net.engine.pdu.AssociateRj;
import org.sluice.net.engine.pdu.AssociateRq;
import org.sluice.net.engine.pdu.Octets;
import org.sluice.net.engine.pdu.PDataTf;
import org.sluice.net.engine.pdu.Pdu;
import org.sluice.net.engine.pdu.PduException;
import org.sluice.net.engine.pdu.PresentationContextAc;
import org.sluice.net.engine.pdu.PresentationContextRq;
import org.sluice.net.engine.pdu.ReleaseRp;
import org.sluice.net.engine.pdu.ReleaseRq;
import org.sluice.net.engine.pdu.UserInformation;
import org.sluice.net.engine.pdu.UserItem;

/** PDUs as transcripts write them: their name, then what matters of them. */
final class ScriptedPdu {
    private static final String VERIFICATION = "1.2.840.10008.1.1";
    private static final String IMPLICIT = "1.2.840.10008.1.2";
    private static final UserInformation USER = new UserInformation(List.of(new UserItem.MaximumLength(16384)));

    static final AssociateRq REQUEST = new AssociateRq(
            1,
            "SLUICE",
            "PEER",
            AssociateRq.DICOM_APPLICATION_CONTEXT,
            List.of(new PresentationContextRq(1, VERIFICATION, List.of(IMPLICIT))),
            USER,
            List.of());

    static final AssociateAc ACCEPTANCE = new AssociateAc(
            1,
            "SLUICE",
            "PEER",
            AssociateRq.DICOM_APPLICATION_CONTEXT,
            List.of(new PresentationContextAc(1, 0, IMPLICIT)),
            USER,
            List.of());

    private ScriptedPdu() {}

    /** The bytes of a line such as {@code A-ABORT 2/6} or {@code hex 0900 0000}. */
    static byte[] bytes(String line) {
        String[] words = line.split(" ", 2);
        String rest = words.length == 1 ? "" : words[1];
        return switch (words[0]) {
            case "A-ASSOCIATE-RQ" -> request(rest).toBytes();
            case "A-ASSOCIATE-AC" -> ACCEPTANCE.toBytes();
            case "A-ASSOCIATE-RJ" -> rejection(rest).toBytes();
            case "P-DATA-TF" -> data(rest).toBytes();
            case "A-RELEASE-RQ" -> new ReleaseRq().toBytes();
            case "A-RELEASE-RP" -> new ReleaseRp().toBytes();
            case "A-ABORT" -> new Abort(number(rest, 0), number(rest, 1)).toBytes();
            case "hex" -> HexFormat.of().parseHex(rest.replace(" ", ""));
            default -> throw new IllegalArgumentException(line);
        };
    }

    private static Pdu request(String rest) {
        return new AssociateRq(
                rest.isEmpty() ? 1 : Integer.parseInt(rest.replace("version ", "")),
                REQUEST.calledAe(),
                REQUEST.callingAe(),
                REQUEST.applicationContext(),
                REQUEST.contexts(),
                REQUEST.user(),
                REQUEST.unknown());
    }

    static AssociateRj rejection(String fields) {
        return new AssociateRj(number(fields, 0), number(fields, 1), number(fields, 2));
    }

    private static Pdu data(String bytes) {
        Octets octets = Octets.of(new byte[bytes.isEmpty() ? 4 : Integer.parseInt(bytes)]);
        return new PDataTf(List.of(new PDataTf.Pdv(1, PDataTf.Kind.COMMAND, PDataTf.Position.LAST, octets)));
    }

    private static int number(String fields, int index) {
        return Integer.parseInt(fields.split("/", -1)[index]);
    }

    /** A written PDU as a line; the fields of those that only have fields. */
    static String line(byte[] bytes) throws PduException {
        Pdu.Type type = Pdu.Type.of(bytes[0]).orElseThrow();
        Pdu pdu = Pdu.read(type, Arrays.copyOfRange(bytes, Pdu.HEADER_LENGTH, bytes.length));
        if (pdu instanceof Abort abort) {
            return "A-ABORT " + abort.source() + "/" + abort.reason();
        } else if (pdu instanceof AssociateRj rj) {
            return "A-ASSOCIATE-RJ " + rj.result() + "/" + rj.source() + "/" + rj.reason();
        }
        return type.title();
    }
}
