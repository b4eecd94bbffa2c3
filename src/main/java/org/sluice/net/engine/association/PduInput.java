package org.sluice.net.engine.association;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sluice.net.engine.association.UpperLayerException.Kind;
import org.sluice.net.engine.pdu.AbortReason;
import org.sluice.net.engine.pdu.Pdu;
import org.sluice.net.engine.pdu.PduException;
import org.sluice.net.engine.pdu.PduTrace.Direction;
import org.sluice.net.tls.TlsException;
import org.sluice.text.OneLine;

/**
 * Receives PDUs and tells the state machine of each; of a P-DATA-TF it reads the presentation data values, one after the
 * other: PS3.8 9.3.1 and 9.3.5. Used by the association's thread.
 */
final class PduInput {
    /** The header of a presentation data value: length (4), context id (1), message control header (1). */
    static final int VALUE_HEADER = 6;

    /** Enough for 128 contexts with all syntaxes and for the largest user items; more is an attack. */
    private static final int MAX_ASSOCIATE_LENGTH = 1 << 20;

    private static final int MAX_EMPTY_VALUES = 1_000;
    private static final int TLS_ALERT = 0x15;
    private static final int TLS_HANDSHAKE = 0x16;

    private final ProtocolMachine machine;
    private final ReceiveBuffer in;
    private final ReadTimer timer;
    private final PduOutput output;
    private final Limits limits;
    private volatile boolean abortWanted;

    /** Something unintelligible has come, and nothing behind it can be understood. */
    private boolean outOfStep;

    private long pduRemaining;
    private long valueRemaining;
    private int contextId;
    private int control;
    private int emptyValues;

    PduInput(ProtocolMachine machine, ReceiveBuffer in, ReadTimer timer, PduOutput output, Limits limits) {
        this.machine = machine;
        this.in = in;
        this.timer = timer;
        this.output = output;
        this.limits = limits;
    }

    // ---- PDUs

    /** Receives one PDU, of a P-DATA-TF its header alone, and does what the transition table says. */
    void receive() {
        try {
            if (outOfStep) {
                in.skip(Long.MAX_VALUE);
                endOfInput();
            } else if (!skipRest() || !in.require(Pdu.HEADER_LENGTH)) {
                endOfInput();
            } else {
                int code = in.uint8();
                in.uint8();
                receive(code, in.uint32());
            }
        } catch (PduException e) {
            invalid(e);
        } catch (IOException e) {
            brokenInput(e);
        }
    }

    /** Drops what is left of the current P-DATA-TF; false when the connection ends before. */
    private boolean skipRest() throws IOException {
        boolean skipped = in.skip(pduRemaining);
        pduRemaining = 0;
        valueRemaining = 0;
        return skipped;
    }

    private void receive(int code, long length) throws PduException, IOException {
        Pdu.Type type = Pdu.Type.of(code).orElseThrow(() -> unrecognized(code));
        if (type == Pdu.Type.P_DATA_TF) {
            beginData(length);
            machine.on(Event.P_DATA_PDU);
            return;
        }
        if (length > MAX_ASSOCIATE_LENGTH) {
            throw new PduException(
                    AbortReason.INVALID_PARAMETER,
                    type.title() + " length: expected at most " + MAX_ASSOCIATE_LENGTH + ", found " + length);
        }
        byte[] body = in.body((int) length);
        if (body.length < length) {
            endOfInput();
            return;
        }
        Pdu pdu = Pdu.read(type, body);
        output.trace(Direction.RECEIVED, pdu);
        machine.onPdu(pdu);
    }

    /** TLS records begin with their type, RFC 8446 5.1. */
    private static PduException unrecognized(int code) {
        String hint =
                switch (code) {
                    case TLS_HANDSHAKE -> ": the peer speaks TLS where plain DICOM is expected";
                    case TLS_ALERT -> ": the peer expects TLS";
                    default -> "";
                };
        return new PduException(AbortReason.UNRECOGNIZED_PDU, "PDU type: expected 1 to 7, found " + code + hint);
    }

    /** In a state in which data is dropped, the length of the PDU does not matter. */
    private void beginData(long length) throws PduException {
        if (machine.state() == State.STA6 && (length > limits.maxPduLength() || length < VALUE_HEADER)) {
            throw new PduException(
                    AbortReason.INVALID_PARAMETER,
                    "P-DATA-TF length: expected " + VALUE_HEADER + " to " + limits.maxPduLength() + ", found "
                            + length);
        }
        pduRemaining = length;
    }

