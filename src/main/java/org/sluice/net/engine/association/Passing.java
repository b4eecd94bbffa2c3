package org.sluice.net.engine.association;

/**
 * Which PDUs of a data set may go over to another association as they lie.
 *
 * @param contextId of the other association, which replaces the one in the PDUs
 * @param longestPdu the longest that the other association takes
 * @param most bytes of the data set that may go, {@link Long#MAX_VALUE} for all there are
 * @param mayEnd whether the last fragment may go: at the end of {@code most} only, or anywhere if there is no limit
 */
public record Passing(int contextId, long longestPdu, long most, boolean mayEnd) {
    boolean allows(long dataLength, boolean last) {
        if (dataLength > most) {
            return false;
        }
        return !last || (mayEnd && (dataLength == most || most == Long.MAX_VALUE));
    }
}
