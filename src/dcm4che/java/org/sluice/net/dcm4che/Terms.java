package org.sluice.net.dcm4che;

import org.dcm4che3.net.Connection;

/** What all connections have in common, whoever opened them. */
final class Terms {
    /** What is sent at once, if the peer takes as much. */
    private static final int LONGEST_SENT = 128 << 10;

    private Terms() {}

    /** Sets it. */
    static void ofEachConnection(Connection connection) {
        connection.setSendPDULength(LONGEST_SENT);
        // A command and the beginning of its data set in one PDU do not fit where the peer takes short ones.
        connection.setPackPDV(false);
        connection.setSocketCloseDelay(0); // the socket itself waits until the peer has read the last PDU
    }

    /**
     * Whether the longest P-DATA-TF that a peer takes is one that dcm4che can send: it loops without end over one that has no
     * room for data, and over one beyond 2 GiB.
     */
    static boolean canSend(int longestPdu) {
        return longestPdu == 0 || longestPdu >= 64;
    }
}
