package org.sluice.fuzz;

import java.util.Arrays;
import org.sluice.net.engine.pdu.Pdu;
import org.sluice.net.engine.pdu.PduException;
import org.sluice.net.engine.pdu.PduTrace;

/** The body of a PDU behind one byte that says its type. What is read and written is read as the same. */
public final class PduTarget {
    private static final int PER_BYTE = 1_000;

    private PduTarget() {}

    /** Takes one input. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length > 0) {
            Allocation.bounded(input.length, PER_BYTE, () -> read(input));
        }
    }

    private static void read(byte[] input) throws PduException {
        Pdu.Type type = Pdu.Type.values()[(input[0] & 0xFF) % Pdu.Type.values().length];
        Pdu pdu;
        try {
            pdu = Pdu.read(type, Arrays.copyOfRange(input, 1, input.length));
        } catch (PduException expected) {
            return;
        }
        PduTrace.line(PduTrace.Direction.RECEIVED, pdu).length();
        byte[] written = pdu.toBytes();
        Pdu again = Pdu.read(type, Arrays.copyOfRange(written, Pdu.HEADER_LENGTH, written.length));
        if (!again.equals(pdu)) {
            throw new AssertionError("written and read again it is another: " + pdu + ", " + again);
        }
    }
}
