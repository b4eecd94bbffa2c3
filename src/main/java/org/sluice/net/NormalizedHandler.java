package org.sluice.net;

/**
 * Performs N-ACTION, and takes N-EVENT-REPORT. Called on the thread of the association, one request at a time for each
 * association.
 */
public interface NormalizedHandler {
    /** Performs nothing. */
    NormalizedHandler NONE = new NormalizedHandler() {
        @Override
        public boolean serves(String sopClassUid) {
            return false;
        }

        @Override
        public int perform(NormalizedRequest request, ReportChannel reports) {
            return Status.UNRECOGNIZED_OPERATION;
        }
    };

    /**
     * Whether contexts of the SOP class are to be accepted; they are in implicit or explicit VR little endian, and the
     * requestor may take either role.
     */
    boolean serves(String sopClassUid);

    /**
     * Performs a request of a class that is served, and returns the status of the response.
     *
     * @param reports to answer later, on the same association while it is open
     */
    int perform(NormalizedRequest request, ReportChannel reports);
}
