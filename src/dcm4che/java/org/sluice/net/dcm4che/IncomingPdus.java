package org.sluice.net.dcm4che;

import org.dcm4che3.net.pdu.AAbort;

/**
 * The PDUs of a peer while they pass (PS3.8 9.3), so that what dcm4che would take without bound is refused before it makes room
 * for it: PDUs, command sets and data sets that are longer than they may be. Used by the thread that reads.
 */
final class IncomingPdus {
    static final int DATA = 4;
    static final int RELEASE_RP = 6;
    static final int ABORT = 7;

    private static final int ASSOCIATE_AC = 2;
    private static final int PDU_HEADER = 6;
    private static final int VALUE_HEADER = 6;
    private static final int LONGEST_ASSOCIATE = 1 << 20;
    private static final int MOST_IN_COMMAND = 64 << 10;
    /** Message control header: PS3.8 Annex E.2. */
    private static final int COMMAND = 1;

    private static final int LAST = 2;

    private final int longestData;
    private final long mostInDataSet;
    private final Watcher watcher;
    private final byte[] header = new byte[PDU_HEADER];
    private final byte[] valueHeader = new byte[VALUE_HEADER];
    private int headerRead;
    private long left;
    private int valueHeaderRead;
    private long valueLeft;
    private long command;
    private long dataSet;

    /** Told what comes. */
    interface Watcher {
        /** A PDU of that type begins. */
        void began(int type);

        /** What comes is not taken. */
        void refused(Ending end);
    }

    IncomingPdus(int longestData, long mostInDataSet, Watcher watcher) {
        this.longestData = longestData;
        this.mostInDataSet = mostInDataSet;
        this.watcher = watcher;
    }

    /**
     * The next bytes, as they came.
     *
     * @throws AAbort they announce more than may come
     */
    void follow(byte[] bytes, int offset, int length) throws AAbort {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            if (headerRead < PDU_HEADER) {
                header[headerRead++] = bytes[at++];
                if (headerRead == PDU_HEADER) {
                    begin();
                }
            } else {
                int count = (int) Math.min(left, end - at);
                if (header[0] == DATA) {
                    values(bytes, at, count);
                }
                at += count;
                left -= count;
            }
            if (headerRead == PDU_HEADER && left == 0) {
                headerRead = 0;
            }
        }
    }

    private void begin() throws AAbort {
        int type = header[0];
        left = uint32(header, 2);
        valueHeaderRead = 0;
        valueLeft = 0;
        watcher.began(type);
        if (type == DATA && left > longestData) {
            throw refuse("a P-DATA-TF of " + left + " bytes where " + longestData + " are the most");
        }
        if (type <= ASSOCIATE_AC && left > LONGEST_ASSOCIATE) {
            throw refuse("an association PDU of " + left + " bytes where " + LONGEST_ASSOCIATE + " are the most");
        }
    }

    private void values(byte[] bytes, int offset, int length) throws AAbort {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            if (valueLeft > 0) {
                int count = (int) Math.min(valueLeft, end - at);
                valueLeft -= count;
                at += count;
            } else {
                valueHeader[valueHeaderRead++] = bytes[at++];
                if (valueHeaderRead == VALUE_HEADER) {
                    valueHeaderRead = 0;
                    beginValue();
                }
            }
        }
    }

    /** dcm4che itself looks at whether the value fits its PDU. */
    private void beginValue() throws AAbort {
        int control = valueHeader[5];
        valueLeft = Math.max(0, uint32(valueHeader, 0) - 2);
        if ((control & COMMAND) != 0) {
            command += valueLeft;
            dataSet = 0;
        } else {
            dataSet += valueLeft;
        }
        if (command > MOST_IN_COMMAND) {
            throw refuse("a command set of more than " + MOST_IN_COMMAND + " bytes");
        }
        if (dataSet > mostInDataSet) {
            watcher.refused(
                    new Ending(Ending.ABORTED.kind(), "aborted: a data set of more than " + mostInDataSet + " bytes"));
            throw new AAbort();
        }
        if ((control & (COMMAND | LAST)) == (COMMAND | LAST)) {
            command = 0;
        }
    }

    private AAbort refuse(String why) {
        watcher.refused(new Ending(Ending.BROKE_PROTOCOL.kind(), Ending.BROKE_PROTOCOL.words() + " with " + why));
        return new AAbort(AAbort.UL_SERIVE_PROVIDER, AAbort.INVALID_PDU_PARAMETER_VALUE);
    }

    private static long uint32(byte[] bytes, int offset) {
        return (bytes[offset] & 0xFFL) << 24
                | (bytes[offset + 1] & 0xFFL) << 16
                | (bytes[offset + 2] & 0xFFL) << 8
                | (bytes[offset + 3] & 0xFFL);
    }
}
