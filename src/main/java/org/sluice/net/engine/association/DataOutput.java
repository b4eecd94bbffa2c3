package org.sluice.net.engine.association;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.sluice.net.engine.pdu.PDataTf.Kind;

/**
 * Packs commands and data sets into P-DATA-TF PDUs, each as long as the peer takes, and many into one write: PS3.8
 * 9.3.5. The command and the beginning of its data set leave together.
 *
 * <p>Small pieces are copied into the buffer of this output; large ones are written from where they lie, with headers
 * in between. The last PDU always stays behind until it is known whether it is the last fragment.
 */
public final class DataOutput {
    /** PDU header and PDV header. */
    private static final int HEADERS = 12;

    /** From this size on, gathering is cheaper than copying. */
    private static final int LARGE = 32 << 10;

    private static final int MOST_GATHERED = 16;
    private static final int LONGEST_PDU = 128 << 10;
    private static final int NONE = -1;

    private final UpperLayer association;
    private final ByteBuffer out;

    /** Made when it is first needed: who only sends responses never does. */
    private @Nullable ByteBuffer headers;

    private final ByteBuffer[] gathered = new ByteBuffer[1 + 2 * MOST_GATHERED];
    private final int mostInFragment;
    private final long peerMaximum;

    private int contextId;
    private Kind kind = Kind.COMMAND;
    private int openAt = NONE;
    private boolean ended;

    /**
     * @param buffer direct; what is sent in one write is at most as long
     * @param peerMaximum the maximum length that the peer announced, 0 for no limit
     */
    public DataOutput(UpperLayer association, ByteBuffer buffer, long peerMaximum) {
        this.association = association;
        this.out = buffer.clear();
        this.peerMaximum = peerMaximum == 0 ? Long.MAX_VALUE : peerMaximum;
        long pdu = Math.min(peerMaximum == 0 ? LONGEST_PDU : peerMaximum, Math.min(LONGEST_PDU, buffer.capacity() - 6));
        // An even number of bytes, whatever the peer announced: PS3.8 Annex E.2.
        this.mostInFragment = (int) Math.max(2, (pdu - 6) & ~1L);
        gathered[0] = out;
    }

    /** Begins a command or a data set. */
    public void begin(int context, Kind what) {
        contextId = context;
        kind = what;
    }

    /** Adds to it; takes all bytes before it returns. */
    public void write(ByteBuffer bytes) throws UpperLayerException {
        while (bytes.hasRemaining()) {
            if (openAt != NONE && opened() == mostInFragment) {
                closePdu(0);
            }
            if (openAt == NONE) {
                if (bytes.remaining() >= LARGE && bytes.remaining() > mostInFragment) {
                    gather(bytes);
                }
                openPdu();
            }
            int count = Math.min(bytes.remaining(), mostInFragment - opened());
            int end = bytes.limit();
            out.put(bytes.limit(bytes.position() + count));
            bytes.limit(end);
        }
    }

    /** The longest P-DATA-TF that may be {@linkplain #pass passed} on. */
    public long longestPdu() {
        return peerMaximum;
    }

    /**
     * Whether whole PDUs may be {@linkplain #pass passed} on now. What has been written before them leaves in a fragment
     * of its own, so it has to be even; if it is not, as behind an odd fragment that came, more has to be written first.
     */
    public boolean canPass() {
        return openAt == NONE || (opened() & 1) == 0;
    }

    /** Sends whole PDUs of the data set that were received elsewhere, headers and all; only if it {@link #canPass()}. */
    public void pass(ByteBuffer pdus, boolean withLast) throws UpperLayerException {
        if (openAt != NONE) {
            closePdu(0);
        }
        if (association.isTraced()) {
            for (int at = pdus.position(); at < pdus.limit(); at += 6 + pdus.getInt(at + 2)) {
                association.traceSent(pdus.getInt(at + 2), contextId, pdus.get(at + 11));
            }
        }
        gathered[1] = pdus;
        send(2);
        ended = withLast;
    }

    /** Ends it; its last fragment may be empty if there was nothing. */
    public void end() throws UpperLayerException {
        if (ended) {
            ended = false;
            return;
        }
        if (openAt == NONE) {
            openPdu();
        }
        closePdu(2);
    }

    /** Sends what was ended. */
    public void flush() throws UpperLayerException {
        send(1);
    }

    private int opened() {
        return out.position() - openAt - HEADERS;
    }

    private void openPdu() throws UpperLayerException {
        if (out.remaining() < HEADERS + mostInFragment) {
            send(1);
        }
        openAt = out.position();
        out.position(openAt + HEADERS);
    }

    private void closePdu(int last) {
        putHeaders(out, openAt, opened(), last);
        openAt = NONE;
    }

    private void putHeaders(ByteBuffer into, int at, int length, int last) {
        into.put(at, (byte) 4).put(at + 1, (byte) 0).putInt(at + 2, length + 6);
        into.putInt(at + 6, length + 2).put(at + 10, (byte) contextId);
        int control = last | (kind == Kind.COMMAND ? 1 : 0);
        into.put(at + 11, (byte) control);
        association.traceSent(length + 6L, contextId, control);
    }

    /** Sends whole PDUs from where their bytes lie, all but the last piece. */
    private void gather(ByteBuffer bytes) throws UpperLayerException {
        ByteBuffer into = headers == null ? ByteBuffer.allocateDirect(HEADERS * MOST_GATHERED) : headers;
        headers = into;
        while (bytes.remaining() > mostInFragment) {
            int count = Math.min(MOST_GATHERED, (bytes.remaining() - 1) / mostInFragment);
            for (int i = 0; i < count; i++) {
                putHeaders(into, i * HEADERS, mostInFragment, 0);
                gathered[1 + 2 * i] = into.slice(i * HEADERS, HEADERS);
                gathered[2 + 2 * i] = bytes.slice(bytes.position(), mostInFragment);
                bytes.position(bytes.position() + mostInFragment);
            }
            send(1 + 2 * count);
        }
    }

    private void send(int count) throws UpperLayerException {
        out.flip();
        try {
            association.sendData(gathered, count);
        } finally {
            out.clear();
        }
    }
}
