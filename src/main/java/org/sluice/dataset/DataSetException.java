package org.sluice.dataset;

/**
 * A data set that cannot be read or written: malformed structure, a value that cannot be expressed. Its instance goes to
 * quarantine. The message holds tags, lengths and offsets, never a value.
 */
public class DataSetException extends Exception {
    private final String path;
    private final long offset;

    /** A problem that has no place, such as a value that does not fit its VR. */
    public DataSetException(String message) {
        this("", -1, message);
    }

    /**
     * @param path the element's path such as {@code (0040,0275)[1].(0008,1150)}, or empty
     * @param offset bytes from the start of the data set, or -1
     * @param message what was expected and what was found
     */
    public DataSetException(String path, long offset, String message) {
        super(place(path, offset) + message);
        this.path = path;
        this.offset = offset;
    }

    /** The element's path, or empty. */
    public String path() {
        return path;
    }

    /** Bytes from the start of the data set, or -1 when there is no such place. */
    public long offset() {
        return offset;
    }

    static String place(String path, long offset) {
        String at = offset < 0 ? "" : "at byte " + offset;
        String place = path.isEmpty() || at.isEmpty() ? path + at : path + " " + at;
        return place.isEmpty() ? "" : place + ": ";
    }
}
