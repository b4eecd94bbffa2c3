package org.sluice.net.engine.pdu;

import java.util.ArrayList;
import java.util.List;

/** P-DATA-TF, PS3.8 9.3.5: one or more presentation data values. */
public record PDataTf(List<Pdv> values) implements Pdu {
    /** Keeps its own copy of {@code values}. */
    public PDataTf {
        values = List.copyOf(values);
    }

    /**
     * A presentation data value, PS3.8 9.3.5.1 and Annex E: length (4), context id (1), control header (1), fragment.
     */
    public record Pdv(int contextId, Kind kind, Position position, Octets fragment) {
        /** Length (4), context id (1) and control header (1). */
        public static final int HEADER_LENGTH = 6;

        static Pdv read(PduReader in) throws PduException {
            long length = in.uint32("PDV length");
            if (length < 2 || length > in.remaining()) {
                throw in.invalid("PDV length", "2 to " + in.remaining(), length);
            }
            int contextId = in.uint8("presentation context id");
            int control = in.uint8("message control header");
            Kind kind = (control & 1) == 0 ? Kind.DATA_SET : Kind.COMMAND;
            Position position = (control & 2) == 0 ? Position.MORE_FOLLOW : Position.LAST;
            return new Pdv(contextId, kind, position, in.octets("fragment", (int) length - 2));
        }

        void write(PduWriter out) {
            out.uint32(fragment.length() + 2L).uint8(contextId);
            out.uint8((kind == Kind.COMMAND ? 1 : 0) | (position == Position.LAST ? 2 : 0));
            out.octets(fragment);
        }
    }

    /** What a fragment is of: bit 0 of the message control header. */
    public enum Kind {
        DATA_SET,
        COMMAND
    }

    /** Where in it the fragment is: bit 1 of the message control header. */
    public enum Position {
        MORE_FOLLOW,
        LAST
    }

    static PDataTf readBody(PduReader in) throws PduException {
        List<Pdv> values = new ArrayList<>();
        while (in.hasRemaining()) {
            values.add(Pdv.read(in));
        }
        return new PDataTf(values);
    }

    @Override
    public void writeBody(PduWriter out) {
        values.forEach(value -> value.write(out));
    }

    @Override
    public Type type() {
        return Type.P_DATA_TF;
    }
}
