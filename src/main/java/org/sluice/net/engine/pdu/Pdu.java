package org.sluice.net.engine.pdu;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A protocol data unit: PS3.8 9.3. Type (1), reserved (1), length of the body (4), body. */
public sealed interface Pdu permits AssociateRq, AssociateAc, AssociateRj, PDataTf, ReleaseRq, ReleaseRp, Abort {
    /** Bytes of the header. */
    int HEADER_LENGTH = 6;

    /** The PDU types: PS3.8 Tables 9-11 to 9-26. */
    enum Type {
        ASSOCIATE_RQ(0x01, "A-ASSOCIATE-RQ"),
        ASSOCIATE_AC(0x02, "A-ASSOCIATE-AC"),
        ASSOCIATE_RJ(0x03, "A-ASSOCIATE-RJ"),
        P_DATA_TF(0x04, "P-DATA-TF"),
        RELEASE_RQ(0x05, "A-RELEASE-RQ"),
        RELEASE_RP(0x06, "A-RELEASE-RP"),
        ABORT(0x07, "A-ABORT");

        private final int code;
        private final String title;

        Type(int code, String title) {
            this.code = code;
            this.title = title;
        }

        /** The number in the PDU-type field. */
        public int code() {
            return code;
        }

        /** The name as the standard prints it. */
        public String title() {
            return title;
        }

        private static final List<Optional<Type>> BY_CODE =
                Arrays.stream(values()).map(Optional::of).toList();

        /** Empty for a type the standard does not know. */
        public static Optional<Type> of(int code) {
            return code >= 1 && code <= BY_CODE.size() ? BY_CODE.get(code - 1) : Optional.empty();
        }
    }

    /** Its type. */
    Type type();

    /** Writes what follows the header. */
    void writeBody(PduWriter out);

    /** Reads the body of a PDU of the type; all of {@code body} belongs to it. */
    static Pdu read(Type type, byte[] body) throws PduException {
        PduReader in = PduReader.of(type.title(), body);
        return switch (type) {
            case ASSOCIATE_RQ -> AssociateRq.readBody(in);
            case ASSOCIATE_AC -> AssociateAc.readBody(in);
            case ASSOCIATE_RJ -> AssociateRj.readBody(in);
            case P_DATA_TF -> PDataTf.readBody(in);
            case RELEASE_RQ -> ReleaseRq.readBody(in);
            case RELEASE_RP -> ReleaseRp.readBody(in);
            case ABORT -> Abort.readBody(in);
        };
    }

    /** The whole PDU, header included. */
    default byte[] toBytes() {
        PduWriter out = new PduWriter();
        out.uint8(type().code()).reserved(1).uint32(0);
        writeBody(out);
        out.endPdu();
        return out.toBytes();
    }
}
