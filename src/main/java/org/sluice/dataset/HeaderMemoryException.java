package org.sluice.dataset;

/** There is no {@link HeaderMemory} left for a header: the same data set may pass at a calmer time. */
public final class HeaderMemoryException extends HeaderTooLargeException {
    /** See {@link DataSetException#DataSetException(String, long, String)}. */
    public HeaderMemoryException(String path, long offset, String message) {
        super(path, offset, message);
    }
}
