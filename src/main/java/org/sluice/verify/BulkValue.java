package org.sluice.verify;

import java.util.Set;
import org.sluice.dataset.Vr;

/**
 * A value that was not held: pixel data, or a large one of another element.
 *
 * @param length bytes, of all fragments together
 * @param fragments how many, PS3.5 A.4; -1 for a value without
 * @param digest SHA-256 of the bytes in little endian order, and of where fragments begin, in hexadecimal digits
 * @param met values of the original that were found in it
 */
record BulkValue(int tag, Vr vr, long length, int fragments, String digest, Set<IdentifyingValue> met) {
    boolean isSame(BulkValue other) {
        return digest.equals(other.digest) && isEncodedAlike(other);
    }

    /** Whether the bytes of both can be compared. */
    boolean isEncodedAlike(BulkValue other) {
        return fragments >= 0 == other.fragments >= 0;
    }
}
