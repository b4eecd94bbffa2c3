package org.sluice.dataset;

/** What precedes the bulk data exceeds one of the {@link HeaderLimits}; the instance may be perfectly well formed. */
public class HeaderTooLargeException extends DataSetException {
    /** See {@link DataSetException#DataSetException(String, long, String)}. */
    public HeaderTooLargeException(String path, long offset, String message) {
        super(path, offset, message);
    }
}
