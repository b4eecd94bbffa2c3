package org.sluice.net;

import java.nio.ByteBuffer;

/**
 * A request of a normalized operation or notification that has been received whole: N-ACTION-RQ (PS3.7 10.1.4) or
 * N-EVENT-REPORT-RQ (10.1.1).
 *
 * @param association on which it came
 * @param sopClassUid Requested or Affected SOP Class UID; digits and dots, at most 64
 * @param sopInstanceUid Requested or Affected SOP Instance UID; digits and dots, at most 64
 * @param typeId Action Type ID or Event Type ID
 * @param transferSyntaxUid of the information
 * @param information Action Information or Event Information, a data set; empty when there was none
 */
public record NormalizedRequest(
        Operation operation,
        AssociationInfo association,
        String sopClassUid,
        String sopInstanceUid,
        int typeId,
        String transferSyntaxUid,
        ByteBuffer information) {

    /** Which service of PS3.7 chapter 10. */
    public enum Operation {
        /** N-ACTION: the SCU asks. */
        ACTION,
        /** N-EVENT-REPORT: the SCP tells. */
        EVENT_REPORT
    }
}
