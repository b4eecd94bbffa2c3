package org.sluice.store;

import java.util.List;

/**
 * What one recipe makes of an instance in the spool.
 *
 * @param destinations who gets it so, at least one
 * @param sopClassUid the SOP class to send it as
 * @param sopInstanceUid the SOP instance UID to send it under
 * @param pieces of which its data set is made
 * @param newBytes where in the file those of them are that are not the original's
 * @param checksum CRC-32C of the new bytes
 */
record SpoolView(
        List<String> destinations,
        String sopClassUid,
        String sopInstanceUid,
        Pieces pieces,
        NewBytes newBytes,
        int checksum) {

    /** A stretch of the file, which may be empty. */
    record NewBytes(long offset, long length) {}

    SpoolView {
        destinations = List.copyOf(destinations);
    }

    /** The facts as the view's destinations are to see them. */
    SpoolFacts of(SpoolFacts facts) {
        return facts.under(sopClassUid, sopInstanceUid);
    }
}
