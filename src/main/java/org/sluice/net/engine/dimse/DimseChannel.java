package org.sluice.net.engine.dimse;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sluice.net.engine.association.DataInput;
import org.sluice.net.engine.association.DataOutput;
import org.sluice.net.engine.association.Passing;
import org.sluice.net.engine.association.UpperLayer;
import org.sluice.net.engine.association.UpperLayerException;
import org.sluice.net.engine.pdu.AbortReason;
import org.sluice.net.engine.pdu.Octets;
import org.sluice.net.engine.pdu.PDataTf;
import org.sluice.net.engine.pdu.PDataTf.Kind;
import org.sluice.net.engine.pdu.PDataTf.Pdv;
import org.sluice.net.engine.pdu.PDataTf.Position;
import org.sluice.net.engine.pdu.PduException;

/**
 * Messages on one association, one after the other: a command set and, if it says so, a data set behind it. Used by one
 * thread.
 */
public final class DimseChannel {
    /** No command of the standard is near it. */
    private static final int MOST_IN_COMMAND = 64 << 10;

    private static final int LONGEST_PDU = 16 << 10;

    private final UpperLayer association;
    private final DataInput in;
    private final DataOutput out;
    private final long maxDataSet;
    private long dataSetLeft;
    private byte[] command = new byte[512];
    private int commandLength;
    private int contextId;
    private boolean inDataSet;
    private boolean inValue;

    /** @param maxDataSet bytes of a data set that comes; a longer one ends the association */
    public DimseChannel(UpperLayer association, DataOutput out, long maxDataSet) {
        this.association = association;
        this.maxDataSet = maxDataSet;
        this.in = association.data();
        this.out = out;
    }

    /**
     * Waits for the next message and reads its command. A data set of the message before that nobody has read is
     * dropped. Empty when the association is released, or about to be.
     *
     * @throws DimseException it is not a command; nothing that follows can be understood
     */
    public Optional<CommandSet> nextCommand() throws UpperLayerException, DimseException {
        drain();
        commandLength = 0;
        if (!in.nextValue() || !association.beginMessage()) {
            return Optional.empty();
        }
        contextId = in.contextId();
        readCommandValue();
        while (!in.isLast()) {
            nextValueOfMessage();
            readCommandValue();
        }
        CommandSet read = CommandSet.read(command, commandLength);
        inDataSet = read.hasDataSet();
        dataSetLeft = maxDataSet;
        inValue = false;
        return Optional.of(read);
    }

    /** The message is answered; the next one may take the idle time to come. */
    public void becomeIdle() {
        association.becomeIdle();
    }

    /** The presentation context of the message. */
    public int contextId() {
        return contextId;
    }

    private void readCommandValue() throws UpperLayerException {
        if (!in.isCommand()) {
            throw protocolError("a command", "a data set");
        }
        for (ByteBuffer bytes = in.fragment(); bytes != null; bytes = in.fragment()) {
            int count = bytes.remaining();
            if (commandLength + count > MOST_IN_COMMAND) {
                throw protocolError("at most " + MOST_IN_COMMAND + " bytes of command", "more");
            }
            if (commandLength + count > command.length) {
                command = Arrays.copyOf(command, Math.max(commandLength + count, command.length * 2));
            }
            bytes.get(command, commandLength, count);
            commandLength += count;
        }
    }

    /** The next bytes of the data set where they lie, valid until the next call; null at its end. */
    public @Nullable ByteBuffer nextData() throws UpperLayerException {
        return nextData(false);
    }

    /** As {@link #nextData}, with as many more as have come in whole fragments: for who writes them somewhere. */
    public @Nullable ByteBuffer allData() throws UpperLayerException {
        return nextData(true);
    }

    private @Nullable ByteBuffer nextData(boolean joined) throws UpperLayerException {
        while (inDataSet) {
            if (inValue) {
                ByteBuffer bytes = joined ? in.fragments() : in.fragment();
                if (bytes != null) {
                    count(bytes.remaining());
                    return bytes;
                }
                if (in.isLast()) {
                    inDataSet = false;
                    return null;
                }
            }
            nextValueOfMessage();
            if (in.isCommand()) {
                throw protocolError("a data set", "a command");
            }
            inValue = true;
        }
        return null;
    }

    /**
     * The data set of the message as a whole, for one that is small. Empty when it is longer than {@code most} bytes; it is
     * dropped then. Memory is taken as the bytes come.
     */
    public Optional<ByteBuffer> wholeData(int most) throws UpperLayerException {
        byte[] all = new byte[4 << 10];
        int length = 0;
        for (ByteBuffer bytes = nextData(); bytes != null; bytes = nextData()) {
            int count = bytes.remaining();
            if (length + count > most) {
                drain();
                return Optional.empty();
            }
            if (length + count > all.length) {
                all = Arrays.copyOf(all, Math.max(length + count, 2 * all.length));
            }
            bytes.get(all, length, count);
            length += count;
        }
        return Optional.of(ByteBuffer.wrap(all, 0, length));
    }

