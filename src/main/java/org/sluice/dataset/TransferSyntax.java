package org.sluice.dataset;

import java.nio.ByteOrder;
import java.util.Set;

/**
 * How a data set is encoded, PS3.5 10 and annex A.
 *
 * @param uid the transfer syntax UID
 * @param explicitVr whether elements carry their VR
 * @param bigEndian whether numbers are big endian (retired, PS3.5 2016b A.3)
 * @param deflated whether the data set as a whole is deflated, PS3.5 A.5
 * @param encapsulated whether pixel data comes in fragments, PS3.5 A.4
 */
public record TransferSyntax(
        String uid, boolean explicitVr, boolean bigEndian, boolean deflated, boolean encapsulated) {

    /** What every application entity accepts, PS3.5 A.1 and 10.1. */
    public static final TransferSyntax IMPLICIT_LITTLE_ENDIAN =
            new TransferSyntax("1.2.840.10008.1.2", false, false, false, false);

    /** PS3.5 A.2. */
    public static final TransferSyntax EXPLICIT_LITTLE_ENDIAN =
            new TransferSyntax("1.2.840.10008.1.2.1", true, false, false, false);

    /** As {@link #EXPLICIT_LITTLE_ENDIAN}, deflated as a whole, PS3.5 A.5. */
    public static final TransferSyntax DEFLATED_EXPLICIT_LITTLE_ENDIAN =
            new TransferSyntax("1.2.840.10008.1.2.1.99", true, false, true, false);

    /** Retired, and still sent by old devices: PS3.5 2016b A.3. */
    public static final TransferSyntax EXPLICIT_BIG_ENDIAN =
            new TransferSyntax("1.2.840.10008.1.2.2", true, true, false, false);

    private static final String PAPYRUS_3 = "1.2.840.10008.1.2.20";

    /** JPIP Referenced Deflate and JPIP HTJ2K Referenced Deflate; pixel data is elsewhere. */
    private static final Set<String> JPIP_DEFLATE = Set.of("1.2.840.10008.1.2.4.95", "1.2.840.10008.1.2.4.205");

    private static final Set<String> JPIP = Set.of("1.2.840.10008.1.2.4.94", "1.2.840.10008.1.2.4.204");

    /**
     * The transfer syntax of a UID. One that is not in PS3.6 is taken for explicit little endian and encapsulated, which
     * is what every syntax registered since 1999 is.
     */
    public static TransferSyntax of(String uid) {
        if (uid.equals(EXPLICIT_LITTLE_ENDIAN.uid)) {
            return EXPLICIT_LITTLE_ENDIAN;
        }
        if (uid.equals(IMPLICIT_LITTLE_ENDIAN.uid)) {
            return IMPLICIT_LITTLE_ENDIAN;
        }
        if (uid.equals(EXPLICIT_BIG_ENDIAN.uid)) {
            return EXPLICIT_BIG_ENDIAN;
        }
        if (uid.equals(DEFLATED_EXPLICIT_LITTLE_ENDIAN.uid)) {
            return DEFLATED_EXPLICIT_LITTLE_ENDIAN;
        }
        if (uid.equals(PAPYRUS_3)) {
            return new TransferSyntax(uid, false, false, false, false);
        }
        boolean deflated = JPIP_DEFLATE.contains(uid);
        return new TransferSyntax(uid, true, false, deflated, !deflated && !JPIP.contains(uid));
    }

    /** The order of the bytes of numbers. */
    public ByteOrder byteOrder() {
        return bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }
}
