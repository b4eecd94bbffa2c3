package org.sluice.net;

import java.util.List;

/**
 * Why an association is rejected: the three fields of A-ASSOCIATE-RJ, PS3.8 Table 9-21.
 *
 * @param result 1 permanent, 2 transient
 * @param source 1 service user, 2 service provider (ACSE), 3 service provider (presentation)
 * @param reason depends on the source
 */
public record Rejection(int result, int source, int reason) {
    /** Permanent, from the service user, who says no more. */
    public static final Rejection NO_REASON_GIVEN = new Rejection(1, 1, 1);

    /** Permanent: the application context name is not that of DICOM, PS3.7 A.2.1. */
    public static final Rejection APPLICATION_CONTEXT_NOT_SUPPORTED = new Rejection(1, 1, 2);

    /** Permanent: this caller may not use the called AE title. */
    public static final Rejection CALLING_AE_NOT_RECOGNIZED = new Rejection(1, 1, 3);

    /** Permanent: there is no such AE title here. */
    public static final Rejection CALLED_AE_NOT_RECOGNIZED = new Rejection(1, 1, 7);

    /** Permanent: bit 0 of the protocol version, for version 1, is not set. */
    public static final Rejection PROTOCOL_VERSION_NOT_SUPPORTED = new Rejection(1, 2, 2);

    /** Transient: what the association needs is not free now. */
    public static final Rejection TEMPORARY_CONGESTION = new Rejection(2, 3, 1);

    /** Transient: as many associations are open as may be. */
    public static final Rejection LOCAL_LIMIT_EXCEEDED = new Rejection(2, 3, 2);

    /** Those above. */
    public static final List<Rejection> NAMED = List.of(
            NO_REASON_GIVEN,
            APPLICATION_CONTEXT_NOT_SUPPORTED,
            CALLING_AE_NOT_RECOGNIZED,
            CALLED_AE_NOT_RECOGNIZED,
            PROTOCOL_VERSION_NOT_SUPPORTED,
            TEMPORARY_CONGESTION,
            LOCAL_LIMIT_EXCEEDED);

    /** Whether the same request may succeed later. */
    public boolean isTransient() {
        return result == 2;
    }

    /** The reason in the standard's words. */
    public String text() {
        return switch (source * 16 + reason) {
            case 0x11, 0x21 -> "no reason given";
            case 0x12 -> "application context name not supported";
            case 0x13 -> "calling AE title not recognized";
            case 0x17 -> "called AE title not recognized";
            case 0x22 -> "protocol version not supported";
            case 0x31 -> "temporary congestion";
            case 0x32 -> "local limit exceeded";
            default -> "reserved reason";
        };
    }

    @Override
    public String toString() {
        String permanence = isTransient() ? "transient" : "permanent";
        return text() + " (" + permanence + ", " + result + "/" + source + "/" + reason + ")";
    }
}