    /**
     * Sends whole PDUs of the data set on as they lie, behind a data set begun on another channel, and returns how many
     * bytes of the data set that was; 0 when the next ones cannot go so.
     *
     * @param most bytes that may go so, {@link Long#MAX_VALUE} for all
     * @param mayEnd whether the last fragment may be among them; with a limit, only if it ends there
     * @param beside gets each fragment before it is sent
     */
    public long passOn(
            DimseChannel onward, int onwardContext, long most, boolean mayEnd, @Nullable Consumer<ByteBuffer> beside)
            throws UpperLayerException {
        long passed = 0;
        while (inDataSet && passed < most && betweenValues() && onward.out.canPass()) {
            long left = most == Long.MAX_VALUE ? most : most - passed;
            ByteBuffer pdus =
                    in.wholePdus(contextId, new Passing(onwardContext, onward.out.longestPdu(), left, mayEnd));
            if (pdus == null) {
                break;
            }
            count(pdus.remaining());
            inDataSet = !in.isLast();
            if (beside != null) {
                in.fragmentsOf(pdus, beside);
            }
            onward.out.pass(pdus, !inDataSet);
            passed += in.passedLength();
        }
        return passed;
    }

    /** Whether the association stands. */
    public boolean isEstablished() {
        return association.isEstablished();
    }

    private boolean betweenValues() {
        return !inValue || (in.isValueRead() && !in.isLast());
    }

    private void count(int bytes) throws UpperLayerException {
        dataSetLeft -= bytes;
        if (dataSetLeft < 0) {
            association.abort("aborted: a data set of more than " + maxDataSet + " bytes");
            throw protocolError("at most " + maxDataSet + " bytes of data set", "more");
        }
    }

    /** Drops what is left of the data set, in a time that does not begin anew whatever the peer sends. */
    public void drain() throws UpperLayerException {
        if (inDataSet) {
            association.awaitRest();
        }
        while (inDataSet) {
            nextData();
        }
    }

    private void nextValueOfMessage() throws UpperLayerException {
        if (!in.nextValue()) {
            association.abort("released in the middle of a message");
            throw protocolError("the rest of a message", "a release");
        }
        if (in.contextId() != contextId) {
            throw protocolError("a fragment in context " + contextId, "one in " + in.contextId());
        }
    }

    private UpperLayerException protocolError(String expected, String found) {
        return association.protocolError(new PduException(
                AbortReason.UNEXPECTED_PARAMETER, "message: expected " + expected + ", found " + found));
    }

    /** Puts a command into the output. */
    public void write(int context, CommandSet what) throws UpperLayerException {
        out.begin(context, Kind.COMMAND);
        out.write(ByteBuffer.wrap(what.toBytes()));
        out.end();
    }

    /** Begins a data set behind the command just written. */
    public void beginData(int context) {
        out.begin(context, Kind.DATA_SET);
    }

    /** Puts bytes of the data set into the output. */
    public void writeData(ByteBuffer bytes) throws UpperLayerException {
        out.write(bytes);
    }

    /** Ends the data set. */
    public void endData() throws UpperLayerException {
        out.end();
    }

    /** A message as PDUs that may be sent by another thread, with fragments that the peer takes; 0 for no limit. */
    public static List<PDataTf> wholeMessage(int context, CommandSet what, ByteBuffer data, long peerMaximum) {
        List<PDataTf> pdus = new ArrayList<>();
        addFragments(pdus, context, Kind.COMMAND, ByteBuffer.wrap(what.toBytes()), peerMaximum);
        if (data.hasRemaining()) {
            addFragments(pdus, context, Kind.DATA_SET, data.duplicate(), peerMaximum);
        }
        return pdus;
    }

    private static void addFragments(List<PDataTf> pdus, int context, Kind kind, ByteBuffer bytes, long peerMaximum) {
        long longest = peerMaximum == 0 ? LONGEST_PDU : Math.min(peerMaximum, LONGEST_PDU);
        int most = (int) Math.max(2, (longest - Pdv.HEADER_LENGTH) & ~1L);
        while (bytes.hasRemaining()) {
            byte[] fragment = new byte[Math.min(most, bytes.remaining())];
            bytes.get(fragment);
            Position position = bytes.hasRemaining() ? Position.MORE_FOLLOW : Position.LAST;
            pdus.add(new PDataTf(List.of(new Pdv(context, kind, position, Octets.of(fragment)))));
        }
    }

    /** Sends what is in the output. */
    public void flush() throws UpperLayerException {
        out.flush();
    }
}