    /** Whether something of a P-DATA-TF is left. */
    boolean isInPdu() {
        return pduRemaining > 0;
    }

    // ---- Presentation data values

    /** Reads the header of the next value in the current P-DATA-TF; false when the association ends there. */
    boolean readValueHeader() {
        try {
            if (!in.require(VALUE_HEADER)) {
                endOfInput();
                return false;
            }
            long length = in.uint32();
            contextId = in.uint8();
            control = in.uint8();
            if (length < 2 || length > pduRemaining - 4) {
                throw new PduException(
                        AbortReason.INVALID_PARAMETER,
                        "PDV length: expected 2 to " + (pduRemaining - 4) + ", found " + length);
            }
            output.traceData(Direction.RECEIVED, pduRemaining, contextId, control);
            pduRemaining -= VALUE_HEADER;
            valueRemaining = length - 2;
            refuseEndlessEmptiness();
            refuseTrailingBytes();
            return true;
        } catch (PduException e) {
            invalid(e);
        } catch (IOException e) {
            brokenInput(e);
        }
        return false;
    }

    private void refuseEndlessEmptiness() throws PduException {
        boolean last = (control & 2) != 0;
        emptyValues = valueRemaining == 0 && !last ? emptyValues + 1 : 0;
        if (emptyValues > MAX_EMPTY_VALUES) {
            throw new PduException(
                    AbortReason.INVALID_PARAMETER, "PDV: expected data, found " + emptyValues + " empty ones in a row");
        }
    }

    private void refuseTrailingBytes() throws PduException {
        long behind = pduRemaining - valueRemaining;
        if (behind > 0 && behind < VALUE_HEADER) {
            throw new PduException(
                    AbortReason.INVALID_PARAMETER,
                    "P-DATA-TF: expected another PDV or the end, found " + behind + " bytes");
        }
    }

    /** The presentation context id in the header that was read last. */
    int contextId() {
        return contextId;
    }

    /** The message control header in it: PS3.8 Annex E.2. */
    int control() {
        return control;
    }

    /** Whether nothing of the current value is left. */
    boolean isValueRead() {
        return valueRemaining == 0;
    }

    /** The next bytes of the current value where they lie, valid until the next read; null at its end. */
    @Nullable
    ByteBuffer valueBytes() throws UpperLayerException {
        if (valueRemaining == 0) {
            return null;
        }
        while (in.buffered() == 0) {
            fill();
        }
        ByteBuffer bytes = in.take(valueRemaining);
        valueRemaining -= bytes.remaining();
        pduRemaining -= bytes.remaining();
        return bytes;
    }

    /** Waits for more bytes of a PDU that has begun; an association that has ended is not read for data any more. */
    void fill() throws UpperLayerException {
        if (machine.end().isPresent()) {
            throw machine.ended(null);
        }
        try {
            if (!in.fill()) {
                endOfInput();
            }
        } catch (IOException e) {
            brokenInput(e);
            throw machine.ended(e);
        }
        if (machine.end().isPresent()) {
            throw machine.ended(null);
        }
    }

    // ---- The end

    /** From any thread: ends the read that waits, and has the association's thread abort. */
    void endForAbort() {
        abortWanted = true;
        in.shutdown();
    }

    /** What has come makes no sense: the association is aborted. */
    void invalid(PduException problem) {
        outOfStep = true;
        machine.onInvalid(problem);
    }

    /** The connection broke; TLS knows why. */
    private void brokenInput(IOException cause) {
        if (cause instanceof TlsException) {
            machine.failed(cause);
        }
        endOfInput();
    }

    /** The connection has ended, or its input was ended because a timer ran out or somebody wants to abort. */
    private void endOfInput() {
        State state = machine.state();
        Optional<ReadTimer.Kind> expired = timer.expired();
        if (expired.isPresent()
                && TransitionTable.action(Event.ARTIM_EXPIRED, state).isPresent()) {
            machine.finish(Kind.TIMED_OUT, "no association request within " + OneLine.seconds(limits.artim()));
            machine.on(Event.ARTIM_EXPIRED);
        } else if (expired.isPresent() && !output.isStalled()) {
            machine.finish(Kind.TIMED_OUT, expired.get().words());
            machine.on(Event.ABORT_REQUEST);
        } else if (abortWanted
                && TransitionTable.action(Event.ABORT_REQUEST, state).isPresent()) {
            machine.finish(Kind.ABORTED, "aborted on shutdown");
            machine.on(Event.ABORT_REQUEST);
        } else {
            machine.on(Event.TRANSPORT_CLOSED);
        }
    }
}
